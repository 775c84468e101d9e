// How much of each of the twelve pitch classes is in a sound.
import FFT from "fft.js";
import { FrameCutter } from "./frame-cutter.ts";
import { closeListeningSec } from "./spectral-pass.ts";

/** Pitch lies below 2 kHz: three halvings of 48 kHz leave 6 kHz and make the spectrum cheap and fine. */
const halvings = 3;
const sampleRate = 48_000 / 2 ** halvings;
const frameSamples = 2048;
const stepSamples = 1024;
const lowestHz = 60;
const highestHz = 2000;
const referenceHz = 440;
/** Pitch class of the reference, counted from C. */
const referenceClass = 9;

const window = Float64Array.from(
  { length: frameSamples },
  (_unused, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / frameSamples),
);

/** Halved at once: what that needs stays in the processor's cache. */
const pieceSamples = 8192;

/** Tables of sines and scratch memory, one a thread: only used within a call. */
const fft = new FFT(frameSamples);
const input = new Float64Array(frameSamples);
const spectrum = new Float64Array(2 * frameSamples);
const magnitudes = new Float64Array(frameSamples / 2);

/** Fed with mono samples at 48 kHz; listens to the first minute. */
export class ChromaPass {
  readonly #halvers = Array.from({ length: halvings }, () => new HalfBand());
  readonly #cutter = new FrameCutter(frameSamples, stepSamples, (frame) => this.#listen(frame));
  readonly #classes = new Float64Array(12);
  #peakPower = 0;
  #totalPower = 0;
  #remaining = closeListeningSec * 48_000;

  push(samples: Float32Array): void {
    if (this.#remaining <= 0) return;
    this.#remaining -= samples.length;
    for (let start = 0; start < samples.length; start += pieceSamples) {
      let low = samples.subarray(start, start + pieceSamples);
      for (const halver of this.#halvers) low = halver.push(low);
      this.#cutter.push(low);
    }
  }

  /** Takes the samples that fill no frame. Call once, before reading the results. */
  finish(): void {
    this.#cutter.finish();
  }

  /** Weight of each pitch class from C on, summing to 1; all 0 for silence. */
  get classes(): Float64Array {
    const sum = this.#classes.reduce((total, weight) => total + weight, 0);
    return this.#classes.map((weight) => (sum > 0 ? weight / sum : 0));
  }

  /** Share of the power that lies in narrow spectral peaks: near 1 for tones, low for noise and drums. */
  get tonality(): number {
    return this.#totalPower > 0 ? this.#peakPower / this.#totalPower : 0;
  }

  #listen(frame: Float32Array): void {
    for (let i = 0; i < frameSamples; i++) {
      input[i] = (frame[i] as number) * (window[i] as number);
    }
    fft.realTransform(spectrum, input);
    for (let bin = 0; bin < magnitudes.length; bin++) {
      magnitudes[bin] = Math.hypot(spectrum[2 * bin] as number, spectrum[2 * bin + 1] as number);
    }
    const first = Math.ceil((lowestHz * frameSamples) / sampleRate);
    const last = Math.floor((highestHz * frameSamples) / sampleRate);
    for (let bin = first; bin <= last; bin++) this.#weighPeak(magnitudes, bin);
    for (let bin = first; bin <= last; bin++) this.#totalPower += (magnitudes[bin] as number) ** 2;
  }

  /** A bin that towers above its surroundings adds to the pitch class it lies nearest to. */
  #weighPeak(magnitudes: Float64Array, bin: number): void {
    const here = magnitudes[bin] as number;
    const before = magnitudes[bin - 1] as number;
    const after = magnitudes[bin + 1] as number;
    if (here < 1e-3 || here <= before || here < after) return;
    // Beyond the main lobe of the window, four bins wide, a tone leaves next to nothing.
    const around = ((magnitudes[bin - 4] ?? 0) + (magnitudes[bin + 4] ?? 0)) / 2;
    if (here < 6 * around) return;
    this.#peakPower += before * before + here * here + after * after;
    // Vertex of the parabola through the three magnitudes.
    const offset = (before - after) / (2 * (before - 2 * here + after));
    const hz = ((bin + offset) * sampleRate) / frameSamples;
    const pitch = 12 * Math.log2(hz / referenceHz) + referenceClass;
    const nearest = Math.round(pitch);
    const pitchClass = ((nearest % 12) + 12) % 12;
    // Root of the magnitude, so that a loud bass does not silence the chord above it.
    const weight = Math.sqrt(here) * Math.max(0, 1 - 2 * Math.abs(pitch - nearest));
    this.#classes[pitchClass] = (this.#classes[pitchClass] as number) + weight;
  }
}

/** Taps of a half-band low-pass: the middle is 1/2, odd distances as listed, even ones are 0. */
const reach = 7;
const halfBandTaps = designHalfBand();

function designHalfBand(): Float64Array {
  const taps = Float64Array.from({ length: (reach + 1) / 2 }, (_unused, i) => {
    const distance = 2 * i + 1;
    const hann = 0.5 + 0.5 * Math.cos((Math.PI * distance) / (reach + 1));
    return (Math.sin((Math.PI * distance) / 2) / (Math.PI * distance)) * hann;
  });
  // All taps together give 1 at 0 Hz.
  const sum = 2 * taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => (tap * 0.5) / sum);
}

/** Halves the sample rate, streaming. */
class HalfBand {
  /** What came before, then what comes: memory that is used again. */
  #input = new Float32Array(2 * reach);
  #output = new Float32Array(0);
  #isOdd = false;

  /** @returns memory that the next call overwrites */
  push(samples: Float32Array): Float32Array {
    const length = 2 * reach + samples.length;
    if (this.#input.length < length) {
      const larger = new Float32Array(length);
      larger.set(this.#input.subarray(0, 2 * reach));
      this.#input = larger;
    }
    const input = this.#input;
    input.set(samples, 2 * reach);
    const start = this.#isOdd ? 1 : 0;
    const count = Math.max(0, Math.ceil((samples.length - start) / 2));
    if (this.#output.length < count) this.#output = new Float32Array(count);
    const output = this.#output.subarray(0, count);
    const [tap1, tap3, tap5, tap7] = halfBandTaps as unknown as [number, number, number, number];
    for (let i = 0, at = reach + start; i < count; i++, at += 2) {
      output[i] =
        0.5 * (input[at] as number) +
        tap1 * ((input[at - 1] as number) + (input[at + 1] as number)) +
        tap3 * ((input[at - 3] as number) + (input[at + 3] as number)) +
        tap5 * ((input[at - 5] as number) + (input[at + 5] as number)) +
        tap7 * ((input[at - 7] as number) + (input[at + 7] as number));
    }
    this.#isOdd = (samples.length - start) % 2 !== 0;
    input.copyWithin(0, samples.length, length);
    return output;
  }
}
