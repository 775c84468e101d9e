// The numbers that test/reference/make-audio-fixtures.py wrote with ffmpeg, sox and numpy.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { AudioBlock, AudioInfo } from "../../main/audio/audio-source.ts";
import { openAudio } from "../../main/audio/open-audio.ts";

export interface DecodedReference {
  sampleRate: number;
  channelCount: number;
  frameCount: number;
  /** Of ffmpeg's interleaved float32 output; only for lossless formats. */
  sha256?: string;
  /** For lossy formats: `FILE.f32` holds so many frames from there on, to be met to so many dB. */
  excerptStart?: number;
  excerptFrames?: number;
  toleranceDb?: number;
}

interface AudioReference {
  decoded: Record<string, DecodedReference>;
  loudnessLufs: Record<string, number>;
  soxr: { sampleRate: number; excerptStart: number; excerptFrames: number }[];
  peaks: { sampleCount: number; columns: number; binSamples: number; sha256: string }[];
  rhythms: { file: string; tempoBpm: number }[];
  harmonies: { file: string; key: string }[];
}

const folder = path.join(import.meta.dirname, "..");

export function fixturePath(name: string): string {
  return path.join(folder, "fixtures", "audio", name);
}

export function readReference(): AudioReference {
  return JSON.parse(readFileSync(path.join(folder, "reference", "audio.json"), "utf8")) as AudioReference;
}

export function readFloats(name: string): Float32Array {
  const bytes = readFileSync(fixturePath(name));
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

export interface Decoded {
  info: AudioInfo;
  frameCount: number;
  /** All channels of all blocks, interleaved. */
  interleaved: Float32Array;
}

export async function decodeAll(filePath: string): Promise<Decoded> {
  const source = await openAudio(filePath);
  const blocks: AudioBlock[] = [];
  try {
    for await (const block of source.blocks()) blocks.push(block);
  } finally {
    await source.close();
  }
  const frameCount = blocks.reduce((sum, block) => sum + (block[0]?.length ?? 0), 0);
  const { channelCount } = source.info;
  const interleaved = new Float32Array(frameCount * channelCount);
  let start = 0;
  for (const block of blocks) {
    for (const [channel, samples] of block.entries()) {
      for (let i = 0; i < samples.length; i++)
        interleaved[(start + i) * channelCount + channel] = samples[i] as number;
    }
    start += block[0]?.length ?? 0;
  }
  return { info: source.info, frameCount, interleaved };
}

export function hashFloats(samples: Float32Array): string {
  return createHash("sha256")
    .update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
    .digest("hex");
}

/** Power of `expected` over the power of the difference, in dB. */
export function compareDb(actual: Float32Array, expected: Float32Array): number {
  let power = 0;
  let error = 0;
  for (let i = 0; i < expected.length; i++) {
    power += (expected[i] as number) ** 2;
    error += ((actual[i] as number) - (expected[i] as number)) ** 2;
  }
  return 10 * Math.log10(power / error);
}
