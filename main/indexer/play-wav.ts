// Sounds in formats that a browser does not know, as WAV for playing.
import { openAudio } from "../audio/open-audio.ts";
import { toFrameBytes, toWavHeader, toWavSamples, type WavShape } from "../audio/wav-writer.ts";
import { AppError } from "../base/app-error.ts";

/** What a browser is handed over in memory: 23 minutes of stereo at 48 kHz. */
const maxDataBytes = 256 * 1024 * 1024;
/** Browsers play two channels; of more, the first two are heard. */
const maxChannels = 2;

/**
 * Samples become 16 bits block by block, in the one buffer that is given back: the peak of memory is that buffer.
 * @returns a whole WAV file at the sound's own rate
 * @throws AppError as `openAudio`; `too-long-to-play` above 256 MB of samples
 */
export async function decodeToWav(filePath: string): Promise<Uint8Array> {
  const source = await openAudio(filePath);
  try {
    const shape: WavShape = {
      channelCount: Math.min(maxChannels, source.info.channelCount),
      sampleRate: source.info.sampleRate,
      encoding: "int16",
    };
    const headerBytes = toWavHeader(shape, 0).length;
    // Grows in place, within a range of addresses that costs nothing until it is used.
    const buffer = new ArrayBuffer(headerBytes, { maxByteLength: headerBytes + maxDataBytes });
    const file = new Uint8Array(buffer);
    for await (const block of source.blocks()) {
      const samples = toWavSamples(block.slice(0, shape.channelCount), shape.encoding);
      const end = buffer.byteLength;
      if (end + samples.length > buffer.maxByteLength) throw tooLong(source.info.format);
      buffer.resize(end + samples.length);
      file.set(samples, end);
    }
    file.set(toWavHeader(shape, (buffer.byteLength - headerBytes) / toFrameBytes(shape)));
    return new Uint8Array(buffer.transferToFixedLength());
  } finally {
    await source.close();
  }
}

function tooLong(format: string): AppError {
  return new AppError(
    "too-long-to-play",
    `${format.toUpperCase()} files are converted for playing, and this one has more than 256 MB of samples.`,
    "Play it in another program: reveal it in the file manager.",
  );
}
