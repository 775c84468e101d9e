// Which sounds are being dragged, for drops inside the window: what a native drag carries are files, not sounds.
import type { SoundId } from "../../preload/sound.ts";

let dragged: SoundId[] = [];
let listening = new AbortController();

export function setDraggedSounds(ids: readonly SoundId[]): void {
  dragged = [...ids];
  // A native drag tells the page nothing of its end; the next press is the first sign of it.
  listening.abort();
  listening = new AbortController();
  const end = (): void => {
    dragged = [];
    listening.abort();
  };
  const { signal } = listening;
  window.addEventListener("pointerdown", end, { capture: true, signal });
  window.addEventListener("dragend", end, { capture: true, signal });
}

/** The sounds of the drag that is going on; empty when it is none of this window's rows. */
export function findDraggedSounds(): SoundId[] {
  return dragged;
}
