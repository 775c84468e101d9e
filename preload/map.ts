// The map: where sounds lie, what is being done about it, what it is coloured by.
import type { ErrorData } from "./error-data.ts";

/** Where sounds lie on the map: parallel arrays, a sound each, by rising id. */
export interface SoundMap extends MapState {
  soundIds: Uint32Array;
  /** Without unit, x to the right and y up; sounds that are alike lie near each other. */
  x: Float32Array;
  y: Float32Array;
  /** Sounds that came or went since all were laid out together: the more, the less exact are the places. */
  changedCount: number;
}

/** What is being done about the map. */
export interface MapState {
  /** Null while all sounds that were listened to have a place, or when none can be given. */
  work: MapWork | null;
  /** Why the last work on it failed, or null. */
  problem: ErrorData | null;
}

export interface MapWork {
  /** `layout`: all sounds get new places. `placing`: new ones are put among the others. */
  kind: "layout" | "placing";
  /** 0..1. */
  share: number;
  /** Sounds that get a place. */
  soundCount: number;
}

/** What the map is coloured by. */
export type MapGrouping = "tag" | "kind" | "folder";

/** Groups of sounds for colours. */
export interface MapGroups {
  /** By rising id. */
  soundIds: Uint32Array;
  /** One number a sound: an index into `names`, 255 for none. */
  groups: Uint8Array;
  /** Families of tags, kinds, or names of folders, the largest group of folders first. */
  names: string[];
}
