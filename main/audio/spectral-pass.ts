// One short-time spectrum, two uses: the centre of gravity of the spectrum, and how much new energy each frame
// brings (the onset strength that tempo is found in).
import FFT from "fft.js";
import { FrameCutter } from "./frame-cutter.ts";

const sampleRate = 48_000;
const frameSamples = 1024;
/** Onset strengths a second. */
export const onsetRate = 93.75;
const stepSamples = sampleRate / onsetRate;
/** Tempo and key are told from the first minute; the centroid goes on with one frame in sixteen. */
export const closeListeningSec = 60;
const thinning = 16;
const bandCount = 24;
const lowestBandHz = 40;
const highestBandHz = 16_000;
/** Level at which a band's energy begins to count: about -60 dBFS. */
const compression = 1000;

const window = Float64Array.from(
  { length: frameSamples },
  (_unused, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / frameSamples),
);
/** Band of each bin, logarithmic in frequency; 255 outside all bands. */
const bandOfBin = Uint8Array.from({ length: frameSamples / 2 + 1 }, (_unused, bin) => {
  const hz = (bin * sampleRate) / frameSamples;
  if (hz < lowestBandHz || hz > highestBandHz) return 255;
  const position = Math.log(hz / lowestBandHz) / Math.log(highestBandHz / lowestBandHz);
  return Math.min(bandCount - 1, Math.floor(position * bandCount));
});

/** Fed with mono samples at 48 kHz. */
export class SpectralPass {
  readonly #fft = new FFT(frameSamples);
  readonly #input = new Float64Array(frameSamples);
  readonly #spectrum = new Float64Array(2 * frameSamples);
  readonly #bands = new Float64Array(bandCount);
  readonly #previousBands = new Float64Array(bandCount);
  readonly #onsets: number[] = [];
  readonly #cutter = new FrameCutter(frameSamples, stepSamples, (frame) => this.#listen(frame));
  #frameIndex = 0;
  #weightedSum = 0;
  #magnitudeSum = 0;

  push(samples: Float32Array): void {
    this.#cutter.push(samples);
  }

  /** Takes the samples that fill no frame. Call once, before reading the results. */
  finish(): void {
    this.#cutter.finish();
  }

  /** Magnitude-weighted mean frequency over all frames in Hz, louder frames counting more; null for silence. */
  get centroidHz(): number | null {
    return this.#magnitudeSum > 1e-6 ? this.#weightedSum / this.#magnitudeSum : null;
  }

  /** Onset strength of the first minute, `onsetRate` values a second, 0 or more. */
  get onsets(): Float32Array {
    return Float32Array.from(this.#onsets);
  }

  #listen(frame: Float32Array): void {
    const isClose = this.#frameIndex < closeListeningSec * onsetRate;
    const index = this.#frameIndex++;
    if (!isClose && index % thinning !== 0) return;
    for (let i = 0; i < frameSamples; i++) {
      this.#input[i] = (frame[i] as number) * (window[i] as number);
    }
    this.#fft.realTransform(this.#spectrum, this.#input);
    this.#bands.fill(0);
    let weighted = 0;
    let total = 0;
    for (let bin = 1; bin <= frameSamples / 2; bin++) {
      const re = this.#spectrum[2 * bin] as number;
      const im = this.#spectrum[2 * bin + 1] as number;
      const power = re * re + im * im;
      const magnitude = Math.sqrt(power);
      weighted += magnitude * bin;
      total += magnitude;
      const band = bandOfBin[bin] as number;
      if (band !== 255) this.#bands[band] = (this.#bands[band] as number) + power;
    }
    this.#weightedSum += (weighted * sampleRate) / frameSamples;
    this.#magnitudeSum += total;
    if (isClose) this.#onsets.push(this.#findNovelty());
  }

  /** Sum over the bands of the growth of their compressed level since the frame before (at first: silence). */
  #findNovelty(): number {
    const full = (frameSamples / 4) ** 2;
    let novelty = 0;
    for (let band = 0; band < bandCount; band++) {
      const level = Math.log1p(compression * Math.sqrt((this.#bands[band] as number) / full));
      const growth = level - (this.#previousBands[band] as number);
      if (growth > 0) novelty += growth;
      this.#previousBands[band] = level;
    }
    return novelty;
  }
}
