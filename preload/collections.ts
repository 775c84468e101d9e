// The words for what a person keeps: collections, history, duplicates, edits.
import type { SoundId } from "./sound.ts";

/** A set of sounds under a name: chosen by hand, or a saved search. */
export interface Collection {
  id: number;
  name: string;
  kind: "manual" | "smart";
  /** The saved search line of a smart one. */
  query: string | null;
  /** Null for smart ones: ask the search. */
  soundCount: number | null;
  addedMs: number;
}

export type UseKind = "play" | "drag" | "copy";

/** One line of the history: what was asked, or which sound was used. */
export interface HistoryEntry {
  id: number;
  kind: "query" | UseKind;
  atMs: number;
  query: string | null;
  soundId: SoundId | null;
}

/** Sounds that are the same. An exact copy is one sound with several files: a group of one id. */
export interface DuplicateGroup {
  kind: "exact" | "near";
  /** Least cosine of a sound of the group and its first; 1 for exact copies. */
  cosine: number;
  soundIds: SoundId[];
}

/** An edit that was made, undone or redone. */
export interface EditDone {
  /** `Tagged 12 sounds "kick"`: for the status line. */
  label: string;
  atMs: number;
}
