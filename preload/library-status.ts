// How the library, its settings and the processes behind the window are.
import type { ErrorData } from "./error-data.ts";
import type { GentleMode, IndexProgress } from "./indexing.ts";
import type { TagCaution } from "./tags.ts";

/** Kept in the library. */
export interface LibrarySettings {
  gentleMode: GentleMode;
  /** Whether changes in the folders are followed while Earshot runs. */
  isWatchOn: boolean;
  /** Whether tags are suggested by what sounds sound like too, beside their names and folders. */
  isTaggingByEar: boolean;
  tagCaution: TagCaution;
}

/** Health of the two processes behind the window. */
export interface EngineHealth {
  embedder: "off" | "starting" | "ready" | "restarting";
  executionProvider: string;
  restartCount: number;
}

export interface LibraryStatus {
  libraryPath: string;
  schemaVersion: number;
  soundCount: number;
  fileCount: number;
  readyCount: number;
  pendingCount: number;
  errorCount: number;
  offlineCount: number;
  favouriteCount: number;
  windowCount: number;
  folderCount: number;
  modelId: string;
  modelTitle: string;
  /** Grows by one with every change that a list may show. */
  revision: number;
  progress: IndexProgress;
  health: EngineHealth;
  /** What was done to a library that was found damaged when it was opened, or null. */
  rescue: ErrorData | null;
  /** How far the tagger is, null while it rests. */
  tagging: { doneCount: number; totalCount: number } | null;
  /** Label of the edit that `undo` would take back, and of the one that `redo` would make again. */
  canUndo: string | null;
  canRedo: string | null;
}

/** One line of `doctor`: a check, its verdict and what to do. */
export interface DoctorCheck {
  name: string;
  isOk: boolean;
  detail: string;
  hint: string;
}
