// Blends what sounds mean with what they are called, by reciprocal rank fusion. Pure.
import type { SoundId } from "../../preload/sound.ts";
import type { Nearest } from "./nearest.ts";
import { defaultWeights, type RankingWeights } from "./ranking-weights.ts";

/** Share of the name in the score shown, where names take part. */
const nameShare = 0.3;
/** Score of a sound with all words in its file name of whose meaning nothing is known yet. */
const nameOnlyScore = 0.6;
/** So much of the score comes from the rank alone: no two sounds of a list show the same. */
const rankShare = 0.001;

/** Cosines of right and of wrong pairs of text and sound, as measured for a model. */
export interface ScoreCalibration {
  matched: { mean: number; /** One right pair in twenty lies above. */ p95?: number | undefined };
  unmatched: { mean: number };
}

/** From the cosine (null when unknown) and the quality of the name hit (0 without one) to 0..1. */
export type ToScore = (cosine: number | null, quality: number) => number;

/** For models without their own: LAION-CLAP's right pairs of AudioCaps have 0.50, unrelated texts -0.07 to 0.22. */
export const defaultCalibration: ScoreCalibration = { matched: { mean: 0.45 }, unmatched: { mean: 0.08 } };

/** Sounds with a name hit, as `NameHits` of name-hits.ts keeps them. */
export interface NamedSounds {
  readonly ids: readonly SoundId[];
  has(soundId: SoundId): boolean;
  /** 0..1 */
  getQuality(soundId: SoundId): number;
  /** Part of the quality that tags give. */
  getTagQuality(soundId: SoundId): number;
  getWords(soundId: SoundId): string[];
  getTags(soundId: SoundId): string[];
}

export interface RankedSound {
  soundId: SoundId;
  /** 0..1 for display, below the one before it. */
  score: number;
  /** Parts of the fused rank score: their ratio is the share of each. */
  meaningPart: number;
  namePart: number;
  tagPart: number;
  words: string[];
  /** Tags that the query names. */
  tags: string[];
  cosine: number | null;
  windowStartSec: number | null;
  windowEndSec: number | null;
}

/**
 * One list of all sounds that have either kind of evidence, best first, equal ones by id.
 *
 * @param nearest undefined when meaning takes no part
 * @param limit as many as anyone looks at, 0 for all: `nearest` holds no more, and of names no more are ranked
 */
export function fuse(
  nearest: Nearest | undefined,
  hits: NamedSounds,
  toScore: ToScore,
  limit: number,
  weights: RankingWeights = defaultWeights,
): RankedSound[] {
  const toPart = (rank: number): number => 1 / (weights.rankOffset + rank);
  const named = rankNamed(nearest, hits, toScore, limit, weights);
  const merged: RankedSound[] = [];
  let next = 0;
  for (const [position, near] of (nearest?.sounds ?? []).entries()) {
    if (hits.has(near.soundId)) continue;
    const meaningPart = toPart(position + 1);
    while (next < named.length && isBefore(named[next] as RankedSound, meaningPart, near.soundId)) {
      merged.push(named[next++] as RankedSound);
    }
    const { soundId, cosine, windowStartSec, windowEndSec } = near;
    const score = toScore(cosine, 0);
    merged.push({
      soundId,
      score,
      meaningPart,
      namePart: 0,
      tagPart: 0,
      words: [],
      tags: [],
      cosine,
      windowStartSec,
      windowEndSec,
    });
  }
  while (next < named.length) merged.push(named[next++] as RankedSound);
  makeScoresFall(merged);
  return merged;
}

/** Share of each kind of evidence, 0..1; all 0 where there is none. */
export function toShares(sound: RankedSound): { meaning: number; name: number; tag: number } {
  const { meaningPart, namePart, tagPart } = sound;
  const total = Math.max(Number.MIN_VALUE, meaningPart + namePart + tagPart);
  return { meaning: meaningPart / total, name: namePart / total, tag: tagPart / total };
}

/**
 * Score of a text's answers. Meaning goes by a logistic curve through 0.1 at the mean of wrong pairs and 0.9
 * where one right pair in twenty lies above; a model that knows no such value has 0.5 at the mean of right ones.
 */
export function makeTextScore({ matched, unmatched }: ScoreCalibration): ToScore {
  const best = matched.p95 ?? 2 * matched.mean - unmatched.mean;
  const edge = Math.log(9);
  const slope = (2 * edge) / Math.max(0.01, best - unmatched.mean);
  const toMeaning = (cosine: number): number => 1 / (1 + Math.exp(edge - slope * (cosine - unmatched.mean)));
  return (cosine, quality) =>
    cosine === null ? nameOnlyScore * quality : (1 - nameShare) * toMeaning(cosine) + nameShare * quality;
}

/** Score of an example's answers: the cosine of two sounds is readable as it is. */
export const toExampleScore: ToScore = (cosine) => Math.min(1, Math.max(0, cosine ?? 0));

/**
 * Two kinds of evidence stand in one order, and the numbers must not contradict it: neighbours in the wrong
 * order get their mean, as often as it takes (pool adjacent violators). The rank then tells them apart.
 */
export function makeScoresFall(sounds: RankedSound[]): void {
  const pools: { mean: number; count: number }[] = [];
  for (const { score } of sounds) {
    const pool = { mean: score, count: 1 };
    for (let last = pools.at(-1); last && last.mean <= pool.mean; last = pools.at(-1)) {
      const count = last.count + pool.count;
      pool.mean = (last.mean * last.count + pool.mean * pool.count) / count;
      pool.count = count;
      pools.pop();
    }
    pools.push(pool);
  }
  let rank = 0;
  for (const { mean, count } of pools) {
    for (const end = rank + count; rank < end; rank++) {
      // Falls at once and never ends, so that a longer list shows the same numbers.
      const fromRank = 100 / (100 + rank);
      (sounds[rank] as RankedSound).score = (1 - rankShare) * mean + rankShare * fromRank;
    }
  }
}

/** Of sounds with a name hit, the first `limit` (0 for all) in order. */
function rankNamed(
  nearest: Nearest | undefined,
  hits: NamedSounds,
  toScore: ToScore,
  limit: number,
  { rankOffset, nameWeight }: RankingWeights,
): RankedSound[] {
  const toPart = (rank: number): number => 1 / (rankOffset + rank);
  // All hits share the first rank among names: quality and meaning order them.
  const getNamePart = (quality: number): number => nameWeight * quality * toPart(1);
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
    const tagPart = getNamePart(hits.getTagQuality(soundId));
    const near = nearest?.find(soundId);
    return {
      soundId,
      score: toScore(near?.cosine ?? null, quality),
      meaningPart: getMeaningPart(soundId),
      namePart: getNamePart(quality) - tagPart,
      tagPart,
      words: hits.getWords(soundId),
      tags: hits.getTags(soundId),
      cosine: near?.cosine ?? null,
      windowStartSec: near?.windowStartSec ?? null,
      windowEndSec: near?.windowEndSec ?? null,
    };
  });
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
  const own = named.meaningPart + named.namePart + named.tagPart;
  return own > part || (own === part && named.soundId < soundId);
}
