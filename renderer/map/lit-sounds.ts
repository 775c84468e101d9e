// Which sounds of the map the search line lets through. Pure.
import type { SoundId } from "../../preload/sound.ts";
import { isRanked, type Results } from "../stores/search.ts";

/** In a ranked answer, which holds everything, sounds count that have at least this share of the best score. */
export const litShare = 0.5;

interface Places {
  soundIds: Uint32Array;
  indexOf: ReadonlyMap<SoundId, number>;
}

/** By position on the map, 1 for sounds that are found; null when the search lets everything through. */
export function findLit(
  { soundIds, indexOf }: Places,
  results: Results | null,
  search: Parameters<typeof isRanked>[0],
): Uint8Array | null {
  if (results === null) return null;
  const { response, request } = results;
  if (request.scope.kind === "all" && request.query.trim() === "") return null;
  const { scores, soundIds: found } = response;
  const least = isRanked(search) ? litShare * bestOf(scores) : Number.NEGATIVE_INFINITY;
  const lit = new Uint8Array(soundIds.length);
  for (const [i, id] of found.entries()) {
    const index = indexOf.get(id);
    const score = scores[i] as number;
    if (index !== undefined && !(score < least)) lit[index] = 1;
  }
  // The sound that others are compared with is not among them, and yet it is what they lie around.
  const { scope } = request;
  const example = scope.kind === "similar" ? indexOf.get(scope.soundId) : undefined;
  if (example !== undefined) lit[example] = 1;
  return lit;
}

function bestOf(scores: Float32Array): number {
  let best = 0;
  for (const score of scores) if (score > best) best = score;
  return best;
}
