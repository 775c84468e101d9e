// Which sounds are being dragged, for drops inside the window: what a native drag carries are files, not sounds.
import type { SoundId } from "../../preload/sound.ts";
import { soundRows } from "../stores/sounds.ts";

let dragged: SoundId[] = [];
let listening = new AbortController();

export function setDraggedSounds(ids: readonly SoundId[]): void {
  dragged = [...ids];
  // A native drag tells the page nothing of its end. While it goes on there is neither a press nor a pointer that moves
  // without a button held.
  listening.abort();
  listening = new AbortController();
  const end = (): void => {
    dragged = [];
    listening.abort();
  };
  const { signal } = listening;
  window.addEventListener("pointerdown", end, { capture: true, signal });
  window.addEventListener("dragend", end, { capture: true, signal });
  window.addEventListener("pointermove", ({ buttons }) => buttons === 0 && end(), { capture: true, signal });
}

/** The sounds of the drag that is going on; empty when it is none of this window's rows. */
export function findDraggedSounds({ types, items, files }: DataTransfer): SoundId[] {
  if (!types.includes("Files") || dragged.length === 0) return dragged;
  // Files may also come from outside while the end of a native drag has not been noticed yet. Before the drop only
  // their number can be seen.
  if (files.length === 0) return items.length === dragged.length ? dragged : [];
  const rows = dragged.map((id) => soundRows.find(id));
  const areOurs = [...files].every((file) =>
    rows.some((row) => row?.name === file.name && row.sizeBytes === file.size),
  );
  return files.length === dragged.length && areOurs ? dragged : [];
}
