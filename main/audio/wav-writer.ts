// Samples to WAV: for playing what a browser cannot decode, and for regions that are dragged into other programs.
import type { AudioBlock } from "./audio-source.ts";

export type WavEncoding = "int16" | "int24" | "float32";

export interface WavShape {
  channelCount: number;
  /** Hz. */
  sampleRate: number;
  encoding: WavEncoding;
}

const bytesPerSample: Record<WavEncoding, number> = { int16: 2, int24: 3, float32: 4 };
/** Format tags of RFC 2361; EXTENSIBLE is asked for above two channels. */
const tags = { pcm: 1, float: 3, extensible: 0xfffe };
/** KSDATAFORMAT_SUBTYPE_*: the tag, then this. */
const subtypeRest = "0000-0010-8000-00aa00389b71".replaceAll("-", "");

/** What holds every bit of samples that were stored with so many bits. @param bitDepth null for lossy formats */
export function findEncoding(bitDepth: number | null): WavEncoding {
  if (bitDepth !== null && bitDepth <= 16) return "int16";
  // Lossy formats go beyond full scale, and 32-bit integers reach us as float32.
  return bitDepth !== null && bitDepth <= 24 ? "int24" : "float32";
}

/** Bytes of one sample of all channels. */
export function toFrameBytes({ channelCount, encoding }: WavShape): number {
  return channelCount * bytesPerSample[encoding];
}

/**
 * Everything before the samples.
 * @param frameCount samples of one channel; the data must stay below 4 GB
 */
export function toWavHeader(shape: WavShape, frameCount: number): Uint8Array {
  const { channelCount, sampleRate, encoding } = shape;
  const tag = encoding === "float32" ? tags.float : tags.pcm;
  const isExtensible = channelCount > 2;
  const formatBytes = isExtensible ? 40 : tag === tags.pcm ? 16 : 18;
  // Only formats that are not PCM have a `fact` chunk.
  const factBytes = tag === tags.pcm ? 0 : 12;
  const headerBytes = 12 + 8 + formatBytes + factBytes + 8;
  const frameBytes = toFrameBytes(shape);
  const dataBytes = frameCount * frameBytes;
  const header = Buffer.alloc(headerBytes);
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(headerBytes - 8 + dataBytes + (dataBytes % 2), 4);
  header.write("WAVEfmt ", 8, "latin1");
  header.writeUInt32LE(formatBytes, 16);
  header.writeUInt16LE(isExtensible ? tags.extensible : tag, 20);
  header.writeUInt16LE(channelCount, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * frameBytes, 28);
  header.writeUInt16LE(frameBytes, 32);
  header.writeUInt16LE(bytesPerSample[encoding] * 8, 34);
  if (isExtensible) {
    header.writeUInt16LE(22, 36);
    header.writeUInt16LE(bytesPerSample[encoding] * 8, 38);
    // No channel mask: the file does not say where its speakers stand.
    header.writeUInt16LE(tag, 44);
    header.write(subtypeRest, 46, "hex");
  }
  if (factBytes > 0) {
    const fact = 20 + formatBytes;
    header.write("fact", fact, "latin1");
    header.writeUInt32LE(4, fact + 4);
    header.writeUInt32LE(frameCount, fact + 8);
  }
  header.write("data", headerBytes - 8, "latin1");
  header.writeUInt32LE(dataBytes, headerBytes - 4);
  return header;
}

/**
 * Samples as they lie in the file: interleaved, little-endian. Integers beyond -1..1 are clipped.
 * @param block planar float32, all channels of equal length
 */
export function toWavSamples(block: AudioBlock, encoding: WavEncoding): Uint8Array {
  const width = bytesPerSample[encoding];
  const frameCount = block[0]?.length ?? 0;
  const bytes = new Uint8Array(frameCount * block.length * width);
  const view = new DataView(bytes.buffer);
  for (const [channel, samples] of block.entries()) {
    for (let i = 0; i < frameCount; i++) {
      const at = (i * block.length + channel) * width;
      const sample = samples[i] as number;
      if (encoding === "float32") view.setFloat32(at, sample, true);
      else if (encoding === "int16") view.setInt16(at, toInteger(sample, 0x8000), true);
      else {
        const level = toInteger(sample, 0x800000);
        view.setUint16(at, level & 0xffff, true);
        view.setInt8(at + 2, level >> 16);
      }
    }
  }
  return bytes;
}

/**
 * A complete 16-bit PCM WAV file in memory.
 * @param channels planar float32, all of equal length
 * @param sampleRate Hz
 */
export function toWav16(channels: Float32Array[], sampleRate: number): Uint8Array {
  const shape: WavShape = { channelCount: channels.length, sampleRate, encoding: "int16" };
  const header = toWavHeader(shape, channels[0]?.length ?? 0);
  const samples = toWavSamples(channels, "int16");
  const file = new Uint8Array(header.length + samples.length);
  file.set(header);
  file.set(samples, header.length);
  return file;
}

/** @param scale of full scale; the readers divide by it */
function toInteger(sample: number, scale: number): number {
  return Math.max(-scale, Math.min(scale - 1, Math.round(sample * scale)));
}
