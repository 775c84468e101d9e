// Ranks sounds by likeness to one of them: the model's cosine, blended with what can be measured.
import type { SoundId } from "../../preload/sound.ts";
import type { CatalogueSound } from "../db/catalogue.ts";
import { findRowPeaks } from "../db/peaks.ts";
import {
  blendAspects,
  compareEnvelopes,
  compareTraits,
  defaultAspects,
  type Envelope,
  toEnvelope,
} from "./aspects.ts";
import type { LibraryMemory } from "./library-memory.ts";
import type { Nearest } from "./nearest.ts";
import type { PreparedQuery } from "./prepare-query.ts";
import { makeScoresFall, type RankedSound } from "./rank.ts";
import { findTop, sortAll } from "./top.ts";

/** Envelopes are read for so many of the best, and no more: 10 us each. */
const minCompared = 500;

/**
 * @param nearest cosines of all allowed sounds with the example
 * @param limit results wanted; 0 for all
 * @returns undefined where more is asked than to be like one sound
 */
export function rankSimilar(
  { db, catalogue: { sounds } }: LibraryMemory,
  { plan, scope }: PreparedQuery,
  nearest: Nearest,
  limit: number,
): RankedSound[] | undefined {
  const isMore = plan.text !== "" || plan.minus.length + plan.likes.length > 0;
  const example = scope.kind === "similar" && !isMore ? sounds.get(scope.soundId) : undefined;
  if (scope.kind !== "similar" || !example) return undefined;
  const weights = { ...defaultAspects, ...scope.weights };
  const findEnvelope = ({ id, durationSec }: CatalogueSound): Envelope | null => {
    const peaks = findRowPeaks(db, id);
    return peaks ? toEnvelope(peaks.data, durationSec ?? 0) : null;
  };
  let largestId = 0;
  for (const id of sounds.keys()) largestId = Math.max(largestId, id);
  const scores = new Float32Array(largestId + 1).fill(Number.NEGATIVE_INFINITY);
  let count = 0;
  for (const [id, sound] of sounds) {
    const cosine = nearest.findCosine(id);
    if (cosine === undefined) continue;
    scores[id] = blendAspects(cosine, compareTraits(example, sound), weights);
    count++;
  }
  const wanted = limit === 0 ? count : Math.min(limit, count);
  const head = findTop(scores, Math.max(minCompared, 2 * limit));
  const own = weights.envelope > 0 ? findEnvelope(example) : null;
  const rest = scores.slice();
  for (const id of head) {
    rest[id] = Number.NEGATIVE_INFINITY;
    const sound = sounds.get(id);
    if (!sound || !own) continue;
    const aspects = {
      ...compareTraits(example, sound),
      envelope: compareEnvelopes(own, findEnvelope(sound)),
    };
    scores[id] = blendAspects(nearest.findCosine(id) ?? 0, aspects, weights);
  }
  head.sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
  const ids = [...head.subarray(0, wanted)];
  if (wanted > head.length) ids.push(...sortAll(rest).subarray(0, wanted - head.length));
  const ranked = ids.map((soundId) => toRanked(nearest, soundId, scores[soundId] as number));
  makeScoresFall(ranked);
  return ranked;
}

function toRanked(nearest: Nearest, soundId: SoundId, score: number): RankedSound {
  const near = nearest.find(soundId);
  return {
    soundId,
    score,
    meaningPart: score,
    namePart: 0,
    tagPart: 0,
    words: [],
    tags: [],
    cosine: near?.cosine ?? null,
    windowStartSec: near?.windowStartSec ?? null,
    windowEndSec: near?.windowEndSec ?? null,
  };
}
