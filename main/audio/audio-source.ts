// What a decoder is to the rest of the program: a header, then blocks of samples. No decoder is named here.
import { AppError } from "../base/app-error.ts";

/** What the file says of itself before it is decoded. */
export interface AudioInfo {
  /** `wav`, `rf64`, `w64`, `aiff`, `caf`, `au`, `flac`, `mp3`, `ogg`, `opus`, `wv`, `m4a`, `aac`, ... */
  format: string;
  /** Hz, 1,000..768,000. */
  sampleRate: number;
  /** 1..64. */
  channelCount: number;
  /** Bits a sample as stored, null for lossy formats. */
  bitDepth: number | null;
  /** Seconds, or null where only the end of the stream tells. */
  durationSec: number | null;
}

/** Planar float32 samples, -1..1 (may exceed), all channels of equal length. The receiver owns the arrays. */
export type AudioBlock = Float32Array[];

/** An open file. Iterate `blocks()` once; `close()` may be called at any time and more than once. */
export interface AudioSource {
  readonly info: AudioInfo;
  blocks(): AsyncIterable<AudioBlock>;
  close(): Promise<void>;
}

export const maxChannelCount = 64;
export const minSampleRate = 1000;
export const maxSampleRate = 768_000;
/** A few kilobytes can claim years of silence; no recording is longer than this. */
export const maxDurationSec = 24 * 3600;
/**
 * Samples louder than +30 dBFS come from damaged data, not from a recording. Real ones reach +25 dBFS: lossy
 * encoders keep what an overdriven float mix holds (seen in a released game's Ogg Vorbis effects).
 */
export const maxAmplitude = 32;

/** `damaged-file`: the format is known but the bytes make no sense. */
export function damagedFile(reason: string, cause?: unknown): AppError {
  return new AppError(
    "damaged-file",
    `The file is damaged: ${reason}.`,
    "Play it in another program; if that fails too, restore it from a copy.",
    { cause },
  );
}

/** `unsupported-format`: nothing is wrong with the file, but it cannot be read here. */
export function unsupportedFormat(reason: string, hint = ""): AppError {
  return new AppError("unsupported-format", reason, hint);
}

/** `empty-file`: there is no sound in it. */
export function emptyFile(reason: string): AppError {
  return new AppError(
    "empty-file",
    reason,
    "There is nothing to listen to; delete it or restore it from a copy.",
  );
}

/**
 * Holds a header to what is sane before anything is allocated by it.
 * @throws AppError `damaged-file`, `too-many-channels`
 */
export function checkShape(sampleRate: number, channelCount: number): void {
  if (!(sampleRate >= minSampleRate && sampleRate <= maxSampleRate)) {
    throw damagedFile(
      `its header gives a sample rate of ${sampleRate} Hz, expected ${minSampleRate} to ${maxSampleRate}`,
    );
  }
  if (!(channelCount >= 1)) throw damagedFile("its header gives no channels");
  if (channelCount > maxChannelCount) {
    throw new AppError(
      "too-many-channels",
      `The file has ${channelCount} channels; at most ${maxChannelCount} can be read.`,
      "Export fewer channels from the program that made it.",
    );
  }
}
