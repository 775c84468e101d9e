// Headers of the big-endian relatives of WAV: AIFF, AIFC, CAF and Sun AU.
import { damagedFile, emptyFile } from "./audio-source.ts";
import { type Chunk, readFourCc, walkChunks } from "./chunk-walker.ts";
import type { FileReader } from "./file-reader.ts";
import { type ContainerLayout, finishLayout, type PcmEncoding } from "./pcm-header.ts";

interface SampleFormat {
  encoding: PcmEncoding;
  isLittleEndian: boolean;
  /** Bits a sample where the codec fixes them; undefined where the header gives them. */
  bits?: number;
}

/** AIFC compression types that are not compression. Keys in lower case. */
const aifcFormats: Record<string, SampleFormat> = {
  none: { encoding: "int", isLittleEndian: false },
  twos: { encoding: "int", isLittleEndian: false },
  sowt: { encoding: "int", isLittleEndian: true },
  "raw ": { encoding: "uint", isLittleEndian: false, bits: 8 },
  in24: { encoding: "int", isLittleEndian: false, bits: 24 },
  in32: { encoding: "int", isLittleEndian: false, bits: 32 },
  fl32: { encoding: "float", isLittleEndian: false, bits: 32 },
  fl64: { encoding: "float", isLittleEndian: false, bits: 64 },
  alaw: { encoding: "alaw", isLittleEndian: false, bits: 8 },
  ulaw: { encoding: "ulaw", isLittleEndian: false, bits: 8 },
};

interface CommonChunk {
  channelCount: number;
  bits: number;
  sampleRate: number;
  compression: string;
}

/** Header of an AIFF or AIFC file. @throws AppError `damaged-file`, `empty-file`, `too-many-channels` */
export async function readAiffHeader(file: FileReader): Promise<ContainerLayout> {
  let common: CommonChunk | undefined;
  let samples: { offset: number; size: number } | undefined;
  for await (const chunk of walkChunks(file, "aiff")) {
    if (chunk.id === "COMM") common = await readCommonChunk(file, chunk);
    else if (chunk.id === "SSND") samples = await readSoundChunk(file, chunk);
    if (common && samples) break;
  }
  if (!common) throw damagedFile("it has no format header");
  if (!samples) throw emptyFile("The file has a header but no samples.");

  const { channelCount, sampleRate, compression } = common;
  const dataBytes = Math.max(0, samples.size);
  const format = aifcFormats[compression.toLowerCase()];
  if (!format) {
    return {
      kind: "compressed",
      format: "aiff",
      codec: compression.trim(),
      dataOffset: samples.offset,
      dataBytes: Math.max(0, Math.min(dataBytes, file.size - samples.offset)),
    };
  }
  const bits = format.bits ?? common.bits;
  return finishLayout(
    {
      format: "aiff",
      sampleRate,
      channelCount,
      bitDepth: bits,
      encoding: format.encoding,
      bytesPerSample: Math.ceil(bits / 8),
      isLittleEndian: format.isLittleEndian,
      dataOffset: samples.offset,
      dataBytes,
    },
    file.size,
  );
}

async function readCommonChunk(file: FileReader, chunk: Chunk): Promise<CommonChunk> {
  const bytes = await file.read(chunk.offset, Math.min(chunk.size, 22));
  if (bytes.length < 18) throw damagedFile("its format header is cut short");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    channelCount: view.getUint16(0),
    bits: view.getUint16(6),
    sampleRate: Math.round(readExtended(view, 8)),
    compression: bytes.length >= 22 ? readFourCc(bytes, 18) : "NONE",
  };
}

async function readSoundChunk(file: FileReader, chunk: Chunk): Promise<{ offset: number; size: number }> {
  const bytes = await file.read(chunk.offset, 8);
  if (bytes.length < 8) return { offset: file.size, size: 0 };
  const skip = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
  return { offset: chunk.offset + 8 + skip, size: chunk.size - 8 - skip };
}

/** 80-bit extended float of AIFF, as a number. */
function readExtended(view: DataView, offset: number): number {
  const exponent = view.getUint16(offset) & 0x7fff;
  const mantissa = view.getUint32(offset + 2) * 2 ** 32 + view.getUint32(offset + 6);
  return mantissa * 2 ** (exponent - 16383 - 63);
}

/** Header of a Core Audio file. @throws AppError `damaged-file`, `empty-file`, `too-many-channels` */
export async function readCafHeader(file: FileReader): Promise<ContainerLayout> {
  let description: DataView | undefined;
  for await (const chunk of walkChunks(file, "caf")) {
    if (chunk.id === "desc") {
      const bytes = await file.read(chunk.offset, 32);
      if (bytes.length < 32) throw damagedFile("its format header is cut short");
      description = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    } else if (chunk.id === "data") {
      if (!description) throw damagedFile("its samples come before the header that describes them");
      return toCafLayout(description, chunk, file.size);
    }
  }
  throw description
    ? emptyFile("The file has a header but no samples.")
    : damagedFile("it has no format header");
}

function toCafLayout(description: DataView, chunk: Chunk, fileSize: number): ContainerLayout {
  const codec = readFourCc(new Uint8Array(description.buffer, description.byteOffset, 32), 8);
  // Four bytes of edit count come before the samples.
  const dataOffset = chunk.offset + 4;
  const dataBytes = Math.max(0, chunk.size - 4);
  const flags = description.getUint32(12);
  const encodings: Record<string, PcmEncoding> = {
    lpcm: flags & 1 ? "float" : "int",
    alaw: "alaw",
    ulaw: "ulaw",
  };
  const encoding = encodings[codec];
  if (!encoding) {
    const available = Math.max(0, Math.min(dataBytes, fileSize - dataOffset));
    return { kind: "compressed", format: "caf", codec: codec.trim(), dataOffset, dataBytes: available };
  }
  const bytesPerPacket = description.getUint32(16);
  const channelCount = description.getUint32(24);
  const bits = description.getUint32(28) || 8;
  return finishLayout(
    {
      format: "caf",
      sampleRate: Math.round(description.getFloat64(0)),
      channelCount,
      bitDepth: bits,
      encoding,
      bytesPerSample: channelCount > 0 ? bytesPerPacket / channelCount : 0,
      isLittleEndian: (flags & 2) !== 0,
      dataOffset,
      dataBytes,
    },
    fileSize,
  );
}

const auFormats: Record<number, { encoding: PcmEncoding; bits: number }> = {
  1: { encoding: "ulaw", bits: 8 },
  2: { encoding: "int", bits: 8 },
  3: { encoding: "int", bits: 16 },
  4: { encoding: "int", bits: 24 },
  5: { encoding: "int", bits: 32 },
  6: { encoding: "float", bits: 32 },
  7: { encoding: "float", bits: 64 },
  27: { encoding: "alaw", bits: 8 },
};

/** Header of a Sun/NeXT AU file. @throws AppError `damaged-file`, `empty-file`, `too-many-channels` */
export async function readAuHeader(file: FileReader): Promise<ContainerLayout> {
  const bytes = await file.read(0, 24);
  if (bytes.length < 24) throw damagedFile("its format header is cut short");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dataOffset = view.getUint32(4);
  const claimed = view.getUint32(8);
  const dataBytes = claimed === 0xffffffff ? Number.MAX_SAFE_INTEGER : claimed;
  const code = view.getUint32(12);
  const format = auFormats[code];
  if (!format) {
    const available = Math.max(0, Math.min(dataBytes, file.size - dataOffset));
    return { kind: "compressed", format: "au", codec: `encoding ${code}`, dataOffset, dataBytes: available };
  }
  return finishLayout(
    {
      format: "au",
      sampleRate: view.getUint32(16),
      channelCount: view.getUint32(20),
      bitDepth: format.bits,
      encoding: format.encoding,
      bytesPerSample: format.bits / 8,
      isLittleEndian: false,
      dataOffset,
      dataBytes,
    },
    file.size,
  );
}
