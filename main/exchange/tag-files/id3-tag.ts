// An ID3v2 tag with some keywords more. Every other frame is copied as it is: libraries that read and write tags
// drop the frames that they do not know.
import { readFourCc } from "../../audio/chunk-walker.ts";
import {
  concatBytes,
  joinKeywords,
  keywordsField,
  leftAlone,
  listMissing,
  splitKeywords,
} from "./rewrite.ts";

export const id3HeaderBytes = 10;
const frameHeaderBytes = 10;

interface Frame {
  id: string;
  /** With its header. */
  bytes: Uint8Array;
}

/** Bytes of a whole tag, from its ten-byte header. @throws AppError `left-alone` for what is no plain tag */
export function readId3Size(header: Uint8Array): number {
  if (header.length < id3HeaderBytes || Buffer.from(header.subarray(0, 3)).toString("latin1") !== "ID3") {
    throw leftAlone("its ID3 tag is damaged");
  }
  const [major, flags] = [header[3], header[5]];
  if (major !== 3 && major !== 4) throw leftAlone(`its ID3 tag is of version 2.${major}`);
  if (flags !== 0)
    throw leftAlone("its ID3 tag is of an unusual kind (unsynchronised, extended or with a footer)");
  return id3HeaderBytes + readSynchsafe(header, 6);
}

/**
 * The tag with the labels that it lacks; a new one of version 2.3 when there is none.
 * @param tag whole, or undefined
 * @throws AppError `left-alone`
 */
export function addKeywords(
  tag: Uint8Array | undefined,
  labels: readonly string[],
): { tag: Uint8Array; newLabels: string[] } {
  const major = tag?.[3] ?? 3;
  const { frames, paddingBytes } = tag ? parseFrames(tag, major) : { frames: [], paddingBytes: 0 };
  const own = frames.filter(
    (frame) => frame.id === "TXXX" && readUserText(frame).name.toUpperCase() === keywordsField,
  );
  if (own.length > 1) throw leftAlone("it has several lists of keywords");
  const before = own[0] ? readUserText(own[0]).text : "";
  const newLabels = listMissing(splitKeywords(before), labels);
  const frame = toUserText(joinKeywords(before, newLabels), major);
  const all = own[0] ? frames.map((each) => (each === own[0] ? frame : each)) : [...frames, frame];
  const body = concatBytes([...all.map(({ bytes }) => bytes), new Uint8Array(paddingBytes)]);
  const header = Uint8Array.of(0x49, 0x44, 0x33, major, 0, 0, ...toSynchsafe(body.length));
  return { tag: concatBytes([header, body]), newLabels };
}

function parseFrames(tag: Uint8Array, major: number): { frames: Frame[]; paddingBytes: number } {
  const view = new DataView(tag.buffer, tag.byteOffset, tag.byteLength);
  const frames: Frame[] = [];
  let offset = id3HeaderBytes;
  while (offset + frameHeaderBytes <= tag.length && tag[offset] !== 0) {
    const id = readFourCc(tag, offset);
    const size = major === 4 ? readSynchsafe(tag, offset + 4) : view.getUint32(offset + 4);
    const end = offset + frameHeaderBytes + size;
    if (!/^[A-Z][A-Z0-9]{3}$/.test(id) || end > tag.length) throw leftAlone("its ID3 tag is damaged");
    frames.push({ id, bytes: tag.slice(offset, end) });
    offset = end;
  }
  const padding = tag.subarray(offset);
  if (padding.some((byte) => byte !== 0)) throw leftAlone("its ID3 tag is damaged");
  return { frames, paddingBytes: padding.length };
}

/** A TXXX frame: encoding, name, zero, text. */
function readUserText({ bytes }: Frame): { name: string; text: string } {
  const flags = (bytes[8] ?? 0) | (bytes[9] ?? 0);
  const encoding = bytes[frameHeaderBytes] ?? 0;
  const content = bytes.subarray(frameHeaderBytes + 1);
  // Compressed or encrypted: whatever it is called, it is not ours.
  if (flags !== 0 || encoding > 3) return { name: "", text: "" };
  const isWide = encoding === 1 || encoding === 2;
  const end = findTerminator(content, isWide);
  return {
    name: decode(content.subarray(0, end), encoding),
    text: decode(content.subarray(end + (isWide ? 2 : 1)), encoding).replace(/\0+$/, ""),
  };
}

function findTerminator(bytes: Uint8Array, isWide: boolean): number {
  const step = isWide ? 2 : 1;
  for (let i = 0; i + step <= bytes.length; i += step) {
    if (bytes[i] === 0 && (!isWide || bytes[i + 1] === 0)) return i;
  }
  throw leftAlone("its ID3 tag is damaged");
}

function decode(bytes: Uint8Array, encoding: number): string {
  if (encoding === 0) return Buffer.from(bytes).toString("latin1");
  if (encoding === 3) return new TextDecoder("utf-8").decode(bytes);
  const isBig = encoding === 2 || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return new TextDecoder(isBig ? "utf-16be" : "utf-16le").decode(bytes);
}

function toUserText(text: string, major: number): Frame {
  // Version 2.3 knows Latin-1 and UTF-16 with a byte order mark; UTF-8 came with 2.4.
  const isAscii = /^[\x20-\x7E]*$/.test(text);
  const encoding = isAscii ? 0 : major === 4 ? 3 : 1;
  const encode = (part: string): Uint8Array =>
    encoding === 1
      ? Buffer.from(`\uFEFF${part}`, "utf16le")
      : Buffer.from(part, encoding === 3 ? "utf8" : "latin1");
  const terminator = new Uint8Array(encoding === 1 ? 2 : 1);
  const content = concatBytes([Uint8Array.of(encoding), encode(keywordsField), terminator, encode(text)]);
  const header = new Uint8Array(frameHeaderBytes);
  header.set(Buffer.from("TXXX", "latin1"));
  if (major === 4) header.set(toSynchsafe(content.length), 4);
  else new DataView(header.buffer).setUint32(4, content.length);
  return { id: "TXXX", bytes: concatBytes([header, content]) };
}

/** Four bytes of seven bits each. */
function readSynchsafe(bytes: Uint8Array, offset: number): number {
  let value = 0;
  for (let i = 0; i < 4; i++) {
    const byte = bytes[offset + i] as number;
    if (byte > 0x7f) throw leftAlone("its ID3 tag is damaged");
    value = value * 128 + byte;
  }
  return value;
}

function toSynchsafe(value: number): number[] {
  if (value >= 2 ** 28) throw leftAlone("its ID3 tag would grow beyond 256 MB");
  return [21, 14, 7, 0].map((shift) => (value >>> shift) & 0x7f);
}
