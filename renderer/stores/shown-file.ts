// Which file of a sound the list shows: a copy by which it was found, where that is not the sound's own.
import type { ShownFile } from "../../preload/search.ts";
import type { SoundId } from "../../preload/sound.ts";
import { useSearch } from "./search.ts";

/** Undefined where the list shows the sound's own file, or not the sound. */
export function findShownFile(id: SoundId | null): ShownFile | undefined {
  return useSearch.getState().results?.response.shownFiles?.find(({ soundId }) => soundId === id);
}

/** Ids of the files that the list shows in place of the sounds' own. */
export function listShownFileIds(ids: readonly SoundId[]): number[] {
  const wanted = new Set(ids);
  const shownFiles = useSearch.getState().results?.response.shownFiles ?? [];
  return shownFiles.filter(({ soundId }) => wanted.has(soundId)).map(({ fileId }) => fileId);
}

export function useShownFile(id: SoundId | null): ShownFile | undefined {
  return useSearch(({ results }) => results?.response.shownFiles?.find(({ soundId }) => soundId === id));
}
