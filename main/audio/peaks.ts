// Minimum and maximum of every stretch of a sound, for drawing it. Streaming: the length is not known before.

/** Columns kept while listening; sixteen times what is ever drawn, so that their borders hardly matter. */
const maxBins = 65_536;

/** Half a megabyte, handed on from one sound to the next of a thread: new memory for each costs more than its use. */
interface Bins {
  low: Float32Array;
  high: Float32Array;
}
let spareBins: Bins | undefined;

/** Collects the drawing peaks of a sound of any length in constant memory. */
export class PeakCollector {
  readonly #low: Float32Array;
  readonly #high: Float32Array;
  /** Samples a bin; doubled whenever the bins run out. */
  #binSamples = 1;
  #binCount = 0;
  #samplesInLastBin = 0;
  #sampleCount = 0;

  constructor() {
    const { low, high } = spareBins ?? { low: new Float32Array(maxBins), high: new Float32Array(maxBins) };
    spareBins = undefined;
    this.#low = low;
    this.#high = high;
  }

  /** Hands its memory on to the next collector; it is not to be used any more. */
  giveBack(): void {
    spareBins = { low: this.#low, high: this.#high };
  }

  push(samples: Float32Array): void {
    let i = this.#pushSingles(samples);
    while (i < samples.length) {
      if (this.#binCount === 0 || this.#samplesInLastBin === this.#binSamples) this.#startBin();
      const bin = this.#binCount - 1;
      const take = Math.min(samples.length - i, this.#binSamples - this.#samplesInLastBin);
      let low = this.#low[bin] as number;
      let high = this.#high[bin] as number;
      for (let end = i + take; i < end; i++) {
        const sample = samples[i] as number;
        if (sample < low) low = sample;
        if (sample > high) high = sample;
      }
      this.#low[bin] = low;
      this.#high[bin] = high;
      this.#samplesInLastBin += take;
    }
    this.#sampleCount += samples.length;
  }

  /**
   * (min, max) pairs of int8, -127..127 for -1..1, as `Peaks.data` of preload/sound.ts.
   * Column c of C stands for the samples from floor(c n / C) to ceil((c + 1) n / C); where the sound is longer
   * than 65,536 samples, the borders widen to the next bin, a sixteenth of a column at most.
   * @param maxColumns at most so many columns, fewer when there are fewer samples
   */
  toColumns(maxColumns: number): Uint8Array {
    const columnCount = Math.min(maxColumns, this.#sampleCount);
    const columns = new Int8Array(2 * columnCount);
    const lows = this.#low;
    const highs = this.#high;
    for (let column = 0; column < columnCount; column++) {
      const start = Math.floor(Math.floor((column * this.#sampleCount) / columnCount) / this.#binSamples);
      const end = Math.ceil(Math.ceil(((column + 1) * this.#sampleCount) / columnCount) / this.#binSamples);
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      for (let bin = start; bin < end; bin++) {
        const binLow = lows[bin] as number;
        const binHigh = highs[bin] as number;
        if (binLow < low) low = binLow;
        if (binHigh > high) high = binHigh;
      }
      columns[2 * column] = toInt8(low);
      columns[2 * column + 1] = toInt8(high);
    }
    return new Uint8Array(columns.buffer);
  }

  /** While a bin is one sample, samples are their own lows and highs. @returns how many were taken */
  #pushSingles(samples: Float32Array): number {
    if (this.#binSamples > 1) return 0;
    const taken = samples.subarray(0, maxBins - this.#binCount);
    this.#low.set(taken, this.#binCount);
    this.#high.set(taken, this.#binCount);
    this.#binCount += taken.length;
    this.#samplesInLastBin = 1;
    return taken.length;
  }

  #startBin(): void {
    if (this.#binCount === maxBins) this.#halve();
    this.#low[this.#binCount] = Number.POSITIVE_INFINITY;
    this.#high[this.#binCount] = Number.NEGATIVE_INFINITY;
    this.#binCount++;
    this.#samplesInLastBin = 0;
  }

  /** Joins neighbours, all bins being full. */
  #halve(): void {
    const lows = this.#low;
    const highs = this.#high;
    for (let bin = 0; bin < maxBins / 2; bin++) {
      lows[bin] = Math.min(lows[2 * bin] as number, lows[2 * bin + 1] as number);
      highs[bin] = Math.max(highs[2 * bin] as number, highs[2 * bin + 1] as number);
    }
    this.#binCount = maxBins / 2;
    this.#binSamples *= 2;
  }
}

function toInt8(sample: number): number {
  return Math.max(-127, Math.min(127, Math.round(sample * 127)));
}
