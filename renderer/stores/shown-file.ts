// Which file of a sound the list shows: a copy by which it was found, where that is not the sound's own.
import type { ShownFile } from "../../preload/search.ts";
import type { SoundId } from "../../preload/sound.ts";
import { useSearch } from "./search.ts";

/** Undefined where the list shows the sound's own file, or not the sound. */
export function findShownFile(id: SoundId | null): ShownFile | undefined {
  return useSearch.getState().results?.response.shownFiles?.find(({ soundId }) => soundId === id);
}

export function useShownFile(id: SoundId | null): ShownFile | undefined {
  return useSearch(({ results }) => results?.response.shownFiles?.find(({ soundId }) => soundId === id));
}
