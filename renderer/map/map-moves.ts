// What choosing a sound on the map does: the same as in the list.
import type { SoundId } from "../../preload/sound.ts";
import { audition } from "../player/audition.ts";
import { selectOnly, toggleSelected, useSelection } from "../stores/selection.ts";
import type { Direction } from "./point-grid.ts";
import { useMap } from "./map-store.ts";

/** True for sounds that are not dimmed. */
export function isLit(index: number): boolean {
  const { lit } = useMap.getState();
  return lit === null || lit[index] === 1;
}

export function chooseSound(id: SoundId, isToggle: boolean): void {
  audition(id);
  if (isToggle) toggleSelected(id);
  else selectOnly(id);
}

/** Selects many at once, in place of what was selected or in addition to it. */
export function chooseSounds(ids: readonly SoundId[], isAdding: boolean): void {
  const before = useSelection.getState();
  const all = new Set(isAdding ? [...before.ids, ...ids] : ids);
  const cursor = ids[0] ?? before.cursor;
  useSelection.setState({ ids: all, cursor, anchor: cursor });
}

/**
 * Goes to the next lit sound in a direction; from nowhere, to the one nearest to the middle.
 * @returns its position on the map, or -1 where there is none
 */
export function moveTo(direction: Direction, middle: { x: number; y: number }, isExtending: boolean): number {
  const { map } = useMap.getState();
  if (!map) return -1;
  const { cursor } = useSelection.getState();
  const from = cursor === null ? undefined : map.indexOf.get(cursor);
  const index =
    from === undefined
      ? map.grid.findNearest(middle, Number.MAX_VALUE, isLit)
      : map.grid.findNext(from, direction, isLit);
  const id = map.soundIds[index];
  if (id === undefined) return -1;
  audition(id);
  if (isExtending) chooseSounds([id], true);
  else selectOnly(id);
  return index;
}
