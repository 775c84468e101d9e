// Mouse on the rows: select and hear on press, keep a multiple selection for a drag, start the drag.
import type { DragEvent, MouseEvent, PointerEvent } from "react";
import type { SoundId } from "../../preload/sound.ts";
import { startDrag } from "../commands/drag.ts";
import { isMac } from "../commands/platform.ts";
import { audition } from "../player/audition.ts";
import { foreseePress } from "../player/foresight.ts";
import { toggleFavourite } from "../stores/edits.ts";
import {
  selectedInOrder,
  selectOnly,
  selectRange,
  toggleSelected,
  useSelection,
} from "../stores/selection.ts";
import { setDraggedSounds } from "./dragged-sounds.ts";

function soundAt(target: EventTarget): SoundId | null {
  if (!(target instanceof Element)) return null;
  const row = target.closest<HTMLElement>("[data-sound-id]");
  return row ? Number(row.dataset["soundId"]) : null;
}

function isStar(target: EventTarget): boolean {
  return target instanceof Element && target.closest("[data-star]") !== null;
}

const isToggle = (event: MouseEvent): boolean => (isMac ? event.metaKey : event.ctrlKey);

/** Selects on press, not on release: it is heard a hand's movement earlier. */
export function handleRowMouseDown(event: MouseEvent): void {
  const id = soundAt(event.target);
  if (id === null || isStar(event.target)) return;
  const { ids } = useSelection.getState();
  if (event.button === 2) {
    if (!ids.has(id)) selectOnly(id);
    return;
  }
  if (event.button !== 0) return;
  const isPlain = !event.shiftKey && !isToggle(event);
  if (isPlain && ids.has(id) && ids.size > 1) return;
  audition(id);
  if (event.shiftKey) selectRange(id);
  else if (isToggle(event)) toggleSelected(id);
  else selectOnly(id);
}

/** A press on one of several selected rows that turned out to be no drag selects that row alone. */
export function handleRowClick(event: MouseEvent): void {
  const id = soundAt(event.target);
  if (id === null) return;
  if (isStar(event.target)) {
    const { ids } = useSelection.getState();
    void toggleFavourite(ids.has(id) ? selectedInOrder() : [id]);
    return;
  }
  if (event.shiftKey || isToggle(event) || useSelection.getState().ids.size <= 1) return;
  audition(id);
  selectOnly(id);
}

/** A pointer on a row may be about to press it. */
export function handleRowPointerOver(event: PointerEvent): void {
  const id = soundAt(event.target);
  if (id !== null) foreseePress(id);
}

export function handleRowDragStart(event: DragEvent): void {
  const id = soundAt(event.target);
  if (id === null) return;
  const selected = selectedInOrder();
  const ids = selected.includes(id) ? [id, ...selected.filter((each) => each !== id)] : [id];
  setDraggedSounds(ids);
  startDrag(event.nativeEvent, ids);
}
