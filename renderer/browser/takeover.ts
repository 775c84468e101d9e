// How a newer answer takes the place of the one on screen without moving the row in use. Pure.
import type { SearchResponse } from "../../preload/search.ts";
import type { SoundId } from "../../preload/sound.ts";

export interface TakeoverInput {
  shownIds: Uint32Array;
  nextIds: Uint32Array;
  /** The row in use: under the pointer, or selected and in sight; null when there is none. */
  anchorId: SoundId | null;
  scrollTop: number;
  rowHeight: number;
  /** Height of the rows' part of the view, px. */
  viewHeight: number;
}

/**
 * `show`: put it on screen and scroll there. `hold`: no scroll position keeps the row in its place;
 * what is new goes below what is shown (`mergeBelow`) until the user wants it in order.
 */
export type Takeover = { kind: "show"; scrollTop: number } | { kind: "hold" };

export function planTakeover(input: TakeoverInput): Takeover {
  const { shownIds, nextIds, anchorId, scrollTop, rowHeight, viewHeight } = input;
  const highest = Math.max(0, nextIds.length * rowHeight - viewHeight);
  const shownIndex = anchorId === null ? -1 : shownIds.indexOf(anchorId);
  const nextIndex = anchorId === null ? -1 : nextIds.indexOf(anchorId);
  if (shownIndex < 0 || nextIndex < 0) return { kind: "show", scrollTop: Math.min(scrollTop, highest) };
  const target = scrollTop + (nextIndex - shownIndex) * rowHeight;
  return target < 0 || target > highest ? { kind: "hold" } : { kind: "show", scrollTop: target };
}

/**
 * What is shown, row by row as it stands, and below it what only the newer answer has. Scores and windows
 * are the newer answer's; a row that it no longer has keeps its place without a score.
 */
export function mergeBelow(shown: SearchResponse, next: SearchResponse): SearchResponse {
  const nextIndexes = new Map(Array.from(next.soundIds, (id, index) => [id, index] as const));
  const shownIds = new Set(shown.soundIds);
  const soundIds = [...shownIds, ...next.soundIds.filter((id) => !shownIds.has(id))];
  const pick = (values: Float32Array): Float32Array =>
    Float32Array.from(soundIds, (id) => values[nextIndexes.get(id) ?? -1] ?? Number.NaN);
  return {
    ...next,
    soundIds: Uint32Array.from(soundIds),
    scores: pick(next.scores),
    windowStartSec: pick(next.windowStartSec),
    windowEndSec: pick(next.windowEndSec),
  };
}
