// Blends what sounds mean with what they are called, by reciprocal rank fusion. Pure.
import type { SoundId } from "../../preload/model.ts";
import type { Nearest } from "./nearest.ts";

/** Offset of the ranks: rank 1 weighs 1/21, rank 22 half of that. */
const rankOffset = 20;
/**
 * A name weighs as a first rank times its quality, and a little more: a sound with all words in its file
 * name comes before the best by meaning alone, even while it has no meaning yet. All words in the folder
 * weigh like being about 14th by meaning.
 */
const nameWeight = 1.2;

/** Cosines of right and of wrong pairs of text and sound, as measured for a model. */
export interface ScoreCalibration {
  matched: { mean: number };
  unmatched: { mean: number };
}

/** For models without their own: LAION-CLAP's right pairs of AudioCaps have 0.50, unrelated texts -0.07 to 0.22. */
export const defaultCalibration: ScoreCalibration = { matched: { mean: 0.45 }, unmatched: { mean: 0.08 } };

/** Sounds with a name hit, as `NameHits` of name-hits.ts keeps them. */
export interface NamedSounds {
  readonly ids: readonly SoundId[];
  has(soundId: SoundId): boolean;
  /** 0..1 */
  getQuality(soundId: SoundId): number;
  getWords(soundId: SoundId): string[];
}

export interface RankedSound {
  soundId: SoundId;
  /** 0..1 for display, never above the one before it. */
  score: number;
  /** Parts of the fused rank score: their ratio is the share of each. */
  meaningPart: number;
  namePart: number;
  words: string[];
  cosine: number | null;
  windowStartSec: number | null;
  windowEndSec: number | null;
}

/**
 * One list of all sounds that have either kind of evidence, best first, equal ones by id.
 *
 * @param nearest undefined when meaning takes no part
 * @param toScore from cosine to 0..1
 * @param limit as many as anyone looks at, 0 for all: `nearest` holds no more, and of names no more are ranked
 */
export function fuse(
  nearest: Nearest | undefined,
  hits: NamedSounds,
  toScore: (cosine: number) => number,
  limit: number,
): RankedSound[] {
  const named = rankNamed(nearest, hits, toScore, limit);
  const merged: RankedSound[] = [];
  let next = 0;
  for (const [position, near] of (nearest?.sounds ?? []).entries()) {
    if (hits.has(near.soundId)) continue;
    const meaningPart = toPart(position + 1);
    while (next < named.length && isBefore(named[next] as RankedSound, meaningPart, near.soundId)) {
      merged.push(named[next++] as RankedSound);
    }
    const { soundId, cosine, windowStartSec, windowEndSec } = near;
    const score = toScore(cosine);
    merged.push({
      soundId,
      score,
      meaningPart,
      namePart: 0,
      words: [],
      cosine,
      windowStartSec,
      windowEndSec,
    });
  }
  while (next < named.length) merged.push(named[next++] as RankedSound);

  // Two kinds of evidence in one order: the number shown must not contradict it.
  let ceiling = 1;
  for (const sound of merged) {
    ceiling = Math.min(ceiling, sound.score);
    sound.score = ceiling;
  }
  return merged;
}

/** Share of each kind of evidence, 0..1; both 0 where there is none. */
export function toShares({ meaningPart, namePart }: RankedSound): { meaning: number; name: number } {
  const total = meaningPart + namePart;
  return total === 0 ? { meaning: 0, name: 0 } : { meaning: meaningPart / total, name: namePart / total };
}

/**
 * Cosine of a text and a sound as 0..1: a logistic curve through 0.1 at the mean of wrong pairs and 0.85 at
 * the mean of right ones.
 */
export function makeTextScore({ matched, unmatched }: ScoreCalibration): (cosine: number) => number {
  const low = Math.log(0.1 / 0.9);
  const high = Math.log(0.85 / 0.15);
  const slope = (high - low) / Math.max(0.01, matched.mean - unmatched.mean);
  return (cosine) => 1 / (1 + Math.exp(-(low + slope * (cosine - unmatched.mean))));
}

/** Cosine of two sounds as 0..1: it is readable as it is. */
export function toExampleScore(cosine: number): number {
  return Math.min(1, Math.max(0, cosine));
}

/** Of sounds with a name hit, the first `limit` (0 for all) in order. */
function rankNamed(
  nearest: Nearest | undefined,
  hits: NamedSounds,
  toScore: (cosine: number) => number,
  limit: number,
): RankedSound[] {
  const positionOf = new Map<SoundId, number>();
  for (const [position, { soundId }] of (nearest?.sounds ?? []).entries()) positionOf.set(soundId, position);
  const getMeaningPart = (soundId: SoundId): number => {
    const position = positionOf.get(soundId);
    if (position !== undefined) return toPart(position + 1);
    const cosine = nearest?.findCosine(soundId);
    return nearest && cosine !== undefined ? toPart(nearest.rankOf(cosine)) : 0;
  };
  const getPart = (soundId: SoundId): number =>
    getMeaningPart(soundId) + getNamePart(hits.getQuality(soundId));
  return sortByPart(hits.ids, getPart, limit).map((soundId) => {
    const quality = hits.getQuality(soundId);
    const near = nearest?.find(soundId);
    return {
      soundId,
      score: 1 - (1 - (near ? toScore(near.cosine) : 0)) * (1 - 0.9 * quality),
      meaningPart: getMeaningPart(soundId),
      namePart: getNamePart(quality),
      words: hits.getWords(soundId),
      cosine: near?.cosine ?? null,
      windowStartSec: near?.windowStartSec ?? null,
      windowEndSec: near?.windowEndSec ?? null,
    };
  });
}

/** All hits share the first rank among names: quality and meaning order them. */
function getNamePart(quality: number): number {
  return nameWeight * quality * toPart(1);
}

function toPart(rank: number): number {
  return 1 / (rankOffset + rank);
}

/** Highest part first, then lowest id; a common word has 20,000 hits, of which a list shows a hundred. */
function sortByPart(
  ids: readonly SoundId[],
  getPart: (soundId: SoundId) => number,
  limit: number,
): SoundId[] {
  const parts = Float64Array.from(ids, getPart);
  const isCut = limit > 0 && ids.length > limit;
  const threshold = isCut ? (parts.toSorted()[ids.length - limit] as number) : Number.NEGATIVE_INFINITY;
  const candidates: { soundId: SoundId; part: number }[] = [];
  for (const [i, part] of parts.entries()) {
    if (part >= threshold) candidates.push({ soundId: ids[i] as SoundId, part });
  }
  candidates.sort((a, b) => b.part - a.part || a.soundId - b.soundId);
  return (isCut ? candidates.slice(0, limit) : candidates).map(({ soundId }) => soundId);
}

function isBefore(named: RankedSound, part: number, soundId: SoundId): boolean {
  const own = named.meaningPart + named.namePart;
  return own > part || (own === part && named.soundId < soundId);
}
