// Integrated loudness after ITU-R BS.1770-4 and EBU R 128, streaming, at any sample rate.
import type { AudioBlock } from "./audio-source.ts";

/** Blocks of 400 ms overlap by three quarters: they are built from steps of 100 ms. */
const stepSec = 0.1;
const stepsPerBlock = 4;
const absoluteGateLufs = -70;
const relativeGateLu = -10;
/** BS.1770 offset: makes a 997 Hz sine at 0 dBFS in one channel read -3.01 LUFS. */
const offsetLufs = -0.691;

/** Weights by channel in WAV order (left, right, centre, LFE, left surround, right surround). */
const channelWeights: Record<number, number[]> = {
  5: [1, 1, 1, 1.41, 1.41],
  6: [1, 1, 1, 0, 1.41, 1.41],
};

/** Measures the loudness of a sound, all channels, block by block. */
export class LoudnessMeter {
  readonly #filters: KWeighting[];
  readonly #weights: number[];
  readonly #stepSamples: number;
  /** Weighted mean squares of the finished steps. */
  readonly #steps: number[] = [];
  #stepPower = 0;
  #stepCount = 0;
  #totalPower = 0;
  #totalCount = 0;

  /** @param sampleRate Hz */
  constructor(sampleRate: number, channelCount: number) {
    this.#filters = Array.from({ length: channelCount }, () => new KWeighting(sampleRate));
    this.#weights = channelWeights[channelCount] ?? Array.from({ length: channelCount }, () => 1);
    this.#stepSamples = Math.max(1, Math.round(sampleRate * stepSec));
  }

  push(block: AudioBlock): void {
    const length = block[0]?.length ?? 0;
    for (let start = 0; start < length;) {
      const end = Math.min(length, start + this.#stepSamples - this.#stepCount);
      for (const [channel, filter] of this.#filters.entries()) {
        const samples = block[channel];
        const weight = this.#weights[channel] ?? 0;
        if (samples && weight > 0) this.#stepPower += weight * filter.sumSquares(samples, start, end);
      }
      this.#stepCount += end - start;
      start = end;
      if (this.#stepCount === this.#stepSamples) this.#finishStep();
    }
  }

  /**
   * Gated loudness in LUFS, or null for silence. A sound shorter than one block of 400 ms, for which the
   * standard gives no value, is measured as a whole.
   */
  finish(): number | null {
    const blocks: number[] = [];
    for (let i = 0; i + stepsPerBlock <= this.#steps.length; i++) {
      let power = 0;
      for (let k = 0; k < stepsPerBlock; k++) power += this.#steps[i + k] as number;
      blocks.push(power / stepsPerBlock);
    }
    if (blocks.length === 0) {
      const count = this.#totalCount + this.#stepCount;
      blocks.push(count === 0 ? 0 : (this.#totalPower + this.#stepPower) / count);
    }
    const loud = blocks.filter((power) => toLufs(power) > absoluteGateLufs);
    if (loud.length === 0) return null;
    const gate = toLufs(mean(loud)) + relativeGateLu;
    return toLufs(mean(loud.filter((power) => toLufs(power) > gate)));
  }

  #finishStep(): void {
    this.#steps.push(this.#stepPower / this.#stepCount);
    this.#totalPower += this.#stepPower;
    this.#totalCount += this.#stepCount;
    this.#stepPower = 0;
    this.#stepCount = 0;
  }
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function toLufs(power: number): number {
  return offsetLufs + 10 * Math.log10(power);
}

/** A second-order filter: y = b0 x + b1 x1 + b2 x2 - a1 y1 - a2 y2. */
interface Biquad {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

/** States below this are silence; left alone they become denormal and slow. */
const tiny = 1e-30;

/** The two filters of BS.1770 in a row: the head's high shelf, then the high-pass. */
class KWeighting {
  readonly #shelf: Biquad;
  readonly #highPass: Biquad;
  /** Transposed direct form II: two states a filter. */
  #s1 = 0;
  #s2 = 0;
  #h1 = 0;
  #h2 = 0;

  constructor(sampleRate: number) {
    this.#shelf = designShelf(sampleRate);
    this.#highPass = designHighPass(sampleRate);
  }

  /** Sum of the squares of the filtered samples `start` to `end`. */
  sumSquares(samples: Float32Array, start: number, end: number): number {
    const shelf = this.#shelf;
    const highPass = this.#highPass;
    let s1 = this.#s1;
    let s2 = this.#s2;
    let h1 = this.#h1;
    let h2 = this.#h2;
    let sum = 0;
    for (let i = start; i < end; i++) {
      const x = samples[i] as number;
      const y = shelf.b0 * x + s1;
      s1 = shelf.b1 * x - shelf.a1 * y + s2;
      s2 = shelf.b2 * x - shelf.a2 * y;
      const z = highPass.b0 * y + h1;
      h1 = highPass.b1 * y - highPass.a1 * z + h2;
      h2 = highPass.b2 * y - highPass.a2 * z;
      sum += z * z;
    }
    this.#s1 = Math.abs(s1) < tiny ? 0 : s1;
    this.#s2 = Math.abs(s2) < tiny ? 0 : s2;
    this.#h1 = Math.abs(h1) < tiny ? 0 : h1;
    this.#h2 = Math.abs(h2) < tiny ? 0 : h2;
    return sum;
  }
}

/**
 * The analogue prototypes behind the 48 kHz coefficients of BS.1770, for any rate by the bilinear transform
 * (constants as in libebur128 1.2.6, ebur128.c, `ebur128_init_filter`).
 */
function designShelf(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * 1681.974450955533) / sampleRate);
  const q = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return {
    b0: (high + (band * k) / q + k * k) / a0,
    b1: (2 * (k * k - high)) / a0,
    b2: (high - (band * k) / q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / q + k * k) / a0,
  };
}

function designHighPass(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRate);
  const q = 0.5003270373238773;
  const a0 = 1 + k / q + k * k;
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / q + k * k) / a0 };
}
