// One FLAC frame: bytes to samples (RFC 9639). Pure; knows nothing of files.
import { BitReader, lookAheadBytes } from "./bit-reader.ts";

/** What a frame inherits from the STREAMINFO block. */
export interface FlacStreamInfo {
  sampleRate: number;
  channelCount: number;
  bitDepth: number;
  /** Samples a channel in the file, or null when the encoder did not know. */
  totalSamples: number | null;
}

export interface FlacFrameHeader {
  headerBytes: number;
  /** Samples a channel. */
  blockSize: number;
  /** 0..7: so many independent channels less one; 8 left+side, 9 side+right, 10 mid+side. */
  channelAssignment: number;
  bitDepth: number;
}

const sampleSizes = [0, 8, 12, 0, 16, 20, 24, 32];

/** The frame header at `offset` if there is one that fits the stream, its checksum included. */
export function parseFlacHeader(
  bytes: Uint8Array,
  offset: number,
  info: FlacStreamInfo,
): FlacFrameHeader | undefined {
  const at = (index: number): number => bytes[offset + index] ?? 0;
  if (offset + 6 > bytes.length || at(0) !== 0xff || (at(1) & 0xfe) !== 0xf8) return undefined;
  const sizeCode = at(2) >> 4;
  const rateCode = at(2) & 15;
  const channelAssignment = at(3) >> 4;
  const depthCode = (at(3) >> 1) & 7;
  if (sizeCode === 0 || rateCode === 15 || channelAssignment > 10 || at(3) & 1 || depthCode === 3) {
    return undefined;
  }
  if ((channelAssignment < 8 ? channelAssignment + 1 : 2) !== info.channelCount) return undefined;
  const bitDepth = depthCode === 0 ? info.bitDepth : (sampleSizes[depthCode] as number);
  if (bitDepth !== info.bitDepth) return undefined;

  let length = 4 + countUtf8Bytes(at(4));
  let blockSize = sizeCode === 1 ? 192 : sizeCode < 6 ? 576 << (sizeCode - 2) : 256 << (sizeCode - 8);
  if (sizeCode === 6) blockSize = at(length++) + 1;
  else if (sizeCode === 7) {
    blockSize = ((at(length) << 8) | at(length + 1)) + 1;
    length += 2;
  }
  if (rateCode === 12) length += 1;
  else if (rateCode > 12) length += 2;
  if (offset + length >= bytes.length || crc8(bytes, offset, offset + length) !== at(length))
    return undefined;
  return { headerBytes: length + 1, blockSize, channelAssignment, bitDepth };
}

function countUtf8Bytes(first: number): number {
  const leadingOnes = Math.clz32(~first << 24);
  return leadingOnes < 2 ? 1 : Math.min(7, leadingOnes);
}

/** Bytes that a frame with this header can have at most: no encoder writes more than plain samples take. */
export function maxFrameBytes(header: FlacFrameHeader, channelCount: number): number {
  return (
    header.headerBytes +
    Math.ceil((header.blockSize * channelCount * (header.bitDepth + 1)) / 8) +
    64 * channelCount
  );
}

/**
 * Decodes the frame whose header lies at `offset`. `bytes` ends with `lookAheadBytes` that are no part of it.
 * @returns planar float32 samples and the frame's length; undefined when it is damaged or cut short
 */
export function decodeFlacFrame(
  bytes: Uint8Array,
  offset: number,
  header: FlacFrameHeader,
  channelCount: number,
): { channels: Float32Array[]; frameBytes: number } | undefined {
  const end = bytes.length - lookAheadBytes;
  const reader = new BitReader(bytes, (offset + header.headerBytes) * 8, end * 8);
  const { blockSize, channelAssignment, bitDepth } = header;
  const decoded: Float64Array[] = [];
  for (let channel = 0; channel < channelCount; channel++) {
    // The side channel of a stereo pair needs one bit more.
    const isSide = channelAssignment === 9 ? channel === 0 : channelAssignment >= 8 && channel === 1;
    const samples = decodeSubframe(reader, blockSize, bitDepth + (isSide ? 1 : 0));
    if (!samples) return undefined;
    decoded.push(samples);
  }
  const bodyEnd = Math.ceil(reader.position / 8);
  if (bodyEnd + 2 > end) return undefined;
  const checksum = ((bytes[bodyEnd] as number) << 8) | (bytes[bodyEnd + 1] as number);
  if (crc16(bytes, offset, bodyEnd) !== checksum) return undefined;
  joinStereo(decoded, channelAssignment);
  return { channels: decoded.map((samples) => toFloat(samples, bitDepth)), frameBytes: bodyEnd + 2 - offset };
}

function decodeSubframe(reader: BitReader, blockSize: number, depth: number): Float64Array | undefined {
  if (reader.read(1) !== 0) return undefined;
  const type = reader.read(6);
  const wastedBits = reader.read(1) === 1 ? reader.readUnary() + 1 : 0;
  const bits = depth - wastedBits;
  if (bits < 1) return undefined;
  const samples = new Float64Array(blockSize);
  let isGood = true;
  if (type === 0) samples.fill(reader.readSigned(bits));
  else if (type === 1) for (let i = 0; i < blockSize; i++) samples[i] = reader.readSigned(bits);
  else if (type >= 8 && type <= 12) isGood = decodeFixed(reader, samples, type - 8, bits);
  else if (type >= 32) isGood = decodePredicted(reader, samples, type - 31, bits);
  else return undefined;
  if (!isGood || reader.isOverrun) return undefined;
  if (wastedBits > 0)
    for (let i = 0; i < blockSize; i++) samples[i] = (samples[i] as number) * 2 ** wastedBits;
  return samples;
}

/** Predictor coefficients of the fixed orders, newest sample first. */
const fixedPredictors = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]];

function decodeFixed(reader: BitReader, samples: Float64Array, order: number, bits: number): boolean {
  for (let i = 0; i < order && i < samples.length; i++) samples[i] = reader.readSigned(bits);
  if (!decodeResidual(reader, samples, order)) return false;
  predict(samples, Float64Array.from(fixedPredictors[order] as number[]), 0);
  return true;
}

function decodePredicted(reader: BitReader, samples: Float64Array, order: number, bits: number): boolean {
  for (let i = 0; i < order && i < samples.length; i++) samples[i] = reader.readSigned(bits);
  const precision = reader.read(4) + 1;
  const shift = reader.readSigned(5);
  if (precision === 16 || shift < 0) return false;
  const coefficients = Float64Array.from({ length: order }, () => reader.readSigned(precision));
  if (!decodeResidual(reader, samples, order)) return false;
  predict(samples, coefficients, shift);
  return true;
}

/** Adds the prediction to the residual in place. All integers stay below 2^53, so that doubles are exact. */
function predict(samples: Float64Array, coefficients: Float64Array, shift: number): void {
  const order = coefficients.length;
  const scale = 2 ** -shift;
  for (let i = order; i < samples.length; i++) {
    let sum = 0;
    for (let j = 0; j < order; j++) sum += (coefficients[j] as number) * (samples[i - 1 - j] as number);
    samples[i] = (samples[i] as number) + Math.floor(sum * scale);
  }
}

function decodeResidual(reader: BitReader, samples: Float64Array, order: number): boolean {
  const method = reader.read(2);
  if (method > 1) return false;
  const parameterBits = method === 0 ? 4 : 5;
  const escape = method === 0 ? 15 : 31;
  const partitionOrder = reader.read(4);
  const partitionSize = samples.length >> partitionOrder;
  if (partitionSize << partitionOrder !== samples.length || partitionSize < order) return false;
  for (let partition = 0; partition < 1 << partitionOrder; partition++) {
    const start = partition === 0 ? order : partition * partitionSize;
    const end = (partition + 1) * partitionSize;
    const parameter = reader.read(parameterBits);
    if (parameter === escape) {
      const bits = reader.read(5);
      for (let i = start; i < end; i++) samples[i] = bits === 0 ? 0 : reader.readSigned(bits);
    } else {
      reader.readRice(samples, start, end, parameter);
    }
    if (reader.isOverrun) return false;
  }
  return true;
}

function joinStereo(channels: Float64Array[], assignment: number): void {
  if (assignment < 8) return;
  const [first, second] = channels as [Float64Array, Float64Array];
  for (let i = 0; i < first.length; i++) {
    const a = first[i] as number;
    const b = second[i] as number;
    if (assignment === 8) second[i] = a - b;
    else if (assignment === 9) first[i] = a + b;
    else {
      // The lowest bit of the sum was dropped from the middle channel; it equals that of the side.
      const sum = a * 2 + (Math.abs(b) % 2);
      first[i] = (sum + b) / 2;
      second[i] = (sum - b) / 2;
    }
  }
}

function toFloat(samples: Float64Array, bitDepth: number): Float32Array {
  const output = new Float32Array(samples.length);
  const scale = 2 ** (1 - bitDepth);
  for (let i = 0; i < output.length; i++) output[i] = (samples[i] as number) * scale;
  return output;
}

const crc8Table = Uint8Array.from({ length: 256 }, (_unused, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? (crc << 1) ^ 0x07 : crc << 1;
  return crc & 0xff;
});

function crc8(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0;
  for (let i = start; i < end; i++) crc = crc8Table[crc ^ (bytes[i] as number)] as number;
  return crc;
}

const crc16Table = Uint16Array.from({ length: 256 }, (_unused, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x8005 : crc << 1;
  return crc & 0xffff;
});

function crc16(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0;
  for (let i = start; i < end; i++) {
    crc = ((crc << 8) & 0xffff) ^ (crc16Table[(crc >> 8) ^ (bytes[i] as number)] as number);
  }
  return crc;
}
