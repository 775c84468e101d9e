// Which sounds are selected. By id, so that a list may change under the selection.
import { create } from "zustand";
import type { SoundId } from "../../preload/sound.ts";
import { getBridge } from "../bridge/bridge.ts";
import { useSearch } from "./search.ts";

interface Selection {
  ids: ReadonlySet<SoundId>;
  /** The row that the arrow keys start from and that is heard: the last one touched. */
  cursor: SoundId | null;
  /** Where a range made with Shift starts. */
  anchor: SoundId | null;
}

export const useSelection = create<Selection>(() => ({ ids: new Set(), cursor: null, anchor: null }));

/** Ids of the list as shown, in order. */
export function shownIds(): Uint32Array {
  return useSearch.getState().results?.response.soundIds ?? new Uint32Array(0);
}

/** Position of a sound in the list as shown, -1 when it is not in it. */
export function indexOfSound(id: SoundId | null): number {
  return id === null ? -1 : shownIds().indexOf(id);
}

export function selectOnly(id: SoundId): void {
  useSelection.setState({ ids: new Set([id]), cursor: id, anchor: id });
}

/** Adds or takes away one sound (Ctrl/Cmd+click). */
export function toggleSelected(id: SoundId): void {
  const ids = new Set(useSelection.getState().ids);
  if (!ids.delete(id)) ids.add(id);
  useSelection.setState({ ids, cursor: id, anchor: id });
}

/** Selects from the anchor to `id` (Shift+click, Shift+arrow). */
export function selectRange(id: SoundId): void {
  const { anchor, cursor } = useSelection.getState();
  const from = indexOfSound(anchor ?? cursor);
  const to = indexOfSound(id);
  if (from < 0 || to < 0) {
    selectOnly(id);
    return;
  }
  const range = shownIds().subarray(Math.min(from, to), Math.max(from, to) + 1);
  useSelection.setState({ ids: new Set(range), cursor: id, anchor: anchor ?? cursor });
}

export function selectAll(): void {
  const ids = shownIds();
  const { cursor } = useSelection.getState();
  useSelection.setState({ ids: new Set(ids), cursor: cursor ?? ids[0] ?? null });
}

export function clearSelection(): void {
  useSelection.setState({ ids: new Set(), cursor: null, anchor: null });
}

/** Sounds whose presence is asked for at once; a larger selection is left as it is. */
const mostChecked = 1000;

/** Lets go of selected sounds that are no longer in the library. */
export async function dropGoneSounds(): Promise<void> {
  const { ids, cursor, anchor } = useSelection.getState();
  if (ids.size === 0 || ids.size > mostChecked) return;
  const rows = await getBridge().engine.getSounds({ ids: [...ids] });
  if (useSelection.getState().ids !== ids || rows.length === ids.size) return;
  const left = new Set(rows.map(({ id }) => id));
  const keep = (id: SoundId | null): SoundId | null => (id !== null && left.has(id) ? id : null);
  useSelection.setState({ ids: left, cursor: keep(cursor), anchor: keep(anchor) });
}

/** Selected ids in list order; sounds that are no longer in the list come last. */
export function selectedInOrder(): SoundId[] {
  const { ids } = useSelection.getState();
  if (ids.size <= 1) return [...ids];
  const shown = [...shownIds()].filter((id) => ids.has(id));
  if (shown.length === ids.size) return shown;
  const inList = new Set(shown);
  return [...shown, ...[...ids].filter((id) => !inList.has(id))];
}
