// No decoder is trusted: what comes out of it must be sound.
import { AppError } from "../base/app-error.ts";
import {
  type AudioBlock,
  type AudioSource,
  checkShape,
  damagedFile,
  emptyFile,
  maxAmplitude,
  maxDurationSec,
} from "./audio-source.ts";

/**
 * The same source, held to the promises of `AudioSource`: equal channel lengths, finite samples of sane size,
 * at least one sample, an end within a day.
 * @throws AppError `damaged-file`, `too-many-channels` for the header; the blocks throw `damaged-file`,
 *   `empty-file`, `too-long`
 */
export function checkSource(source: AudioSource): AudioSource {
  checkShape(source.info.sampleRate, source.info.channelCount);
  return { info: source.info, blocks: () => checkBlocks(source), close: () => source.close() };
}

async function* checkBlocks(source: AudioSource): AsyncGenerator<AudioBlock> {
  const { sampleRate, channelCount } = source.info;
  const maxCount = maxDurationSec * sampleRate;
  let count = 0;
  for await (const block of source.blocks()) {
    const length = block[0]?.length ?? 0;
    if (block.length !== channelCount || block.some((channel) => channel.length !== length)) {
      throw damagedFile(`it changes from ${channelCount} to ${block.length} channels on the way`);
    }
    if (length === 0) continue;
    for (const channel of block) checkSamples(channel, count / sampleRate);
    count += length;
    if (count > maxCount) {
      throw new AppError(
        "too-long",
        `The file decodes to more than ${maxDurationSec / 3600} hours of sound.`,
        "Cut the recording into parts.",
      );
    }
    yield block;
  }
  if (count === 0) throw emptyFile("The file has a header but no samples.");
}

function checkSamples(samples: Float32Array, startSec: number): void {
  for (let i = 0; i < samples.length; i++) {
    // Also false for NaN.
    if (Math.abs(samples[i] as number) <= maxAmplitude) continue;
    throw damagedFile(
      `after ${startSec.toFixed(1)} s its samples become nonsense (${samples[i]}, expected -1 to 1)`,
    );
  }
}
