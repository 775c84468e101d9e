// Results in the order of a column of the list. Copies stand where the names that the list shows belong.
import type { SearchRequest, SearchScope } from "../../preload/search.ts";
import type { SoundId } from "../../preload/sound.ts";
import type { Catalogue } from "./catalogue.ts";
import type { RankedSound } from "./rank.ts";
import { type FileTest, orderByShownFiles } from "./shown-file.ts";

type Sort = SearchRequest["sort"];

/** @param ranked best first, as they stay when they are sorted by score */
export function sortRanked(
  catalogue: Catalogue,
  ranked: RankedSound[],
  { column, descending }: Sort,
  isWanted: FileTest,
): RankedSound[] {
  if (column === "score") return ranked;
  const rankedOf = new Map(ranked.map((sound) => [sound.soundId, sound]));
  const mask = new Uint8Array(catalogue.maskLength);
  for (const soundId of rankedOf.keys()) mask[soundId] = 1;
  const ids = catalogue.sort(mask, column, descending);
  const getWords = (id: SoundId) => rankedOf.get(id)?.words ?? [];
  const ordered =
    column === "name" || column === "folderPath"
      ? orderByShownFiles(ids, getWords, catalogue.sounds, isWanted, column, descending)
      : ids;
  return ordered.map((id) => rankedOf.get(id) as RankedSound);
}

/** A list without scores that is sorted by score goes by name, what was added or used last by time. */
export function listUnranked(
  catalogue: Catalogue,
  mask: Uint8Array,
  { column, descending }: Sort,
  scope: SearchScope,
  isWanted: FileTest,
): SoundId[] {
  if (column === "score") {
    if (scope.kind === "recent") return catalogue.sort(mask, "addedMs", true);
    if (scope.kind === "used") return catalogue.sort(mask, "lastUsedMs", true);
    return listUnranked(catalogue, mask, { column: "name", descending: false }, scope, isWanted);
  }
  const ids = catalogue.sort(mask, column, descending);
  // Without words and places every sound shows its own file.
  if (isWanted === null || (column !== "name" && column !== "folderPath")) return ids;
  return orderByShownFiles(ids, () => [], catalogue.sounds, isWanted, column, descending);
}
