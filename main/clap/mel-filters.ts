// Triangular mel filter banks of the CLAP front end, as sparse rows. Source of the formulas:
// `mel_filter_bank` in transformers 5.18.0, audio_utils.py.

export const sampleRate = 48_000;
/** FFT length in samples. */
export const fftSize = 1024;
/** Mel bands of one log-mel frame. */
export const melCount = 64;

const binCount = fftSize / 2 + 1;
const minFrequencyHz = 50;
const maxFrequencyHz = 14_000;

/** One filter: `weights[i]` applies to the power of FFT bin `firstBin + i`. */
export interface MelFilter {
  firstBin: number;
  weights: Float64Array;
}

/** A filter bank: one filter a mel band, low to high. */
export interface MelBank {
  filters: readonly MelFilter[];
  /** FFT bins with a weight in any filter: `firstBin` to `endBin`, end exclusive. */
  firstBin: number;
  endBin: number;
}

interface MelScale {
  toMel(frequencyHz: number): number;
  toHz(mel: number): number;
  /** True when each filter is scaled to unit area. */
  isAreaNormalised: boolean;
}

const htkScale: MelScale = {
  toMel: (frequencyHz) => 2595 * Math.log10(1 + frequencyHz / 700),
  toHz: (mel) => 700 * (10 ** (mel / 2595) - 1),
  isAreaNormalised: false,
};

/** Linear to 1 kHz (mel 15), logarithmic above. */
const slaneyScale: MelScale = {
  toMel: (frequencyHz) =>
    frequencyHz < 1000 ? (3 * frequencyHz) / 200 : 15 + Math.log(frequencyHz / 1000) * (27 / Math.log(6.4)),
  toHz: (mel) => (mel < 15 ? (200 * mel) / 3 : 1000 * Math.exp((Math.log(6.4) / 27) * (mel - 15))),
  isAreaNormalised: true,
};

/** HTK scale without normalisation: clap-htsat-fused (truncation `fusion`) and pocket. */
export const htkBank: MelBank = makeBank(htkScale);
/** Slaney scale, area normalised: clap-htsat-unfused (truncation `rand_trunc`). */
export const slaneyBank: MelBank = makeBank(slaneyScale);

/** The bank as the matrix other programs print: float64, row-major (513 bins, 64 bands). */
export function toDenseBank(bank: MelBank): Float64Array {
  const dense = new Float64Array(binCount * melCount);
  bank.filters.forEach(({ firstBin, weights }, band) => {
    weights.forEach((weight, i) => (dense[(firstBin + i) * melCount + band] = weight));
  });
  return dense;
}

function makeBank(scale: MelScale): MelBank {
  const points = makeFilterPoints(scale);
  const filters = Array.from({ length: melCount }, (_, band) => makeFilter(points, band, scale));
  return {
    filters,
    firstBin: Math.min(...filters.map((filter) => filter.firstBin)),
    endBin: Math.max(...filters.map((filter) => filter.firstBin + filter.weights.length)),
  };
}

/** Corner frequencies in Hz: filter `band` rises from point `band`, peaks at the next, ends at the one after. */
function makeFilterPoints(scale: MelScale): Float64Array {
  const lowMel = scale.toMel(minFrequencyHz);
  const highMel = scale.toMel(maxFrequencyHz);
  const step = (highMel - lowMel) / (melCount + 1);
  // As numpy's linspace: products of the step, the last point set exactly.
  return Float64Array.from({ length: melCount + 2 }, (_, i) =>
    scale.toHz(i === melCount + 1 ? highMel : i * step + lowMel),
  );
}

function makeFilter(points: Float64Array, band: number, scale: MelScale): MelFilter {
  const [low, peak, high] = points.subarray(band, band + 3) as unknown as [number, number, number];
  const scaling = scale.isAreaNormalised ? 2 / (high - low) : 1;
  const weights: number[] = [];
  let firstBin = 0;
  for (let bin = 0; bin < binCount; bin++) {
    const frequencyHz = (bin * sampleRate) / fftSize;
    const weight = Math.min((frequencyHz - low) / (peak - low), (high - frequencyHz) / (high - peak));
    if (weight <= 0) continue;
    if (weights.length === 0) firstBin = bin;
    weights.push(weight * scaling);
  }
  return { firstBin, weights: Float64Array.from(weights) };
}
