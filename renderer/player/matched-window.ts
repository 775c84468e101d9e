// Which part of a result matched the query.
import type { Region, SoundId } from "../../preload/sound.ts";
import { useSearch } from "../stores/search.ts";
import { indexOfSound } from "../stores/selection.ts";

/** The ten seconds of a result that matched, or null where the whole sound did. */
export function matchedWindowOf(id: SoundId): Region | null {
  const response = useSearch.getState().results?.response;
  const index = indexOfSound(id);
  const startSec = response?.windowStartSec[index];
  const endSec = response?.windowEndSec[index];
  if (startSec === undefined || endSec === undefined) return null;
  return Number.isFinite(startSec) && Number.isFinite(endSec) ? { startSec, endSec } : null;
}
