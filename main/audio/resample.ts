// Sample rate conversion: polyphase Kaiser-windowed sinc, streaming, in phase, exact length.
// Stop band below -100 dB from 1.05 times the lower Nyquist frequency; see test/audio/resample.test.ts.

/** Taps at the lower of the two rates. */
const tapCount = 64;
/** Kaiser window: stop-band attenuation A = 8.7 + beta / 0.1102 = 104 dB (Oppenheim & Schafer, 7.75). */
const kaiserBeta = 10.5;
/** Middle of the transition band, as a share of the lower Nyquist frequency. */
const cutoff = 0.94;
/** Ratios with more phases than this are interpolated between `interpolatedPhaseCount` tabulated ones. */
const maxExactPhaseCount = 1280;
const interpolatedPhaseCount = 2048;

/** Filter coefficients: `phaseCount + 1` rows of `taps`, each row of unit sum. */
interface FilterBank {
  coefficients: Float32Array;
  taps: number;
  phaseCount: number;
}

/**
 * Converts one channel from one rate to another, block by block.
 * The sum of all outputs is round(n * toRate / fromRate) samples, in phase with the input; the samples do not
 * depend on how the input was cut into blocks.
 */
export class Resampler {
  readonly #bank: FilterBank | undefined;
  /** The ratio toRate / fromRate in lowest terms. */
  readonly #up: number;
  readonly #down: number;
  /** Input still needed; `#buffer[0]` is input sample `#bufferStart`. */
  #buffer: Float32Array;
  #bufferLength: number;
  #bufferStart: number;
  /** The next output lies at input position `#position + #phase / #up`. */
  #position = 0;
  #phase = 0;
  #inputCount = 0;
  #outputCount = 0;

  /** @param fromRate Hz, a positive integer @param toRate Hz, a positive integer */
  constructor(fromRate: number, toRate: number) {
    const divisor = greatestCommonDivisor(fromRate, toRate);
    this.#up = toRate / divisor;
    this.#down = fromRate / divisor;
    this.#bank = fromRate === toRate ? undefined : findBank(this.#up, this.#down);
    const half = (this.#bank?.taps ?? 0) / 2;
    // Silence before the first sample.
    this.#bufferLength = Math.max(0, half - 1);
    this.#bufferStart = -this.#bufferLength;
    this.#buffer = new Float32Array(this.#bufferLength + 4096);
  }

  /** Takes the next samples and gives those that can be told now (possibly none). */
  push(samples: Float32Array): Float32Array {
    if (!this.#bank) return samples;
    this.#append(samples);
    this.#inputCount += samples.length;
    // The filter reaches `half` samples ahead of the position.
    const reach = this.#inputCount - this.#bank.taps / 2 - this.#position;
    return this.#produce(Math.max(0, Math.ceil((reach * this.#up - this.#phase) / this.#down)));
  }

  /** The samples that were waiting for what comes after the end, which is silence. */
  flush(): Float32Array {
    if (!this.#bank) return new Float32Array(0);
    const total = Math.round((this.#inputCount * this.#up) / this.#down);
    this.#append(new Float32Array(this.#bank.taps + Math.ceil(this.#down / this.#up)));
    return this.#produce(Math.max(0, total - this.#outputCount));
  }

  #append(samples: Float32Array): void {
    const half = (this.#bank?.taps ?? 0) / 2;
    const unused = Math.min(this.#position - half + 1 - this.#bufferStart, this.#bufferLength);
    const kept = this.#bufferLength - unused;
    if (kept + samples.length > this.#buffer.length) {
      const grown = new Float32Array(kept + samples.length);
      grown.set(this.#buffer.subarray(unused, this.#bufferLength));
      this.#buffer = grown;
    } else {
      this.#buffer.copyWithin(0, unused, this.#bufferLength);
    }
    this.#buffer.set(samples, kept);
    this.#bufferStart += unused;
    this.#bufferLength = kept + samples.length;
  }

  #produce(count: number): Float32Array {
    const output = new Float32Array(count);
    const { coefficients, taps, phaseCount } = this.#bank as FilterBank;
    const isExact = phaseCount === this.#up;
    const up = this.#up;
    const down = this.#down;
    const input = this.#buffer;
    const firstTap = 1 - taps / 2 - this.#bufferStart;
    let position = this.#position;
    let phase = this.#phase;
    for (let i = 0; i < count; i++) {
      const start = position + firstTap;
      if (isExact) {
        output[i] = convolve(input, start, coefficients, phase * taps, taps);
      } else {
        const exactRow = (phase / up) * phaseCount;
        const row = Math.floor(exactRow);
        const lower = convolve(input, start, coefficients, row * taps, taps);
        const upper = convolve(input, start, coefficients, (row + 1) * taps, taps);
        output[i] = lower + (upper - lower) * (exactRow - row);
      }
      phase += down;
      const step = Math.floor(phase / up);
      position += step;
      phase -= step * up;
    }
    this.#position = position;
    this.#phase = phase;
    this.#outputCount += count;
    return output;
  }
}

/**
 * A whole channel at another rate: round(n * to / from) samples, equal to those of `Resampler` bit by bit.
 * Gives the input itself when the rates are equal.
 */
export function resample(samples: Float32Array, fromRate: number, toRate: number): Float32Array {
  if (fromRate === toRate) return samples;
  const resampler = new Resampler(fromRate, toRate);
  const body = resampler.push(samples);
  const tail = resampler.flush();
  const output = new Float32Array(body.length + tail.length);
  output.set(body);
  output.set(tail, body.length);
  return output;
}

/** Sum of `taps` products (a multiple of 4), in four lanes so that the additions overlap. */
function convolve(
  input: Float32Array,
  start: number,
  coefficients: Float32Array,
  row: number,
  taps: number,
): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let k = 0; k < taps; k += 4) {
    const i = start + k;
    const j = row + k;
    a += (input[i] as number) * (coefficients[j] as number);
    b += (input[i + 1] as number) * (coefficients[j + 1] as number);
    c += (input[i + 2] as number) * (coefficients[j + 2] as number);
    d += (input[i + 3] as number) * (coefficients[j + 3] as number);
  }
  return a + b + c + d;
}

/** A library has few sample rates; a hostile one must not fill the memory with filters. */
const maxCachedBankCount = 8;
const cachedBanks = new Map<string, FilterBank>();

function findBank(up: number, down: number): FilterBank {
  const key = `${up}/${down}`;
  let bank = cachedBanks.get(key);
  if (!bank) {
    bank = designBank(up, down);
    if (cachedBanks.size >= maxCachedBankCount) cachedBanks.delete([...cachedBanks.keys()][0] as string);
    cachedBanks.set(key, bank);
  }
  return bank;
}

function designBank(up: number, down: number): FilterBank {
  // When the rate goes down, the filter cuts at the new Nyquist frequency and grows in length accordingly.
  const ratio = Math.min(1, up / down);
  const half = 2 * Math.ceil(tapCount / 4 / ratio);
  const taps = 2 * half;
  const phaseCount = up <= maxExactPhaseCount ? up : interpolatedPhaseCount;
  const coefficients = new Float32Array((phaseCount + 1) * taps);
  const row = new Float64Array(taps);
  const frequency = cutoff * ratio;
  for (let phase = 0; phase <= phaseCount; phase++) {
    let sum = 0;
    for (let k = 0; k < taps; k++) {
      const distance = k - half + 1 - phase / phaseCount;
      const shape = 1 - (distance / half) ** 2;
      const angle = Math.PI * distance * frequency;
      const sinc = angle === 0 ? 1 : Math.sin(angle) / angle;
      row[k] = shape > 0 ? sinc * besselI0(kaiserBeta * Math.sqrt(shape)) : 0;
      sum += row[k] as number;
    }
    for (let k = 0; k < taps; k++) coefficients[phase * taps + k] = (row[k] as number) / sum;
  }
  return { coefficients, taps, phaseCount };
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; k < 100 && term > 1e-17 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
