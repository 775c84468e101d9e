// From an open file to one channel at one rate, block by block.
import { type AudioBlock, type AudioInfo, type AudioSource, emptyFile } from "./audio-source.ts";
import { openAudio } from "./open-audio.ts";
import { Resampler } from "./resample.ts";

/**
 * Mean of all channels at `sampleRate`, float32, about -1..1. Memory does not grow with the length of the sound.
 * @param onBlock sees every block before the downmix (for what needs all channels, such as loudness)
 * @throws AppError `damaged-file`, `empty-file`, `too-long`, `unreadable-file`
 */
export async function* monoBlocks(
  source: AudioSource,
  sampleRate: number,
  onBlock: (block: AudioBlock, info: AudioInfo) => void = () => {},
): AsyncGenerator<Float32Array> {
  const resampler = new Resampler(source.info.sampleRate, sampleRate);
  let firstSample = 0;
  let inputCount = 0;
  let outputCount = 0;
  for await (const block of source.blocks()) {
    onBlock(block, source.info);
    const mono = toMono(block);
    if (inputCount === 0) firstSample = mono[0] ?? 0;
    inputCount += mono.length;
    const samples = resampler.push(mono);
    outputCount += samples.length;
    if (samples.length > 0) yield samples;
  }
  const tail = resampler.flush();
  if (tail.length > 0) yield tail;
  // One sample at 192 kHz rounds to none at 48 kHz, yet it is a sound.
  else if (inputCount > 0 && outputCount === 0) yield Float32Array.of(firstSample);
}

/** Mean of the channels; the channel itself when there is but one. */
export function toMono(block: AudioBlock): Float32Array {
  const [first, second] = block;
  if (!first) return new Float32Array(0);
  if (!second) return first;
  const mono = new Float32Array(first.length);
  if (block.length === 2) {
    for (let i = 0; i < mono.length; i++) mono[i] = ((first[i] as number) + (second[i] as number)) / 2;
    return mono;
  }
  for (let i = 0; i < mono.length; i++) {
    let sum = 0;
    for (const channel of block) sum += channel[i] as number;
    mono[i] = sum / block.length;
  }
  return mono;
}

/**
 * A short sound in one piece: mono, 48 kHz.
 * @param maxSec stops after so many seconds
 * @throws AppError as `openAudio` and `monoBlocks`
 */
export async function decodeMono(
  path: string,
  maxSec = Number.POSITIVE_INFINITY,
): Promise<{ samples: Float32Array; info: AudioInfo }> {
  const sampleRate = 48_000;
  const maxCount = Math.round(Math.min(maxSec * sampleRate, Number.MAX_SAFE_INTEGER));
  const source = await openAudio(path);
  const parts: Float32Array[] = [];
  let count = 0;
  try {
    for await (const part of monoBlocks(source, sampleRate)) {
      parts.push(part);
      count += part.length;
      if (count >= maxCount) break;
    }
  } finally {
    await source.close();
  }
  if (count === 0) throw emptyFile("The file has no samples.");
  const samples = new Float32Array(Math.min(count, maxCount));
  let offset = 0;
  for (const part of parts) {
    const wanted = part.subarray(0, samples.length - offset);
    samples.set(wanted, offset);
    offset += wanted.length;
  }
  return { samples, info: source.info };
}
