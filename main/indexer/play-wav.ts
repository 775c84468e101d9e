// Sounds in formats that a browser does not know, as WAV for playing.
import { type AudioBlock, openAudio } from "../audio/open-audio.ts";
import { toWav16 } from "../audio/wav-writer.ts";
import { AppError } from "../base/app-error.ts";

/** Samples of all channels together: 172 MB of WAV, half an hour of stereo at 48 kHz. */
const maxSamples = 30 * 60 * 48_000;
/** Browsers play two channels; of more, the first two are heard. */
const maxChannels = 2;

/**
 * @returns a whole WAV file at the sound's own rate
 * @throws AppError as `openAudio`; `too-long-to-play` beyond half an hour
 */
export async function decodeToWav(filePath: string): Promise<Uint8Array> {
  const source = await openAudio(filePath);
  const blocks: AudioBlock[] = [];
  let sampleCount = 0;
  try {
    for await (const block of source.blocks()) {
      const kept = block.slice(0, maxChannels);
      sampleCount += kept[0]?.length ?? 0;
      if (sampleCount > maxSamples) throw tooLong(source.info.format);
      blocks.push(kept);
    }
  } finally {
    await source.close();
  }
  const channelCount = Math.min(maxChannels, source.info.channelCount);
  const channels = Array.from({ length: channelCount }, (_, channel) => {
    const samples = new Float32Array(sampleCount);
    let offset = 0;
    for (const block of blocks) {
      const part = block[channel] as Float32Array;
      samples.set(part, offset);
      offset += part.length;
    }
    return samples;
  });
  return toWav16(channels, source.info.sampleRate);
}

function tooLong(format: string): AppError {
  return new AppError(
    "too-long-to-play",
    `${format.toUpperCase()} files are converted for playing, and this one is longer than half an hour.`,
    "Play it in another program: reveal it in the file manager.",
  );
}
