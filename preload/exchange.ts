// The words for export, import, sidecars and tags in files.
import type { ErrorData } from "./error-data.ts";
import type { SearchScope } from "./search.ts";

/** `ucs`: a table of names by the Universal Category System; nothing is renamed. */
export type ExportFormat = "json" | "csv" | "ucs";

/** The last two parts of names by the Universal Category System; empty where there is none. */
export interface UcsNaming {
  creatorId: string;
  sourceId: string;
}

/** What is exported, and how. */
export interface ExportRequest {
  format: ExportFormat;
  /** Narrows and orders what is exported; empty for all of the scope, by path. */
  query: string;
  scope: SearchScope;
  /** Most sounds; 0 for all. */
  limit: number;
  /** For the format `ucs`. */
  ucs: UcsNaming;
}

/** An export that was begun: `head`, then parts of `soundIds` with `separator` between them, then `tail`. */
export interface ExportPlan {
  soundIds: Uint32Array;
  head: string;
  separator: string;
  tail: string;
}

/** What an import took over, or would take over. */
export interface ImportReport {
  isDryRun: boolean;
  /** Sounds of the export, and how they were found here. */
  soundCount: number;
  byHashCount: number;
  byPathCount: number;
  unmatchedCount: number;
  /** A path of each sound that is not here, at most 1000. */
  unmatched: string[];
  tagCount: number;
  /** Tags that say the opposite of what a person said here: these stay as they are here. */
  keptTagCount: number;
  favouriteCount: number;
  /** New collections, and sounds added to new and old ones. */
  collectionCount: number;
  collectionSoundCount: number;
  labelCount: number;
  /** Sidecars that could not be read; all others were taken. */
  refused: (ErrorData & { path: string })[];
}

/** What became of sidecars that were to be written. */
export interface SidecarReport {
  writtenCount: number;
  /** Those that said the same already. */
  sameCount: number;
  refused: (ErrorData & { path: string })[];
}

/** Files of the library whose tags are to be written into them. */
export interface TagWriteRequest {
  paths: string[];
  isDryRun: boolean;
  /** Also tags that nobody has confirmed. */
  withSuggested: boolean;
  /** The time of a file's last change stays as it was. */
  keepsTime: boolean;
}

/** What became of one file. */
export interface TaggedFileReport {
  path: string;
  state: "written" | "would-write" | "up-to-date" | "no-tags" | "left-alone";
  /** Labels that the file did not have. */
  newLabels: string[];
  /** Why it was left alone; of a written one, why the library could not note that. */
  error: ErrorData | null;
}
