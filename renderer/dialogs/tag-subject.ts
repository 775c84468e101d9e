// Which sounds the tag editor is about.
import { create } from "zustand";
import type { SearchScope } from "../../preload/search.ts";
import type { SoundId } from "../../preload/sound.ts";
import { getBridge } from "../bridge/bridge.ts";
import { soundRows } from "../stores/sounds.ts";
import { openDialog } from "../stores/window-state.ts";

interface TagSubject {
  ids: readonly SoundId[];
  /** Name of the one sound or of the folder; null for a selection. */
  name: string | null;
}

export const useTagSubject = create<TagSubject>(() => ({ ids: [], name: null }));

export function openTagEditor(ids: readonly SoundId[], name: string | null = null): void {
  const [first] = ids;
  if (first === undefined) return;
  const ownName = ids.length === 1 ? (soundRows.find(first)?.name ?? null) : null;
  useTagSubject.setState({ ids, name: name ?? ownName });
  openDialog("tag-editor");
}

/** For all sounds of a folder or of another part of the library. */
export async function openTagEditorFor(scope: SearchScope, name: string): Promise<void> {
  const { soundIds } = await getBridge().engine.searchNames({
    query: "",
    scope,
    sort: { column: "name", descending: false },
    limit: 0,
  });
  openTagEditor([...soundIds], name);
}
