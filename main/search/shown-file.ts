// Which of a sound's files a result shows: a sound with copies was found by one of them.
import type { ShownFile } from "../../preload/search.ts";
import type { SoundId } from "../../preload/sound.ts";
import type { CatalogueFile, CatalogueSound } from "../db/catalogue.ts";
import { toQueryWords } from "../db/name-words.ts";

/** Whether a file lies where scope and `in:` ask for; null when nothing is asked. */
export type FileTest = ((file: CatalogueFile) => boolean) | null;

/**
 * The file that lies where it was asked for, and of several the one whose path carries most of the words; the
 * one that stands for the sound on a tie. Files that are gone are shown only where there is no other.
 */
export function findShownFile(
  { files }: CatalogueSound,
  words: readonly string[],
  isWanted: FileTest,
): CatalogueFile | undefined {
  const candidates = files.filter(({ state }, i) => i === 0 || state !== "missing");
  if (candidates.length < 2) return candidates[0];
  const rate = (file: CatalogueFile): number => {
    const present = words.length > 0 ? new Set(toQueryWords(file.path)) : new Set();
    const found = words.filter((word) => present.has(word)).length;
    return found + (isWanted?.(file) === true ? words.length + 1 : 0);
  };
  return candidates
    .map((file) => ({ file, rating: rate(file) }))
    .reduce((best, next) => (next.rating > best.rating ? next : best)).file;
}

/**
 * Of a list, the results that show another file than the one that stands for the sound.
 * @param getWords words of the query that the result at this place carries
 */
export function listShownFiles(
  soundIds: Uint32Array,
  getWords: (index: number) => readonly string[],
  sounds: ReadonlyMap<SoundId, CatalogueSound>,
  isWanted: FileTest,
): ShownFile[] {
  const shown: ShownFile[] = [];
  for (const [index, soundId] of soundIds.entries()) {
    const words = getWords(index);
    if (words.length === 0 && isWanted === null) continue;
    const sound = sounds.get(soundId);
    if (!sound || sound.files.length < 2) continue;
    const file = findShownFile(sound, words, isWanted);
    if (!file || file === sound.files[0]) continue;
    shown.push({ soundId, path: file.path, name: file.name, folderPath: file.folderPath });
  }
  return shown;
}
