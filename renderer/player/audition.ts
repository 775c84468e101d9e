// Selecting is hearing: moves of the selection, and the sound that follows them.
import type { SoundId } from "../../preload/sound.ts";
import { useLibrary } from "../stores/library.ts";
import { useSearch } from "../stores/search.ts";
import { indexOfSound, selectOnly, selectRange, shownIds, useSelection } from "../stores/selection.ts";
import { useSettings } from "../stores/settings.ts";
import { soundRows } from "../stores/sounds.ts";
import { largestPrefetchBytes, prefetchAudio } from "./audio-cache.ts";
import { audioUrlOf, loadSound, usePlayer, type MatchedWindow } from "./player.ts";

const prefetchAfterMs = 80;
let prefetchTimer: ReturnType<typeof setTimeout> | undefined;

/** The ten seconds of a result that matched, or null where the whole sound did. */
export function matchedWindowOf(id: SoundId): MatchedWindow | null {
  const response = useSearch.getState().results?.response;
  const index = indexOfSound(id);
  const startSec = response?.windowStartSec[index];
  const endSec = response?.windowEndSec[index];
  if (startSec === undefined || endSec === undefined) return null;
  return Number.isFinite(startSec) && Number.isFinite(endSec) ? { startSec, endSec } : null;
}

function prefetchNeighbours(id: SoundId): void {
  const index = indexOfSound(id);
  if (index < 0) return;
  const ids = shownIds();
  const next: { id: SoundId; url: string }[] = [];
  for (const offset of [1, -1, 2]) {
    const neighbour = ids[index + offset];
    const row = neighbour === undefined ? undefined : soundRows.find(neighbour);
    if (!row || row.status === "error" || row.fileState !== "present" || row.sizeBytes > largestPrefetchBytes)
      continue;
    const url = audioUrlOf(row.id);
    if (url !== null) next.push({ id: row.id, url });
  }
  void prefetchAudio(next);
}

/** Plays the sound where autoplay is on, shows it otherwise. */
export function audition(id: SoundId): void {
  loadSound(id, matchedWindowOf(id), useSettings.getState().isAutoplayOn);
  clearTimeout(prefetchTimer);
  prefetchTimer = setTimeout(() => prefetchNeighbours(id), prefetchAfterMs);
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
  if (isExtending) selectRange(id);
  else selectOnly(id);
  if (id !== cursor || !isExtending) audition(id);
}
