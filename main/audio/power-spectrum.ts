// Power spectra of frames of 1024 samples, two at a time, by the kernel of spectrum.as.ts: a third of the time that a
// transform in JavaScript takes.
import { spectrumWasmBase64 } from "./spectrum-wasm.ts";

export const frameSamples = 1024;
export const binCount = frameSamples / 2 + 1;

/** A band of the spectrum: `weights[i]` applies to the power of bin `firstBin + i`. */
export interface SpectrumBand {
  firstBin: number;
  weights: Float64Array;
}

/** Bytes: as spectrum.as.ts has them up to WORK. */
const orderAt = 8192;
const turnsAt = 10_240;
const halfTurnsAt = 14_336;
const workAt = 22_544;
const signalAt = workAt + (frameSamples / 2 + 1) * 32;
const powersAt = signalAt + 2 * frameSamples * 4;
const bandsAt = powersAt + binCount * 16;

interface Kernel {
  powers(a: number, b: number, firstBin: number, endBin: number, out: number): void;
  sums(powers: number, bands: number, bandCount: number, weights: number, out: number): void;
}

let compiled: WebAssembly.Module | undefined;

/** Spectra of two frames at a time, through one window. */
export class PowerSpectra {
  /** To be filled with the samples of two frames, which may overlap; 2048 of them. */
  readonly signal: Float32Array;
  /** Of the last `run`: bin by bin one number of either frame. */
  readonly powers: Float64Array;
  /** Of the last `run`: band by band one number of either frame. */
  readonly sums: Float64Array;
  readonly #kernel: Kernel;
  readonly #bandCount: number;
  readonly #weightsAt: number;
  readonly #sumsAt: number;
  readonly #firstBin: number;
  readonly #endBin: number;

  /**
   * @param window 1024 factors
   * @param bands what is summed up; the spectrum is computed where there are bands. Without any: all of it
   */
  constructor(window: Float64Array, bands: readonly SpectrumBand[] = []) {
    if (window.length !== frameSamples) throw new RangeError(`A window has ${frameSamples} numbers`);
    const weightCount = bands.reduce((sum, { weights }) => sum + weights.length, 0);
    this.#bandCount = bands.length;
    this.#weightsAt = alignTo16(bandsAt + bands.length * 8);
    this.#sumsAt = alignTo16(this.#weightsAt + weightCount * 8);
    this.#firstBin = Math.min(...bands.map(({ firstBin }) => firstBin), bands.length > 0 ? binCount : 0);
    this.#endBin = Math.max(
      ...bands.map(({ firstBin, weights }) => firstBin + weights.length),
      bands.length > 0 ? 0 : binCount,
    );
    const byteCount = this.#sumsAt + bands.length * 16;
    const memory = new WebAssembly.Memory({ initial: Math.ceil(byteCount / 65_536) });
    const { buffer } = memory;
    fillTables(buffer, window);
    this.#placeBands(buffer, bands);
    this.signal = new Float32Array(buffer, signalAt, 2 * frameSamples);
    this.powers = new Float64Array(buffer, powersAt, 2 * binCount);
    this.sums = new Float64Array(buffer, this.#sumsAt, 2 * bands.length);
    compiled ??= new WebAssembly.Module(Buffer.from(spectrumWasmBase64, "base64"));
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
    this.#kernel = exports as unknown as Kernel;
  }

  /**
   * Fills `powers` and `sums` from the frames that begin at two places of `signal`.
   * The two are computed apart: a frame's numbers do not depend on the other frame.
   */
  run(firstStart: number, secondStart: number): void {
    const a = signalAt + 4 * firstStart;
    const b = signalAt + 4 * secondStart;
    this.#kernel.powers(a, b, this.#firstBin, this.#endBin, powersAt);
    this.#kernel.sums(powersAt, bandsAt, this.#bandCount, this.#weightsAt, this.#sumsAt);
  }

  #placeBands(buffer: ArrayBuffer, bands: readonly SpectrumBand[]): void {
    const places = new Int32Array(buffer, bandsAt, 2 * bands.length);
    let at = this.#weightsAt;
    for (const [i, { firstBin, weights }] of bands.entries()) {
      if (firstBin < 0 || firstBin + weights.length > binCount)
        throw new RangeError("A band beyond the spectrum");
      places[2 * i] = firstBin;
      places[2 * i + 1] = weights.length;
      new Float64Array(buffer, at, weights.length).set(weights);
      at += 8 * weights.length;
    }
  }
}

function fillTables(buffer: ArrayBuffer, window: Float64Array): void {
  new Float64Array(buffer, 0, frameSamples).set(window);
  const order = new Int32Array(buffer, orderAt, frameSamples / 2);
  for (let i = 0; i < order.length; i++) {
    let reversed = 0;
    for (let bit = 1; bit < order.length; bit <<= 1) reversed = (reversed << 1) | (i & bit ? 1 : 0);
    // Bytes of two float32.
    order[i] = reversed * 8;
  }
  fillTurns(new Float64Array(buffer, turnsAt, frameSamples / 2), frameSamples / 2);
  fillTurns(new Float64Array(buffer, halfTurnsAt, 2 * binCount), frameSamples);
}

/** Pairs of cos and -sin of 2 pi k / `count`. */
function fillTurns(turns: Float64Array, count: number): void {
  for (let k = 0; k < turns.length / 2; k++) {
    turns[2 * k] = Math.cos((2 * Math.PI * k) / count);
    turns[2 * k + 1] = -Math.sin((2 * Math.PI * k) / count);
  }
}

function alignTo16(byteCount: number): number {
  return Math.ceil(byteCount / 16) * 16;
}
