// What the name dialog gives a name to.
import { create } from "zustand";
import type { Collection } from "../../preload/collections.ts";
import type { SoundId } from "../../preload/sound.ts";
import { openDialog } from "../stores/window-state.ts";

export type NameSubject =
  | { kind: "rename"; id: number; name: string }
  | { kind: "search"; query: string }
  | { kind: "sounds"; ids: SoundId[] };

export const useNameSubject = create<{ subject: NameSubject }>(() => ({
  subject: { kind: "search", query: "" },
}));

function open(subject: NameSubject): void {
  useNameSubject.setState({ subject });
  openDialog("name");
}

export function openRenameDialog({ id, name }: Collection): void {
  open({ kind: "rename", id, name });
}

/** A saved search of a line. */
export function openSaveSearchDialog(query: string): void {
  open({ kind: "search", query });
}
