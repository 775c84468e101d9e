// Selecting is hearing: moves of the selection, and the sound that goes ahead of them.
import type { SoundId } from "../../preload/sound.ts";
import { useLibrary } from "../stores/library.ts";
import { indexOfSound, selectOnly, selectRange, shownIds, useSelection } from "../stores/selection.ts";
import { useSettings } from "../stores/settings.ts";
import { foresee } from "./foresight.ts";
import { matchedWindowOf } from "./matched-window.ts";
import { loadSound, usePlayer } from "./player.ts";

/** Who pressed a row may go either way. */
const aroundPress = [1, -1, 2];
/** Who steps goes on in the same direction; keys that are held repeat every 33 ms. */
const aheadOfStep = [1, 2, 3, 4, -1];

/** How far from a sound those are that may be heard next, the likeliest first. @param rows moved to come to it */
function offsetsAfter(rows: number): number[] {
  const direction = Math.sign(rows);
  if (direction === 0) return aroundPress;
  if (rows === direction) return aheadOfStep.map((offset) => offset * direction);
  // A page, or an end of the list: another one, or from there row by row.
  return [rows, direction, -direction];
}

function foreseeNeighbours(id: SoundId, rows: number): void {
  const ids = shownIds();
  const index = indexOfSound(id);
  if (index < 0) return;
  const neighbours = offsetsAfter(rows).map((offset) => ids[index + offset]);
  foresee(neighbours.filter((neighbour) => neighbour !== undefined));
}

let foreseeFrame = 0;
let foreseeTimer: ReturnType<typeof setTimeout> | undefined;

/** Once the frame that shows the selection is drawn; never, where another sound is chosen before. */
function foreseeAfterPaint(id: SoundId, rows: number): void {
  cancelAnimationFrame(foreseeFrame);
  clearTimeout(foreseeTimer);
  foreseeFrame = requestAnimationFrame(() => {
    foreseeTimer = setTimeout(() => foreseeNeighbours(id, rows), 0);
  });
}

/**
 * Plays the sound where autoplay is on, shows it otherwise. Call it before the selection is moved: nothing that is
 * drawn for it may come before the sound.
 * @param rows that the cursor moved to come to it, 0 for a sound that was pressed
 */
export function audition(id: SoundId, rows = 0): void {
  loadSound(id, matchedWindowOf(id), useSettings.getState().isAutoplayOn);
  foreseeAfterPaint(id, rows);
}

/** Puts the sound that was selected before a reload into the player, silently, once the shell can be asked. */
export function showRestored(): void {
  const { cursor } = useSelection.getState();
  if (cursor === null) return;
  const end = useLibrary.subscribe(({ shell }) => {
    if (shell === null) return;
    end();
    if (useSelection.getState().cursor === cursor && usePlayer.getState().soundId === null) {
      loadSound(cursor, null, false);
    }
  });
}

/** Moves the cursor by rows and plays what it lands on; without a cursor it comes in from the edge. */
export function moveCursor(rows: number, isExtending = false): void {
  const ids = shownIds();
  if (ids.length === 0) return;
  const { cursor } = useSelection.getState();
  const from = indexOfSound(cursor);
  const start = from >= 0 ? from : rows > 0 ? -1 : ids.length;
  const target = start + rows;
  const id = ids[Math.min(ids.length - 1, Math.max(0, target))] as SoundId;
  if (id !== cursor || !isExtending) audition(id, rows);
  if (isExtending) selectRange(id);
  else selectOnly(id);
}
