// How alike two sounds are in what can be measured: brightness, course, length, pitch, tempo. Pure.
import type { AspectWeights } from "../../preload/search.ts";
import { parseStoredKey } from "./key.ts";

/** What is measured of a sound; null where it is not known. */
export interface SoundTraits {
  centroidHz: number | null;
  durationSec: number | null;
  key: string | null;
  tempoBpm: number | null;
}

/** The course of a sound's level. */
export interface Envelope {
  /** Level over the sound's length in equal parts, 0..1, the loudest 1. */
  shape: Float32Array;
  /** Until the level reaches 0.8 of its highest. */
  attackSec: number;
}

/** Likeness by aspect, 0..1; null where either sound has nothing to compare. Timbre is the model's. */
export type MeasuredAspects = Record<Exclude<keyof AspectWeights, "timbre">, number | null>;

/**
 * What counts when nobody says otherwise. Chosen on judged sounds (bench/ranking.ts --sweep): the model hears
 * what a sound is, and these tell which of many it is.
 */
export const defaultAspects: AspectWeights = {
  timbre: 1,
  brightness: 0.2,
  envelope: 0.2,
  length: 0.2,
  pitch: 0.05,
  tempo: 0.05,
};

const shapeParts = 16;

/**
 * @param peaks pairs (min, max) of int8, as a list row draws them
 * @returns null for silence
 */
export function toEnvelope(peaks: Uint8Array, durationSec: number): Envelope | null {
  const pairs = new Int8Array(peaks.buffer, peaks.byteOffset, peaks.byteLength);
  const columnCount = pairs.length >> 1;
  const shape = new Float32Array(shapeParts);
  let loudest = 0;
  let attackColumn = 0;
  const levels = new Float32Array(columnCount);
  for (let i = 0; i < columnCount; i++) {
    const level = Math.max(Math.abs(pairs[2 * i] as number), Math.abs(pairs[2 * i + 1] as number)) / 128;
    levels[i] = level;
    loudest = Math.max(loudest, level);
    const part = Math.floor((i * shapeParts) / columnCount);
    shape[part] = Math.max(shape[part] as number, level);
  }
  if (loudest === 0) return null;
  while ((levels[attackColumn] as number) < 0.8 * loudest) attackColumn++;
  return {
    shape: shape.map((level) => level / loudest),
    attackSec: (attackColumn / columnCount) * durationSec,
  };
}

/** All but the envelope, which costs a read of the peaks. */
export function compareTraits(a: SoundTraits, b: SoundTraits): Omit<MeasuredAspects, "envelope"> {
  return {
    // An octave of brightness apart is half as alike, and so on; a doubled length likewise.
    brightness: toLikeness(a.centroidHz, b.centroidHz, 20),
    length: toLikeness(a.durationSec, b.durationSec, 0.02),
    pitch: compareKeys(a.key, b.key),
    tempo: compareTempos(a.tempoBpm, b.tempoBpm),
  };
}

/** Half by the course over the whole length, half by the attack. */
export function compareEnvelopes(a: Envelope | null, b: Envelope | null): number | null {
  if (!a || !b) return null;
  let difference = 0;
  for (const [i, level] of a.shape.entries()) difference += Math.abs(level - (b.shape[i] as number));
  // Below 5 ms nobody hears an attack.
  const attack = toLikeness(a.attackSec, b.attackSec, 0.005) as number;
  return 0.5 * (1 - difference / a.shape.length) + 0.5 * attack;
}

/**
 * Weighted mean of timbre and what is known of the rest, 0..1.
 * @param cosine of the two embeddings
 */
export function blendAspects(
  cosine: number,
  aspects: Partial<MeasuredAspects>,
  weights: AspectWeights,
): number {
  let sum = weights.timbre * Math.max(0, cosine);
  let total = weights.timbre;
  for (const name of ["brightness", "envelope", "length", "pitch", "tempo"] as const) {
    const likeness = aspects[name] ?? null;
    if (likeness === null) continue;
    sum += weights[name] * likeness;
    total += weights[name];
  }
  return total === 0 ? 0 : sum / total;
}

/** 2^-|octaves between the two|; `floor` keeps tiny amounts from being octaves apart. */
function toLikeness(a: number | null, b: number | null, floor: number): number | null {
  if (a === null || b === null) return null;
  return 2 ** -Math.abs(Math.log2((a + floor) / (b + floor)));
}

/** The same key 1; relative or parallel keys 0.8; a fifth apart 0.6; else less with the distance around the circle. */
function compareKeys(a: string | null, b: string | null): number | null {
  const first = a === null ? undefined : parseStoredKey(a);
  const second = b === null ? undefined : parseStoredKey(b);
  if (!first || !second) return null;
  const steps = (7 * (toRelativeMajor(first) - toRelativeMajor(second)) + 144) % 12;
  const distance = Math.min(steps, 12 - steps);
  const isSame = first.pitchClass === second.pitchClass;
  if (isSame && first.mode === second.mode) return 1;
  if (distance === 0 || isSame) return 0.8;
  return Math.max(0, 0.8 - 0.2 * distance);
}

function toRelativeMajor({
  pitchClass,
  mode,
}: {
  pitchClass: number;
  mode: "minor" | "major" | null;
}): number {
  return mode === "minor" ? (pitchClass + 3) % 12 : pitchClass;
}

/** Half and double tempo go together, and count a little less than the same. */
function compareTempos(a: number | null, b: number | null): number | null {
  if (a === null || b === null || a <= 0 || b <= 0) return null;
  const octaves = Math.log2(a / b);
  const whole = Math.round(octaves);
  // 6 % of tempo, about what a loop bears to be stretched, is half as alike.
  return 2 ** -(Math.abs(octaves - whole) / Math.log2(1.06)) * (whole === 0 ? 1 : 0.8);
}
