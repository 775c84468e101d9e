// Tempo from the rhythm of the onsets and from the length of a loop.
import { onsetRate } from "./spectral-pass.ts";

export interface TempoEstimate {
  tempoBpm: number;
  /** 0..1 */
  confidence: number;
}

/** Tempos that are told from the sound. The octave is the one nearest to the middle of these, on a log scale. */
const slowestBpm = 60;
const fastestBpm = 200;
const middleBpm = 118;
/** Width of the preference in octaves. */
const preferenceOctaves = 0.9;
const minDurationSec = 1.5;
const minOnsetCount = 4;
const minRegularity = 0.15;

/**
 * Tempo by autocorrelation of the onset strength: the period at which the rhythm repeats best, counting also
 * its multiples. Null when it does not repeat.
 * @param onsets 0 or more, `onsetRate` values a second
 */
export function estimateTempo(onsets: Float32Array): TempoEstimate | null {
  if (onsets.length < minDurationSec * onsetRate || countOnsets(onsets) < minOnsetCount) return null;
  const rhythm = removeMean(onsets);
  const lastLag = Math.min(rhythm.length - 1, Math.ceil((4 * 60 * onsetRate) / slowestBpm) + 2);
  const correlation = autocorrelate(rhythm, lastLag);
  let best = { tempoBpm: 0, score: Number.NEGATIVE_INFINITY, regularity: 0 };
  // Half a percent a step, finer than the correlation can tell.
  for (let tempoBpm = slowestBpm; tempoBpm <= fastestBpm; tempoBpm *= 1.005) {
    const regularity = findRegularity(correlation, (60 * onsetRate) / tempoBpm);
    const octaves = Math.log2(tempoBpm / middleBpm) / preferenceOctaves;
    const score = regularity * Math.exp(-0.5 * octaves * octaves);
    if (score > best.score) best = { tempoBpm, score, regularity };
  }
  if (best.regularity < minRegularity) return null;
  const tempoBpm = refine(correlation, best.tempoBpm);
  return { tempoBpm: Math.round(tempoBpm * 10) / 10, confidence: Math.min(1, best.regularity) };
}

/** Mean correlation at one, two and four beats, as far as the sound reaches. */
function findRegularity(correlation: Float64Array, lag: number): number {
  let sum = 0;
  let count = 0;
  for (const beats of [1, 2, 4]) {
    const at = lag * beats;
    if (at + 1 >= correlation.length) break;
    sum += interpolate(correlation, at);
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

/** The longest multiple of the beat that the sound holds tells the period most finely. */
function refine(correlation: Float64Array, tempoBpm: number): number {
  let lag = (60 * onsetRate) / tempoBpm;
  for (const beats of [1, 2, 4]) {
    const around = Math.round(lag * beats);
    const reach = Math.max(1, Math.ceil(0.02 * lag * beats));
    if (around + reach + 1 >= correlation.length) break;
    let peak = around;
    for (let i = around - reach; i <= around + reach; i++) {
      if ((correlation[i] as number) > (correlation[peak] as number)) peak = i;
    }
    const before = correlation[peak - 1] as number;
    const here = correlation[peak] as number;
    const after = correlation[peak + 1] as number;
    const bend = before - 2 * here + after;
    if (here <= 0 || bend >= 0) break;
    lag = (peak + (before - after) / (2 * bend)) / beats;
  }
  return (60 * onsetRate) / lag;
}

function interpolate(values: Float64Array, at: number): number {
  const index = Math.floor(at);
  const share = at - index;
  return (values[index] as number) * (1 - share) + (values[index + 1] as number) * share;
}

/** Onset strength less its slow average, so that loudness does not count, smoothed over three frames. */
function removeMean(onsets: Float32Array): Float64Array {
  const reach = Math.round(onsetRate / 2);
  const rhythm = new Float64Array(onsets.length);
  let sum = 0;
  let count = 0;
  for (let i = -reach; i < onsets.length; i++) {
    const entering = i + reach;
    const leaving = i - reach - 1;
    if (entering < onsets.length) {
      sum += onsets[entering] as number;
      count++;
    }
    if (leaving >= 0) {
      sum -= onsets[leaving] as number;
      count--;
    }
    if (i < 0) continue;
    const smooth = ((onsets[i - 1] ?? 0) + 2 * (onsets[i] as number) + (onsets[i + 1] ?? 0)) / 4;
    rhythm[i] = Math.max(0, smooth - sum / count);
  }
  const mean = rhythm.reduce((total, value) => total + value, 0) / rhythm.length;
  return rhythm.map((value) => value - mean);
}

/** Autocorrelation 0..`lastLag`, each lag divided by its number of terms, 1 at lag 0. */
function autocorrelate(values: Float64Array, lastLag: number): Float64Array {
  const correlation = new Float64Array(lastLag + 1);
  for (let lag = 0; lag <= lastLag; lag++) {
    let sum = 0;
    for (let i = lag; i < values.length; i++) sum += (values[i] as number) * (values[i - lag] as number);
    correlation[lag] = sum / (values.length - lag);
  }
  const power = correlation[0] as number;
  return power > 0 ? correlation.map((value) => value / power) : correlation;
}

function countOnsets(onsets: Float32Array): number {
  const strongest = onsets.reduce((max, value) => Math.max(max, value), 0);
  let count = 0;
  for (let i = 1; i + 1 < onsets.length; i++) {
    const here = onsets[i] as number;
    if (here > 0.1 * strongest && here >= (onsets[i - 1] as number) && here > (onsets[i + 1] as number))
      count++;
  }
  return count;
}

/** Lengths that loops come in, in beats. */
const loopBeats = [4, 8, 16, 32, 64, 128, 2, 1, 12, 24, 3, 6];

/**
 * The tempo at which a loop of this length holds a whole number of beats, near a tempo that is known roughly.
 * @param toleranceShare how far off the rough tempo may be, as a share of it
 */
export function snapToLength(durationSec: number, roughBpm: number, toleranceShare: number): number | null {
  for (const beats of loopBeats) {
    const tempoBpm = (beats * 60) / durationSec;
    if (Math.abs(tempoBpm / roughBpm - 1) > toleranceShare) continue;
    // Loops are rendered at whole tempos, to a sample or so.
    return Math.abs(tempoBpm - Math.round(tempoBpm)) < 0.06 ? Math.round(tempoBpm) : tempoBpm;
  }
  return null;
}

/** True when a sound of this length holds 4, 8, 16, ... beats of the tempo, to half a percent. */
export function isWholeBars(durationSec: number, tempoBpm: number): boolean {
  const bars = (durationSec * tempoBpm) / 240;
  return bars > 0.9 && Math.abs(bars / Math.round(bars) - 1) < 0.005;
}

/**
 * The tempo of a loop from its length alone: whole, a power of two of beats, in the middle of what is usual.
 * A guess, good when nothing else is known.
 */
export function guessLoopTempo(durationSec: number): number | null {
  for (const beats of [4, 8, 16, 32, 64]) {
    const tempoBpm = (beats * 60) / durationSec;
    if (tempoBpm < 75 || tempoBpm > 180) continue;
    if (Math.abs(tempoBpm - Math.round(tempoBpm)) < 0.03) return Math.round(tempoBpm);
  }
  return null;
}
