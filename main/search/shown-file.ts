// Which of a sound's files a result shows: a sound with copies was found by one of them.
import type { ShownFile } from "../../preload/search.ts";
import type { SoundId } from "../../preload/sound.ts";
import type { CatalogueFile, CatalogueSound } from "../db/catalogue.ts";
import { toQueryWords } from "../db/name-words.ts";
import { toNameKey } from "./sort-order.ts";

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
    const { id: fileId, path, name, folderPath } = file;
    shown.push({ soundId, fileId, path, name, folderPath });
  }
  return shown;
}

/** What a list may be ordered by that differs between the files of a sound. */
export type FileColumn = "name" | "folderPath";

/**
 * Puts sounds that show another file than their own where that one belongs.
 * @param ids in the order of the sounds' own files
 * @param getWords words of the query that a result carries
 */
export function orderByShownFiles(
  ids: SoundId[],
  getWords: (id: SoundId) => readonly string[],
  sounds: ReadonlyMap<SoundId, CatalogueSound>,
  isWanted: FileTest,
  column: FileColumn,
  isDescending: boolean,
): SoundId[] {
  const shownOf = new Map<SoundId, CatalogueFile>();
  for (const id of ids) {
    const words = getWords(id);
    if (words.length === 0 && isWanted === null) continue;
    const sound = sounds.get(id);
    if (!sound || sound.files.length < 2) continue;
    const file = findShownFile(sound, words, isWanted);
    if (file && file !== sound.files[0]) shownOf.set(id, file);
  }
  if (shownOf.size === 0) return ids;
  const keys = new Map<SoundId, string>();
  const keyOf = (id: SoundId): string => {
    const known = keys.get(id);
    if (known !== undefined) return known;
    const key = toNameKey((shownOf.get(id) ?? sounds.get(id)?.files[0])?.[column] ?? "");
    keys.set(id, key);
    return key;
  };
  const sign = isDescending ? -1 : 1;
  const compare = (a: SoundId, b: SoundId): number => {
    const [ofA, ofB] = [keyOf(a), keyOf(b)];
    if (ofA === ofB) return a - b;
    return ofA < ofB ? -sign : sign;
  };
  const rest = ids.filter((id) => !shownOf.has(id));
  const ordered: SoundId[] = [];
  let next = 0;
  for (const id of [...shownOf.keys()].sort(compare)) {
    const end = findPlace(rest, next, (other) => compare(other, id) < 0);
    while (next < end) ordered.push(rest[next++] as SoundId);
    ordered.push(id);
  }
  while (next < rest.length) ordered.push(rest[next++] as SoundId);
  return ordered;
}

/** First place from `start` on whose id is not before, by halving: few keys are made of a long list. */
function findPlace(ids: readonly SoundId[], start: number, isBefore: (id: SoundId) => boolean): number {
  let [low, high] = [start, ids.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(ids[middle] as SoundId)) low = middle + 1;
    else high = middle;
  }
  return low;
}
