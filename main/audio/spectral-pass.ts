// One short-time spectrum, two uses: the centre of gravity of the spectrum, and how much new energy each frame
// brings (the onset strength that tempo is found in).
import { FrameCutter } from "./frame-cutter.ts";
import { frameSamples, PowerSpectra } from "./power-spectrum.ts";

const sampleRate = 48_000;
/** Onset strengths a second. */
export const onsetRate = 93.75;
const stepSamples = sampleRate / onsetRate;
/** Tempo and key are told from the first minute; the centroid goes on with one frame in sixteen. */
export const closeListeningSec = 60;
const thinning = 16;
/** Frames of that first minute. */
const closeCount = closeListeningSec * onsetRate;
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

/** Scratch memory, one a thread: WebAssembly memory is dear to make and only used within a call. */
let sharedSpectra: PowerSpectra | undefined;

function getSpectra(): PowerSpectra {
  sharedSpectra ??= new PowerSpectra(window);
  return sharedSpectra;
}

/** Fed with mono samples at 48 kHz. */
export class SpectralPass {
  readonly #waiting = new Float32Array(frameSamples);
  /** True while a frame waits for its partner. */
  #hasWaiting = false;
  readonly #bands = new Float64Array(bandCount);
  readonly #previousBands = new Float64Array(bandCount);
  readonly #onsets: number[] = [];
  readonly #cutter = new FrameCutter(frameSamples, stepSamples, (frame) => this.#take(frame));
  #frameIndex = 0;
  #weightedSum = 0;
  #magnitudeSum = 0;

  push(samples: Float32Array): void {
    this.#cutter.push(samples);
  }

  /** Takes the samples that fill no frame. Call once, before reading the results. */
  finish(): void {
    this.#cutter.finish();
    if (!this.#hasWaiting) return;
    const spectra = getSpectra();
    spectra.signal.set(this.#waiting);
    spectra.run(0, 0);
    this.#listen(spectra.powers, 0);
  }

  /** Magnitude-weighted mean frequency over all frames in Hz, louder frames counting more; null for silence. */
  get centroidHz(): number | null {
    return this.#magnitudeSum > 1e-6 ? this.#weightedSum / this.#magnitudeSum : null;
  }

  /** Onset strength of the first minute, `onsetRate` values a second, 0 or more. */
  get onsets(): Float32Array {
    return Float32Array.from(this.#onsets);
  }

  /** Two frames are transformed together. */
  #take(frame: Float32Array): void {
    const isClose = this.#frameIndex < closeCount;
    const index = this.#frameIndex++;
    if (!isClose && index % thinning !== 0) return;
    this.#hasWaiting = !this.#hasWaiting;
    if (this.#hasWaiting) {
      this.#waiting.set(frame);
      return;
    }
    const spectra = getSpectra();
    spectra.signal.set(this.#waiting);
    spectra.signal.set(frame, frameSamples);
    spectra.run(0, frameSamples);
    this.#listen(spectra.powers, 0);
    this.#listen(spectra.powers, 1);
  }

  /** @param place of the frame among the two of `powers` */
  #listen(powers: Float64Array, place: 0 | 1): void {
    this.#bands.fill(0);
    let weighted = 0;
    let total = 0;
    for (let bin = 1; bin <= frameSamples / 2; bin++) {
      const power = powers[2 * bin + place] as number;
      const magnitude = Math.sqrt(power);
      weighted += magnitude * bin;
      total += magnitude;
      const band = bandOfBin[bin] as number;
      if (band !== 255) this.#bands[band] = (this.#bands[band] as number) + power;
    }
    this.#weightedSum += (weighted * sampleRate) / frameSamples;
    this.#magnitudeSum += total;
    if (this.#onsets.length < closeCount) this.#onsets.push(this.#findNovelty());
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
