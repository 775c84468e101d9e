// Cuts a sound that comes in pieces into the 10 s windows that get an embedding of their own.
import { longSoundSamples, windowSamples } from "./front-end.ts";
import { sampleRate } from "./mel-filters.ts";

/** 10 s of a sound. */
export interface SoundWindow {
  startSec: number;
  endSec: number;
  /** Mono at 48 kHz, 480000 samples, owned by the receiver. */
  samples: Float32Array;
}

/**
 * Windows of 10 s one after another, the last aligned to the end of the sound. A sound of at most 10 s
 * (fewer than 480480 samples) has none: its whole embedding says the same. Holds two windows of samples.
 */
export class WindowStream {
  #previous: Float32Array<ArrayBuffer> | undefined;
  #current = new Float32Array(windowSamples);
  #currentCount = 0;
  #sampleCount = 0;
  /** The first window waits until the sound is known to be long. */
  #waiting: SoundWindow | undefined;

  /** @param samples mono at 48 kHz; not kept */
  push(samples: Float32Array): SoundWindow[] {
    const windows: SoundWindow[] = [];
    for (let start = 0; start < samples.length;) {
      const count = Math.min(samples.length - start, windowSamples - this.#currentCount);
      this.#current.set(samples.subarray(start, start + count), this.#currentCount);
      this.#currentCount += count;
      this.#sampleCount += count;
      start += count;
      if (this.#currentCount === windowSamples) {
        const window = this.#turn();
        if (this.#sampleCount === windowSamples) this.#waiting = window;
        else windows.push(window);
      }
      if (this.#waiting && this.#sampleCount >= longSoundSamples) {
        windows.unshift(this.#waiting);
        this.#waiting = undefined;
      }
    }
    return windows;
  }

  /** The last window, where the end of the sound is not the end of a window. */
  finish(): SoundWindow[] {
    if (!this.#previous || this.#sampleCount < longSoundSamples || this.#currentCount === 0) return [];
    const samples = new Float32Array(windowSamples);
    samples.set(this.#previous.subarray(this.#currentCount));
    samples.set(this.#current.subarray(0, this.#currentCount), windowSamples - this.#currentCount);
    return [toWindow(this.#sampleCount, samples)];
  }

  #turn(): SoundWindow {
    const full = this.#current;
    this.#current = this.#previous ?? new Float32Array(windowSamples);
    this.#previous = full;
    this.#currentCount = 0;
    return toWindow(this.#sampleCount, full.slice());
  }
}

function toWindow(endSample: number, samples: Float32Array): SoundWindow {
  return { startSec: (endSample - windowSamples) / sampleRate, endSec: endSample / sampleRate, samples };
}
