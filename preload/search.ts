// The words for a query and its answer.
import type { ErrorData } from "./error-data.ts";
import type { SoundId } from "./sound.ts";

/** What a part of the search line was understood as; drawn as a chip under the line. */
export interface QueryChip {
  kind: "text" | "minus" | "like" | "filter";
  /** Filter name for `filter` chips: `format`, `duration`, `folder`, `kind`, `tempo`, `key`, `favourite`, `tag`. */
  filter: string | null;
  label: string;
  /** Character range in the query line, end exclusive, so that the chip can be clicked off. */
  start: number;
  end: number;
  /** Why the part is ignored and what would work, or null when it is understood. */
  problem: string | null;
}

/** How much each aspect counts when sounds are compared: 0 (not at all) to 1. */
export interface AspectWeights {
  /** What the model hears. */
  timbre: number;
  brightness: number;
  /** Attack, and the course of the level. */
  envelope: number;
  length: number;
  /** Key. */
  pitch: number;
  tempo: number;
}

/** What a list shows: all sounds, or a narrower set; combined with the query. */
export type SearchScope =
  | { kind: "all" }
  | { kind: "favourites" }
  /** What was added last. */
  | { kind: "recent" }
  | { kind: "folder"; path: string }
  /** What is left out of `weights` counts as it does without them. */
  | { kind: "similar"; soundId: SoundId; weights?: Partial<AspectWeights> }
  /** Sounds of a collection; of a smart one, what its query finds. */
  | { kind: "collection"; id: number }
  | { kind: "tag"; label: string }
  /** Played, dragged or copied, the last first. */
  | { kind: "used" };

export type SortColumn =
  | "score"
  | "name"
  | "durationSec"
  | "format"
  | "addedMs"
  | "modifiedMs"
  | "folderPath"
  | "sampleRate"
  | "tempoBpm"
  | "key"
  | "kind"
  | "loudnessLufs"
  | "useCount"
  | "lastUsedMs";

export interface SearchRequest {
  query: string;
  scope: SearchScope;
  sort: { column: SortColumn; descending: boolean };
  /** Most results wanted; 0 for all. */
  limit: number;
}

/** How a result came about. `share` values sum to 1 over the parts that took part. */
export interface WhyMatched {
  /** Share of the score from what the sound sounds like, 0..1. */
  meaning: number;
  /** Share from file and folder names, 0..1. */
  name: number;
  /** Share from tags, 0..1. */
  tag: number;
  /** Words of the query found in the file's name or folder. */
  words: string[];
  /** Tags of the sound that the query names. */
  tags: string[];
  /** Cosine of the text (or example) embedding and the best window, -1..1, null without meaning. */
  cosine: number | null;
}

/**
 * Ranked ids, and parallel arrays. Rows are fetched by page with `getSounds`.
 * `scores` are 0..1 for display; NaN where the list is not ranked by score.
 * `windowStartSec`/`windowEndSec` are NaN where the whole sound matched.
 */
export interface SearchResponse {
  soundIds: Uint32Array;
  scores: Float32Array;
  windowStartSec: Float32Array;
  windowEndSec: Float32Array;
  /** Only results that show another file than their row's own. */
  shownFiles?: ShownFile[];
  /** Number of sounds that pass filters and scope, before `limit`. */
  totalCount: number;
  chips: QueryChip[];
  /** `names`: only names were searched (the quick answer). `full`: meaning included where it could be. */
  phase: "names" | "full";
  /** Why meaning did not take part (model missing, embedder restarting), or null. */
  problem: ErrorData | null;
  elapsedMs: number;
}

/** The file that a result shows in place of the one that stands for the sound: a copy by which it was found. */
export interface ShownFile {
  /** Names it in calls that take a file out of the window. */
  fileId: number;
  soundId: SoundId;
  path: string;
  name: string;
  folderPath: string;
}

/** What the word under the caret of the search line may become. */
export interface QuerySuggestion {
  kind: "tag" | "folder" | "like" | "filter" | "recent";
  /** What the list of suggestions shows. */
  label: string;
  /** Takes the place of the characters from `start` to `end` (exclusive) of the line. */
  insert: string;
  start: number;
  end: number;
  /** Sounds that have it, or null where that is not known. */
  count: number | null;
}

/** What the command line prints for a query. */
export interface SoundAnswer {
  /** Best first; empty when no part of the line can be used. */
  scores: SoundScore[];
  /** The line as it was understood, with the problems of its parts. */
  chips: QueryChip[];
  /** Why meaning did not take part, or null. */
  problem: ErrorData | null;
}

export interface SoundScore {
  path: string;
  copies: string[];
  score: number;
  cosine: number | null;
  windowStartSec: number | null;
  windowEndSec: number | null;
  durationSec: number | null;
  tags: string[];
  why: WhyMatched;
}
