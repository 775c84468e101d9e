// What could not be read, and why. A file with an error is left alone until it changes or is tried again.
import path from "node:path";
import type { ErrorData } from "../../preload/error-data.ts";
import type { FileError } from "../../preload/folders.ts";
import { toPathRange } from "./path-range.ts";
import { execute, findRow, inTransaction, listRows, type ReadableDb, type WritableDb } from "./database.ts";

const upsertSql = `
  INSERT INTO file_errors (path, folder_id, file_id, code, message, hint, occurred_ms)
  VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (path) DO UPDATE SET folder_id = excluded.folder_id, file_id = excluded.file_id,
    code = excluded.code, message = excluded.message, hint = excluded.hint, occurred_ms = excluded.occurred_ms`;

/** Notes why a file could not be listened to. Its sound becomes `error` unless it was read before. */
export function storeFileError(db: WritableDb, fileId: number, error: ErrorData, nowMs: number): void {
  inTransaction(db, () => {
    const file = findRow<{ path: string; folder_id: number; sound_id: number }>(
      db,
      "SELECT path, folder_id, sound_id FROM files WHERE id = ?",
      fileId,
    );
    // The file may have gone from the library while it was listened to.
    if (!file) return;
    const { code, message, hint } = error;
    execute(db, upsertSql, file.path, file.folder_id, fileId, code, message, hint, nowMs);
    execute(db, "UPDATE sounds SET status = 'error' WHERE id = ? AND content_hash IS NULL", file.sound_id);
  });
}

/** Notes why a path of a root could not be looked at: a folder, or a file that is in no row. */
export function storePathError(
  db: WritableDb,
  folderId: number,
  path: string,
  error: ErrorData,
  nowMs: number,
): void {
  inTransaction(db, () => {
    execute(db, upsertSql, path, folderId, null, error.code, error.message, error.hint, nowMs);
  });
}

/** Forgets the path errors of a root: a scan begins, and finds those that are still there again. */
export function clearPathErrors(db: WritableDb, folderId: number): void {
  execute(db, "DELETE FROM file_errors WHERE folder_id = ? AND file_id IS NULL", folderId);
}

/** The same for one folder of a root, and with `isDeep` also for what is below it. */
export function clearPathErrorsOfPlace(
  db: WritableDb,
  folderId: number,
  place: { path: string; isDeep: boolean },
): void {
  const { prefix, end } = toPathRange(place.path);
  execute(
    db,
    `DELETE FROM file_errors WHERE folder_id = ? AND file_id IS NULL
     AND (path = ? OR path > ? AND path < ? AND (? OR instr(substr(path, length(?) + 1), ?) = 0))`,
    folderId,
    place.path,
    prefix,
    end,
    place.isDeep ? 1 : 0,
    prefix,
    path.sep,
  );
}

/** All errors, the latest first. */
export function listErrors(db: ReadableDb): FileError[] {
  return listRows<FileError>(
    db,
    `SELECT path, code, message, hint, occurred_ms AS occurredMs FROM file_errors
     ORDER BY occurred_ms DESC, path`,
  );
}

/** Forgets the errors of these files, so that `takePendingSounds` gives them out again. */
export function forgetFileErrors(db: WritableDb, fileIds: readonly number[]): void {
  inTransaction(db, () => {
    for (const fileId of fileIds) {
      if (execute(db, "DELETE FROM file_errors WHERE file_id = ?", fileId) === 0) continue;
      execute(
        db,
        `UPDATE sounds SET status = 'pending' WHERE status = 'error'
         AND id = (SELECT sound_id FROM files WHERE id = ?)`,
        fileId,
      );
    }
  });
}

/** Forgets all errors of files, so that `takePendingSounds` gives them out again. @returns how many */
export function retryErrors(db: WritableDb): number {
  return inTransaction(db, () => {
    execute(
      db,
      `UPDATE sounds SET status = 'pending' WHERE status = 'error'
       AND id IN (SELECT sound_id FROM files JOIN file_errors ON file_id = files.id)`,
    );
    return execute(db, "DELETE FROM file_errors WHERE file_id IS NOT NULL");
  });
}
