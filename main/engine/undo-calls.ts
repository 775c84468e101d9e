// Undo and redo. Folders need more than their rows: what is added again is listened to again.
import type { EditDone } from "../../preload/collections.ts";
import { AppError } from "../base/app-error.ts";
import type { HandlersOf } from "../base/channel.ts";
import { addFolder, findFolder, removeFolder } from "../db/folders.ts";
import { type ApplyFolder, redoEdit, undoEdit } from "../db/journal.ts";
import { isExcludedFolder } from "../indexer/excludes.ts";
import type { AsyncCalls } from "./call-types.ts";
import type { EngineParts } from "./engine-parts.ts";
import type { IndexCalls } from "./index-calls.ts";
import type { ModelChoice } from "./model-choice.ts";

export function makeUndoCalls(
  { library, nowMs }: EngineParts,
  indexing: IndexCalls,
  models: ModelChoice,
): HandlersOf<AsyncCalls<"undo" | "redo">> {
  const step = (work: typeof undoEdit): EditDone | null => {
    const db = library.writableDb;
    let hasNewFolder = false;
    const applyFolder: ApplyFolder = (folderPath, excludes) => {
      if (excludes) {
        try {
          addFolder(db, { path: folderPath, excludes, nowMs: nowMs() }, (root, inner) =>
            isExcludedFolder(root.path, root.excludes, inner),
          );
        } catch (error) {
          // A folder above has taken it in since: its sounds are there, and older edits must not wait behind this one.
          if (!(error instanceof AppError) || error.code !== "folder-inside-folder") throw error;
          return;
        }
        hasNewFolder = true;
        return;
      }
      const folder = findFolder(db, folderPath);
      if (folder) removeFolder(db, folder.id);
    };
    const modelBefore = models.activeId;
    const done = work(db, applyFolder);
    if (!done) return null;
    library.noteChange();
    // Another model may lack what has come since it was used last.
    if (hasNewFolder || models.activeId !== modelBefore) indexing.run();
    return done;
  };
  return { undo: () => step(undoEdit), redo: () => step(redoEdit) };
}
