// Collections: sounds put together by hand, and saved searches.
import { useQuery } from "@tanstack/react-query";
import type { Collection } from "../../preload/collections.ts";
import type { SoundId } from "../../preload/sound.ts";
import { getBridge } from "../bridge/bridge.ts";
import { texts } from "../texts.ts";
import { edit } from "./edits.ts";
import { queryClient } from "./query-client.ts";
import { isRankedBy, setScope, useSearch } from "./search.ts";
import { useSettings } from "./settings.ts";

const queryKey = ["collections"];
const load = (): Promise<Collection[]> => getBridge().engine.listCollections({});

/** In the user's own order; new ones last. Undefined until they have come. */
export function useCollections(): Collection[] | undefined {
  const { data } = useQuery({ queryKey, queryFn: load });
  const order = useSettings((settings) => settings.collectionOrder);
  return data && sortCollections(data, order);
}

/** Those that the user has put in order first, the others after them as they came. */
export function sortCollections(collections: readonly Collection[], order: readonly number[]): Collection[] {
  const place = ({ id }: Collection): number => {
    const index = order.indexOf(id);
    return index < 0 ? order.length : index;
  };
  return collections.toSorted((a, b) => place(a) - place(b) || a.addedMs - b.addedMs || a.id - b.id);
}

/** The ids with one of them moved by `step` places. */
export function moveId(ids: readonly number[], id: number, step: number): number[] {
  const from = ids.indexOf(id);
  if (from < 0) return [...ids];
  const to = Math.min(ids.length - 1, Math.max(0, from + step));
  return ids.filter((each) => each !== id).toSpliced(to, 0, id);
}

/** The collection on show, or undefined. */
export function findShownCollection(): Collection | undefined {
  const { scope } = useSearch.getState();
  if (scope.kind !== "collection") return undefined;
  return queryClient.getQueryData<Collection[]>(queryKey)?.find(({ id }) => id === scope.id);
}

/** Shows a collection; a saved search with words is ranked, so what it asks for is looked at first. */
export async function showCollection({ id, query }: Collection): Promise<void> {
  const isRanked = query !== null && isRankedBy(await getBridge().engine.parseQuery({ query }));
  setScope({ kind: "collection", id }, isRanked);
}

export async function createCollection(
  name: string,
  content: { query: string } | { ids: SoundId[] },
): Promise<boolean> {
  const query = "query" in content ? content.query : null;
  const ids = "ids" in content ? content.ids : [];
  return edit(async () => {
    await getBridge().engine.createCollection({ name, query, ids });
    return { label: texts.status.collectionMade(name) };
  });
}

export function addToCollection(id: number, ids: SoundId[]): Promise<boolean> {
  return edit(() => getBridge().engine.addToCollection({ id, ids }));
}

export function removeFromCollection(id: number, ids: SoundId[]): Promise<boolean> {
  return edit(() => getBridge().engine.removeFromCollection({ id, ids }));
}

export function renameCollection(id: number, name: string): Promise<boolean> {
  return edit(() => getBridge().engine.renameCollection({ id, name }));
}

export async function removeCollection(id: number): Promise<void> {
  const { scope } = useSearch.getState();
  const isShown = scope.kind === "collection" && scope.id === id;
  if ((await edit(() => getBridge().engine.removeCollection({ id }))) && isShown) setScope({ kind: "all" });
}
