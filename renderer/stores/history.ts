// What was searched for. A line counts when its results are used: not each half-typed word is worth keeping.
import { getBridge } from "../bridge/bridge.ts";
import { queryClient } from "./query-client.ts";
import { useSearch } from "./search.ts";
import { useSelection } from "./selection.ts";

let last = "";

/** Keeps the line as it stands, once in a row. */
export function noteQuery(): void {
  const line = useSearch.getState().line.trim();
  if (line === "" || line === last) return;
  last = line;
  getBridge()
    .engine.recordQuery({ query: line })
    .then(() => queryClient.invalidateQueries({ queryKey: ["history"] }))
    .catch(() => {
      // The engine is away: a line of history less.
      last = "";
    });
}

/** Notes the line whenever one of its results is chosen. @returns the function that ends it */
export function keepHistory(): () => void {
  return useSelection.subscribe(({ cursor }, before) => {
    if (cursor === null || cursor === before.cursor) return;
    if (useSearch.getState().results?.response.soundIds.includes(cursor)) noteQuery();
  });
}

export async function clearHistory(): Promise<void> {
  await getBridge().engine.clearHistory({});
  last = "";
  await queryClient.invalidateQueries({ queryKey: ["history"] });
}
