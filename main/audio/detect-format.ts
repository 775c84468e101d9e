// What a file is, by its first bytes. Names lie: many a `.wav` is an MP3, and the other way round.
import { damagedFile, emptyFile, unsupportedFormat } from "./audio-source.ts";
import { readFourCc } from "./chunk-walker.ts";
import type { FileReader } from "./file-reader.ts";
import { findAdtsFrame, findMpegFrames } from "./frame-headers.ts";

export type FileFormat =
  | "wave"
  | "wave64"
  | "aiff"
  | "caf"
  | "au"
  | "flac"
  | "ogg-vorbis"
  | "ogg-opus"
  | "ogg-flac"
  | "wavpack"
  | "mp3"
  | "aac"
  | "m4a"
  /** Left to a user's ffmpeg. */
  | "foreign";

export interface DetectedFormat {
  format: FileFormat;
  /** Where the stream begins: behind ID3v2 tags and padding. */
  offset: number;
  /** For `foreign`: ffmpeg's name of the demuxer, and the format's name for people. */
  demuxer?: string;
  title?: string;
}

/** Formats that are left to ffmpeg: magic, where it lies, its demuxer, its name. */
const foreignMagics: [magic: string, offset: number, demuxer: string, title: string][] = [
  ["\x30\x26\xb2\x75", 0, "asf", "Windows Media Audio"],
  ["#!AMR", 0, "amr", "AMR"],
  ["MAC ", 0, "ape", "Monkey's Audio"],
  ["MPCK", 0, "mpc8", "Musepack"],
  ["MP+", 0, "mpc", "Musepack"],
  ["TTA1", 0, "tta", "True Audio"],
  ["\x1a\x45\xdf\xa3", 0, "matroska", "Matroska"],
  ["Creative Voice File", 0, "voc", "Creative Voice"],
  ["\x0b\x77", 0, "ac3", "Dolby Digital"],
  ["DSD ", 0, "dsf", "DSD"],
  ["FRM8", 0, "iff", "DSDIFF"],
  ["8SVX", 8, "iff", "Amiga 8SVX"],
];

const misnamed = "Only its name looks like a sound's: rename or delete it.";

/** Files that no decoder here can help: magic, where it lies, the reason, what to do. */
const hopelessMagics: [magic: string, offset: number, reason: string, hint: string][] = [
  ["MThd", 0, "The file holds MIDI notes, not sound.", "Play it in a DAW and export that as WAV."],
  [
    "\x00\x05\x16\x07",
    0,
    "The file is a macOS companion file (its name begins with `._`) and holds no sound.",
    "Nothing is missing: the sound itself lies in a file of its own.",
  ],
  [
    "CAT ",
    0,
    "The file is a REX loop (ReCycle), a closed format that cannot be read.",
    "Open it in ReCycle or in a DAW that reads REX, and export it as WAV.",
  ],
  [
    "PK\x03\x04",
    0,
    "The file is a ZIP archive, not a sound.",
    "Unpack it: the sounds in it can be listened to then.",
  ],
  ["\x89PNG", 0, "The file is a picture, not a sound.", misnamed],
  ["\xff\xd8\xff", 0, "The file is a picture, not a sound.", misnamed],
  ["%PDF", 0, "The file is a PDF document, not a sound.", misnamed],
];

const headBytes = 64 * 1024;

/** @throws AppError `empty-file`, `unsupported-format`, `damaged-file` */
export async function detectFormat(file: FileReader): Promise<DetectedFormat> {
  if (file.size === 0) throw emptyFile("The file is empty: it has 0 bytes.");
  const offset = await skipId3(file);
  const head = await file.read(offset, headBytes);
  if (head.length === 0) throw emptyFile("The file holds tags but no sound.");
  return (
    detectContainer(head, offset) ?? (await detectFrames(head, offset)) ?? explainUnknown(file, head, offset)
  );
}

/** First byte behind any ID3v2 tags. */
async function skipId3(file: FileReader): Promise<number> {
  let offset = 0;
  for (let count = 0; count < 8; count++) {
    const header = await file.read(offset, 10);
    if (header.length < 10 || !startsWith(header, "ID3", 0)) break;
    const [flags, a, b, c, d] = header.subarray(5) as unknown as [number, number, number, number, number];
    if ((a | b | c | d) & 0x80) break;
    const size = (a << 21) | (b << 14) | (c << 7) | d;
    offset += 10 + size + (flags & 0x10 ? 10 : 0);
  }
  return offset;
}

function detectContainer(head: Uint8Array, offset: number): DetectedFormat | undefined {
  const magic = readFourCc(head, 0);
  const type = readFourCc(head, 8);
  if ((magic === "RIFF" || magic === "RF64" || magic === "BW64") && type === "WAVE") {
    return { format: "wave", offset };
  }
  // The GUID of Wave64 goes on behind its first four letters.
  if (magic === "riff" && startsWith(head, "\x2e\x91\xcf\x11", 4)) return { format: "wave64", offset };
  if (magic === "FORM" && (type === "AIFF" || type === "AIFC")) return { format: "aiff", offset };
  if (magic === "caff") return { format: "caf", offset };
  if (magic === ".snd") return { format: "au", offset };
  if (magic === "fLaC") return { format: "flac", offset };
  if (magic === "wvpk") return { format: "wavpack", offset };
  if (magic === "OggS") return detectOgg(head, offset);
  if (readFourCc(head, 4) === "ftyp" || readFourCc(head, 4) === "moov") return { format: "m4a", offset };
  for (const [text, at, demuxer, title] of foreignMagics) {
    if (startsWith(head, text, at)) return { format: "foreign", offset, demuxer, title };
  }
  for (const [text, at, reason, hint] of hopelessMagics) {
    if (startsWith(head, text, at)) throw unsupportedFormat(reason, hint);
  }
  return undefined;
}

/** The first packet of the first page names the codec. */
function detectOgg(head: Uint8Array, offset: number): DetectedFormat {
  const packet = 27 + (head[26] ?? 0);
  if (startsWith(head, "\x01vorbis", packet)) return { format: "ogg-vorbis", offset };
  if (startsWith(head, "OpusHead", packet)) return { format: "ogg-opus", offset };
  if (startsWith(head, "\x7fFLAC", packet)) return { format: "ogg-flac", offset };
  return { format: "foreign", offset, demuxer: "ogg", title: "Ogg" };
}

/** Streams without a header: MPEG audio and ADTS. Several frames in a row must fit. */
async function detectFrames(head: Uint8Array, offset: number): Promise<DetectedFormat | undefined> {
  const adts = findAdtsFrame(head, 0);
  if (adts && findAdtsFrame(head, adts.frameBytes)) return { format: "aac", offset };
  const mpeg = findMpegFrames(head);
  return mpeg === undefined ? undefined : { format: "mp3", offset: offset + mpeg };
}

function explainUnknown(file: FileReader, head: Uint8Array, offset: number): never {
  if (file.size < 16) throw damagedFile(`it has only ${file.size} bytes`);
  if (head.every((byte) => byte === 0)) throw damagedFile("it begins with nothing but zero bytes");
  const start = head.subarray(0, 512);
  const printable = start.filter((byte) => byte === 9 || byte === 10 || byte === 13 || byte >= 32).length;
  if (printable === start.length && !start.some((byte) => byte >= 0x80)) {
    throw unsupportedFormat(
      "The file holds text, not sound.",
      "It may be a download that failed; fetch it again.",
    );
  }
  const hex = [...start.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  throw unsupportedFormat(
    `The file is in no known sound format: at byte ${offset} it begins with ${hex}.`,
    "If another program plays it, export it as WAV or FLAC.",
  );
}

function startsWith(bytes: Uint8Array, text: string, offset: number): boolean {
  if (offset + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[offset + i] !== text.charCodeAt(i)) return false;
  return true;
}
