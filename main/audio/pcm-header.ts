// Where the samples of a WAV, RF64, BW64, W64, AIFF, AIFC, CAF or AU file lie, and how they are stored.
import { checkShape, damagedFile, emptyFile } from "./audio-source.ts";
import { type Chunk, readFourCc, walkChunks } from "./chunk-walker.ts";
import type { FileReader } from "./file-reader.ts";

export type PcmEncoding = "int" | "uint" | "float" | "alaw" | "ulaw";

/** Uncompressed samples, interleaved. */
export interface PcmLayout {
  kind: "pcm";
  format: string;
  sampleRate: number;
  channelCount: number;
  /** As the header gives it; may be smaller than the container. */
  bitDepth: number;
  encoding: PcmEncoding;
  /** Size of the container of one sample, 1..8. Integers fill it from the top. */
  bytesPerSample: number;
  isLittleEndian: boolean;
  /** Byte range of the samples; never beyond the end of the file. */
  dataOffset: number;
  dataBytes: number;
}

/** A PCM container around something that is not PCM. */
export interface CompressedLayout {
  kind: "compressed";
  format: string;
  /** `mp3`, or a name for the message: `ADPCM`, `codec 0x161`, `ima4`. */
  codec: string;
  dataOffset: number;
  dataBytes: number;
}

export type ContainerLayout = PcmLayout | CompressedLayout;

/** Size fields that mean "until the end of the file": the writer did not know when it began. */
const unknownSizes = new Set([0, 0xffffffff]);
/** After an honest data chunk of size 0 these follow; samples would not look like them. */
const metadataIds = new Set(["LIST", "bext", "smpl", "acid", "fact", "cue ", "inst", "id3 ", "JUNK", "PAD "]);

/** Bytes a sample that each encoding comes in. */
const containerSizes: Record<PcmEncoding, number[]> = {
  int: [1, 2, 3, 4, 8],
  uint: [1],
  float: [4, 8],
  alaw: [1],
  ulaw: [1],
};

/** Cuts a claimed data range to the file and to whole frames, and checks the rest of the header. */
export function finishLayout(layout: Omit<PcmLayout, "kind">, fileSize: number): PcmLayout {
  checkShape(layout.sampleRate, layout.channelCount);
  if (!containerSizes[layout.encoding].includes(layout.bytesPerSample)) {
    throw damagedFile(`its header gives ${layout.bytesPerSample} bytes a sample`);
  }
  const available = Math.max(0, Math.min(layout.dataBytes, fileSize - layout.dataOffset));
  const frameBytes = layout.bytesPerSample * layout.channelCount;
  const dataBytes = Math.floor(available / frameBytes) * frameBytes;
  if (dataBytes === 0) throw emptyFile("The file has a header but no samples.");
  return { kind: "pcm", ...layout, dataBytes };
}

/** Header of a RIFF, RF64 or BW64 file. @throws AppError `damaged-file`, `empty-file`, `too-many-channels` */
export async function readWaveHeader(file: FileReader): Promise<ContainerLayout> {
  const magic = readFourCc(await file.read(0, 4), 0);
  const is64Bit = magic !== "RIFF";
  let dataSize64 = 0;
  let fmt: WaveFormat | undefined;
  const sizeOf = (chunk: Chunk): number =>
    chunk.id === "data" && is64Bit && chunk.size === 0xffffffff ? dataSize64 : chunk.size;
  for await (const chunk of walkChunks(file, "riff", sizeOf)) {
    if (chunk.id === "ds64") dataSize64 = await readDataSize64(file, chunk);
    else if (chunk.id === "fmt ") fmt = await readWaveFormat(file, chunk);
    else if (chunk.id === "data") {
      if (!fmt) throw damagedFile("its samples come before the header that describes them");
      let size = sizeOf(chunk);
      if (unknownSizes.has(size)) {
        if (size === 0 && metadataIds.has(readFourCc(await file.read(chunk.offset, 4), 0))) break;
        size = Number.MAX_SAFE_INTEGER;
      }
      return toWaveLayout(fmt, magic === "RIFF" ? "wav" : magic.toLowerCase(), chunk.offset, size, file.size);
    }
  }
  if (fmt) throw emptyFile("The file has a header but no samples.");
  throw damagedFile("it has no format header");
}

/** Header of a Sony Wave64 file. */
export async function readWave64Header(file: FileReader): Promise<ContainerLayout> {
  let fmt: WaveFormat | undefined;
  for await (const chunk of walkChunks(file, "w64")) {
    if (chunk.id === "fmt ") fmt = await readWaveFormat(file, chunk);
    else if (chunk.id === "data") {
      if (!fmt) throw damagedFile("its samples come before the header that describes them");
      return toWaveLayout(fmt, "w64", chunk.offset, chunk.size, file.size);
    }
  }
  throw fmt ? emptyFile("The file has a header but no samples.") : damagedFile("it has no format header");
}

interface WaveFormat {
  tag: number;
  channelCount: number;
  sampleRate: number;
  blockAlign: number;
  bits: number;
}

/** WAVEFORMAT, WAVEFORMATEX or WAVEFORMATEXTENSIBLE. */
async function readWaveFormat(file: FileReader, chunk: Chunk): Promise<WaveFormat> {
  const bytes = await file.read(chunk.offset, Math.min(chunk.size, 40));
  if (bytes.length < 14) throw damagedFile("its format header is cut short");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let tag = view.getUint16(0, true);
  let bits = bytes.length >= 16 ? view.getUint16(14, true) : 8;
  if (tag === 0xfffe && bytes.length >= 26) {
    const validBits = view.getUint16(18, true);
    if (validBits > 0 && validBits < bits) bits = validBits;
    tag = view.getUint16(24, true);
  }
  return {
    tag,
    channelCount: view.getUint16(2, true),
    sampleRate: view.getUint32(4, true),
    blockAlign: view.getUint16(12, true),
    bits,
  };
}

async function readDataSize64(file: FileReader, chunk: Chunk): Promise<number> {
  const bytes = await file.read(chunk.offset, 16);
  if (bytes.length < 16) throw damagedFile("its 64-bit size header is cut short");
  return Number(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(8, true));
}

const waveEncodings: Record<number, PcmEncoding> = { 1: "int", 3: "float", 6: "alaw", 7: "ulaw" };
const waveCodecs: Record<number, string> = { 0x02: "ADPCM", 0x11: "ADPCM", 0x50: "mp3", 0x55: "mp3" };

function toWaveLayout(
  fmt: WaveFormat,
  format: string,
  dataOffset: number,
  dataBytes: number,
  fileSize: number,
): ContainerLayout {
  const { tag, channelCount, sampleRate, blockAlign, bits } = fmt;
  const stored = waveEncodings[tag];
  if (!stored) {
    const codec = waveCodecs[tag] ?? `codec 0x${tag.toString(16)}`;
    const available = Math.max(0, Math.min(dataBytes, fileSize - dataOffset));
    return { kind: "compressed", format, codec, dataOffset, dataBytes: available };
  }
  // The container follows from the block size: 20 or 24 valid bits may lie in 3 or 4 bytes.
  const bytesPerSample =
    blockAlign > 0 && channelCount > 0 && blockAlign % channelCount === 0
      ? blockAlign / channelCount
      : Math.ceil(bits / 8);
  // 8-bit WAV is unsigned, all else is signed.
  const encoding = stored === "int" && bytesPerSample === 1 ? "uint" : stored;
  return finishLayout(
    {
      format,
      sampleRate,
      channelCount,
      bitDepth: bits || bytesPerSample * 8,
      encoding,
      bytesPerSample,
      isLittleEndian: true,
      dataOffset,
      dataBytes,
    },
    fileSize,
  );
}
