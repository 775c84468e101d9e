// Compares what a scan finds with what the library has of a root, and stores the difference.
import path from "node:path";
import type { FolderRow } from "../../preload/folders.ts";
import { type AppError, toErrorData } from "../base/app-error.ts";
import type { WritableDb } from "../db/database.ts";
import { forgetFileErrors, storeFileError, storePathError } from "../db/errors.ts";
import {
  deleteFiles,
  type FileRecord,
  insertPendingFile,
  markFileChanged,
  markFilesMissing,
  markFilesPresent,
} from "../db/files.ts";
import { setFolderState } from "../db/folders.ts";
import { isExcludedPath } from "./excludes.ts";
import type { FoundFile, ScannedFolder, ScanProblem } from "./scan.ts";

/** What a scan changed in the library. */
export interface SyncResult {
  foundCount: number;
  /** True when a list may look different now. */
  hasChanged: boolean;
}

export interface FolderSyncTools {
  db: WritableDb;
  nowMs: () => number;
  /** Called when the first folder comes in: old errors of the scan itself are to be made anew. */
  forgetPathErrors: () => void;
}

/**
 * Errors that may go away while the file's size and time stay as they are: rights, links, what was going on at the
 * time. Trying again costs little. A file that hangs or crashes its decoder is not among them: that would cost
 * minutes at every scan, and Retry is there for it.
 */
const mendingCodes = new Set([
  "unreadable-file",
  "unreadable-name",
  "dead-link",
  "file-changed",
  "process-gone",
]);

/** One scan's comparison with what is stored. */
export class FolderSync {
  readonly result: SyncResult = { foundCount: 0, hasChanged: false };
  /** Files and folders seen, audio or not. */
  entryCount = 0;
  #folder: FolderRow;
  #tools: FolderSyncTools;
  #unseen: Map<string, FileRecord>;
  #unreadableFolders: string[] = [];
  #startedMs: number;
  #isFirst = true;

  constructor(folder: FolderRow, tools: FolderSyncTools, unseen: Map<string, FileRecord>) {
    this.#folder = folder;
    this.#tools = tools;
    this.#unseen = unseen;
    this.#startedMs = tools.nowMs();
  }

  enter(scanned: ScannedFolder): void {
    if (this.#isFirst) this.#begin();
    this.entryCount += scanned.entryCount;
    this.result.foundCount += scanned.files.length;
    for (const file of scanned.files) this.#enterFile(file);
    for (const problem of scanned.problems) this.#enterProblem(problem);
  }

  /** The root is there: what was offline is back, and old errors of the scan itself are made anew. */
  #begin(): void {
    this.#isFirst = false;
    this.#tools.forgetPathErrors();
    if (this.#folder.state === "present") return;
    setFolderState(this.#tools.db, this.#folder.id, "present");
    this.result.hasChanged = true;
  }

  #enterFile(found: FoundFile): void {
    const { db, nowMs } = this.#tools;
    const known = this.#unseen.get(found.path);
    this.#unseen.delete(found.path);
    if (!known) {
      insertPendingFile(db, { ...found, folderId: this.#folder.id, addedMs: this.#startedMs });
    } else if (known.sizeBytes !== found.sizeBytes || known.modifiedMs !== found.modifiedMs) {
      markFileChanged(db, known.id, { ...found, nowMs: nowMs() });
    } else if (known.state === "missing") {
      markFilesPresent(db, [known.id]);
    } else if (known.errorCode !== null && mendingCodes.has(known.errorCode)) {
      forgetFileErrors(db, [known.id]);
    } else {
      return;
    }
    this.result.hasChanged = true;
  }

  #enterProblem({ path: problemPath, isFolder, error }: ScanProblem): void {
    if (isFolder) this.#unreadableFolders.push(problemPath);
    const file = this.#unseen.get(problemPath);
    this.#unseen.delete(problemPath);
    if (file) storeFileError(this.#tools.db, file.id, error, this.#startedMs);
    else storePathError(this.#tools.db, this.#folder.id, problemPath, error, this.#startedMs);
  }

  /** After the last folder: what was not seen is gone, excluded, or in a folder that could not be read. */
  finish(): void {
    const { db } = this.#tools;
    const gone: number[] = [];
    const excluded: number[] = [];
    for (const file of this.#unseen.values()) {
      if (this.#unreadableFolders.some((folder) => file.path.startsWith(folder + path.sep))) continue;
      if (isExcludedPath(this.#folder.path, this.#folder.excludes, file.path)) excluded.push(file.id);
      else if (file.state !== "missing") gone.push(file.id);
    }
    markFilesMissing(db, gone);
    deleteFiles(db, excluded);
    if (gone.length + excluded.length > 0) this.result.hasChanged = true;
  }

  /** The root cannot be looked at: its files are offline, nothing is forgotten. */
  leave(error: AppError | null): SyncResult {
    const { db } = this.#tools;
    if (this.#folder.state !== "offline" || !this.#isFirst) {
      setFolderState(db, this.#folder.id, "offline");
      this.result.hasChanged = true;
    }
    if (error && error.code !== "no-such-folder") {
      storePathError(db, this.#folder.id, this.#folder.path, toErrorData(error), this.#startedMs);
    }
    return this.result;
  }
}
