// How a newer answer takes the place of the one on screen without moving the row in use. Pure.
import type { SoundId } from "../../preload/model.ts";

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

/** `show`: put it on screen and scroll there. `hold`: no scroll position keeps the row in its place. */
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
