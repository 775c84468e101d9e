// Samples to model input: padding of short sounds, log-mel, crops of long ones. The one place that knows what
// each model family is fed. Everything is deterministic: equal samples give equal bits.
import { AppError } from "../base/app-error.ts";
import { findCropStarts, shrinkFrames, windowFrames } from "./fusion.ts";
import { hopSamples, type LogMelFrames, logMel, LogMelStream } from "./log-mel.ts";
import { htkBank, type MelBank, melCount, sampleRate, slaneyBank } from "./mel-filters.ts";

/** Samples of the model's 10 s window. */
export const windowSamples = 480_000;
/** A sound with fewer samples has no frame beyond the window: one window says it all. */
export const longSoundSamples = windowSamples + hopSamples;
/**
 * Log-mel kept for a whole embedding: 4 hours, 369 MB. Of longer sounds the first 4 hours stand for the whole;
 * their windows still cover every second.
 */
const maxWholeFrames = 4 * 3600 * 100 + 1;

/**
 * Memory for the samples of one sound, handed from sound to sound: two megabytes anew for each would keep the garbage
 * collector busy. A builder that is dropped halfway takes its memory with it.
 */
let spareHead: Float32Array<ArrayBuffer> | undefined;
/** Of `repeatPad`, whose result is used up at once. */
let padded: Float32Array<ArrayBuffer> | undefined;

/** How a model wants its sounds. Lies in `model.json` of the bundled model and in the catalogue for the others. */
export type FrontEndSpec =
  | { kind: "pocket"; minDurationSec: number; maxDurationSec: number; shortPadding: "zero" | "repeat" }
  | { kind: "fused"; semantics: "laion-eval" | "hf-single" }
  | { kind: "unfused" };

/** Ready model input for one embedding. */
export interface Features {
  /** Log-mel in dB, row-major (channels, frames, 64). */
  data: Float32Array;
  shape: [channelCount: number, frameCount: number, melCount: number];
  /** The fused model takes four channels, equal for short sounds: one is sent and the embedder repeats it. */
  channelRepeat: number;
  /** Input `is_longer` of the fused model; unused by others. */
  isLonger: boolean;
}

/**
 * Features of a sound of at most one window.
 * @param samples mono at 48 kHz, 1 to 480479 samples (up to 480000 for a window)
 * @throws AppError `empty-sound` without samples
 */
export function windowFeatures(samples: Float32Array, spec: FrontEndSpec): Features {
  if (samples.length >= longSoundSamples) {
    throw new RangeError(`A window has fewer than ${longSoundSamples} samples, not ${samples.length}`);
  }
  const data = logMel(padShort(samples, spec), bankOf(spec));
  return toFeatures(data, 1, spec, false);
}

/**
 * Features of a whole sound of any length, fed piece by piece. Holds at most 10 s of samples and the log-mel
 * of the rest (92 MB an hour).
 *
 * `fused`, longer than a window: one input of four channels (the whole shrunk, and the middle of each third).
 * `pocket` and `unfused`, longer: three inputs, the middle of each third; their embeddings are averaged and
 * normalised. The unfused reference takes one crop by chance instead (`rand_trunc`).
 */
export class WholeFeatureBuilder {
  #spec: FrontEndSpec;
  #head: Float32Array<ArrayBuffer>;
  #headCount = 0;
  #stream: LogMelStream | undefined;
  #sampleCount = 0;

  constructor(spec: FrontEndSpec) {
    this.#spec = spec;
    this.#head = spareHead ?? new Float32Array(longSoundSamples);
    spareHead = undefined;
  }

  /** @param samples mono at 48 kHz; not kept */
  push(samples: Float32Array): void {
    this.#sampleCount += samples.length;
    if (this.#stream) {
      if (this.#stream.frameCount < maxWholeFrames) this.#stream.push(samples);
      return;
    }
    if (this.#sampleCount < longSoundSamples) {
      this.#keepHead(samples);
      return;
    }
    this.#stream = new LogMelStream(bankOf(this.#spec));
    this.#stream.push(this.#giveBackHead());
    this.#stream.push(samples);
  }

  /**
   * @returns the inputs of one embedding; several are averaged (`averageEmbeddings`)
   * @throws AppError `empty-sound` without samples
   */
  finish(): Features[] {
    if (!this.#stream) return [windowFeatures(this.#giveBackHead(), this.#spec)];
    const frames = this.#stream.finishFrames();
    const crops = findCropStarts(frames.frameCount).map((start) => frames.copy(start, start + windowFrames));
    if (this.#spec.kind === "fused") return [fuseChannels(frames, crops, this.#spec)];
    return crops.map((crop) => toFeatures(crop, 1, this.#spec, true));
  }

  #keepHead(samples: Float32Array): void {
    this.#head.set(samples, this.#headCount);
    this.#headCount += samples.length;
  }

  /** The samples, to be used before another builder is made: it may be given the same memory. */
  #giveBackHead(): Float32Array {
    spareHead = this.#head;
    return spareHead.subarray(0, this.#headCount);
  }
}

function fuseChannels(frames: LogMelFrames, crops: Float32Array[], spec: FrontEndSpec): Features {
  const size = windowFrames * melCount;
  const data = new Float32Array(4 * size);
  data.set(shrinkFrames(frames));
  crops.forEach((crop, i) => data.set(crop, (i + 1) * size));
  return toFeatures(data, 4, spec, true);
}

function toFeatures(data: Float32Array, channelCount: number, spec: FrontEndSpec, isLong: boolean): Features {
  const frameCount = data.length / (channelCount * melCount);
  return {
    data,
    shape: [channelCount, frameCount, melCount],
    channelRepeat: spec.kind === "fused" ? 4 / channelCount : 1,
    // The pipeline of transformers sets `is_longer` for a single sound of any length; LAION's own evaluation does not.
    isLonger: spec.kind === "fused" && (isLong || spec.semantics === "hf-single"),
  };
}

function bankOf(spec: FrontEndSpec): MelBank {
  return spec.kind === "unfused" ? slaneyBank : htkBank;
}

function padShort(samples: Float32Array, spec: FrontEndSpec): Float32Array {
  if (samples.length === 0) {
    throw new AppError("empty-sound", "The file has no samples: there is nothing to listen to.");
  }
  if (spec.kind !== "pocket") return repeatPad(samples, windowSamples);
  const minSamples = Math.round(spec.minDurationSec * sampleRate);
  if (samples.length >= minSamples) return samples;
  if (spec.shortPadding === "repeat") return repeatPad(samples, minSamples);
  const quiet = new Float32Array(minSamples);
  quiet.set(samples);
  return quiet;
}

/**
 * The reference's `repeatpad`: as many whole repeats as fit, then silence. A 6 s sound is not repeated.
 * @returns memory that the next call overwrites
 */
function repeatPad(samples: Float32Array, length: number): Float32Array {
  if (samples.length >= length) return samples;
  padded ??= new Float32Array(windowSamples);
  const repeatCount = Math.floor(length / samples.length);
  for (let i = 0; i < repeatCount; i++) padded.set(samples, i * samples.length);
  padded.fill(0, repeatCount * samples.length, length);
  return padded.subarray(0, length);
}
