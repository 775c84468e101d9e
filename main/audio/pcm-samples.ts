// Interleaved bytes to planar float32. Integers are divided by 2^(bits-1), as ffmpeg and sox do.
import type { AudioBlock } from "./audio-source.ts";
import type { PcmEncoding } from "./pcm-header.ts";

/** How one sample is stored. */
export interface SampleStorage {
  channelCount: number;
  encoding: PcmEncoding;
  bytesPerSample: number;
  isLittleEndian: boolean;
}

/**
 * Whole frames of `bytes` as planar samples; a rest that is no whole frame is left out.
 * Integers become -1..1; NaN and infinities of float files become 0.
 */
export function toPlanarSamples(bytes: Uint8Array, storage: SampleStorage): AudioBlock {
  const { channelCount, bytesPerSample } = storage;
  const stride = channelCount * bytesPerSample;
  const frameCount = Math.floor(bytes.length / stride);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const convert = findConverter(storage);
  return Array.from({ length: channelCount }, (_unused, channel) => {
    const samples = new Float32Array(frameCount);
    convert(view, channel * bytesPerSample, stride, samples, storage.isLittleEndian);
    return samples;
  });
}

/** Reads one channel: first sample at `start`, the next ones `stride` bytes apart. */
type Converter = (
  view: DataView,
  start: number,
  stride: number,
  samples: Float32Array,
  isLittleEndian: boolean,
) => void;

function findConverter({ encoding, bytesPerSample }: SampleStorage): Converter {
  switch (encoding) {
    case "alaw":
      return (view, start, stride, samples) => convertByTable(view, start, stride, samples, alawTable);
    case "ulaw":
      return (view, start, stride, samples) => convertByTable(view, start, stride, samples, ulawTable);
    case "float":
      return bytesPerSample === 8 ? convertFloat64 : convertFloat32;
    case "uint":
    case "int":
      return integerConverters[`${encoding}${bytesPerSample}`] ?? convertNothing;
  }
}

const integerConverters: Record<string, Converter> = {
  int1: (view, start, stride, samples) => {
    for (let i = 0, at = start; i < samples.length; i++, at += stride) samples[i] = view.getInt8(at) / 0x80;
  },
  uint1: (view, start, stride, samples) => {
    for (let i = 0, at = start; i < samples.length; i++, at += stride)
      samples[i] = (view.getUint8(at) - 0x80) / 0x80;
  },
  int2: (view, start, stride, samples, isLittleEndian) => {
    for (let i = 0, at = start; i < samples.length; i++, at += stride)
      samples[i] = view.getInt16(at, isLittleEndian) / 0x8000;
  },
  int3: (view, start, stride, samples, isLittleEndian) => {
    const top = isLittleEndian ? 2 : 0;
    const bottom = 2 - top;
    for (let i = 0, at = start; i < samples.length; i++, at += stride) {
      samples[i] =
        ((view.getInt8(at + top) << 16) | (view.getUint8(at + 1) << 8) | view.getUint8(at + bottom)) /
        0x800000;
    }
  },
  int4: (view, start, stride, samples, isLittleEndian) => {
    for (let i = 0, at = start; i < samples.length; i++, at += stride)
      samples[i] = view.getInt32(at, isLittleEndian) / 0x80000000;
  },
  // float32 cannot hold more than the top 32 of 64 bits.
  int8: (view, start, stride, samples, isLittleEndian) => {
    const top = start + (isLittleEndian ? 4 : 0);
    for (let i = 0, at = top; i < samples.length; i++, at += stride)
      samples[i] = view.getInt32(at, isLittleEndian) / 0x80000000;
  },
};

/** Containers that no header may claim (`finishLayout` refuses them): silence rather than a crash. */
const convertNothing: Converter = () => {};

const convertFloat32: Converter = (view, start, stride, samples, isLittleEndian) => {
  for (let i = 0, at = start; i < samples.length; i++, at += stride) {
    const sample = view.getFloat32(at, isLittleEndian);
    samples[i] = Number.isFinite(sample) ? sample : 0;
  }
};

const convertFloat64: Converter = (view, start, stride, samples, isLittleEndian) => {
  for (let i = 0, at = start; i < samples.length; i++, at += stride) {
    const sample = Math.fround(view.getFloat64(at, isLittleEndian));
    samples[i] = Number.isFinite(sample) ? sample : 0;
  }
};

function convertByTable(
  view: DataView,
  start: number,
  stride: number,
  samples: Float32Array,
  table: Float32Array,
): void {
  for (let i = 0, at = start; i < samples.length; i++, at += stride)
    samples[i] = table[view.getUint8(at)] as number;
}

/** ITU-T G.711 A-law, 13-bit samples scaled to -1..1. */
const alawTable = Float32Array.from({ length: 256 }, (_unused, code) => {
  const bits = code ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = ((bits & 15) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 256) << (exponent - 1);
  return (bits & 0x80 ? magnitude : -magnitude) / 0x8000;
});

/** ITU-T G.711 mu-law, 14-bit samples scaled to -1..1. */
const ulawTable = Float32Array.from({ length: 256 }, (_unused, code) => {
  const bits = ~code & 0xff;
  const exponent = (bits >> 4) & 7;
  const magnitude = ((((bits & 15) << 3) + 132) << exponent) - 132;
  return (bits & 0x80 ? -magnitude : magnitude) / 0x8000;
});
