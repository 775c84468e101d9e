// Files: the places where sounds lie. Every file points to a sound from the moment it is found.
import path from "node:path";
import type { FileState, SoundStatus } from "../../preload/sound.ts";
import {
  execute,
  findRow,
  inTransaction,
  insertRow,
  listRows,
  type ReadableDb,
  type WritableDb,
} from "./database.ts";
import { forgetFileErrors } from "./errors.ts";
import { storeNames } from "./names.ts";
import { toPathRange } from "./path-range.ts";
import { carryMarksOver } from "./tags.ts";

/** A file as the scan compares it with the disk. */
export interface FileRecord {
  id: number;
  folderId: number;
  soundId: number;
  path: string;
  sizeBytes: number;
  /** Unix milliseconds, whole. */
  modifiedMs: number;
  state: FileState;
  /** Of the sound: `error` is listed so that a changed file gets another chance. */
  status: SoundStatus;
  /** Of the file's own error, or null. */
  errorCode: string | null;
}

/** What the scan knows of a new file. */
export interface NewFile {
  folderId: number;
  path: string;
  sizeBytes: number;
  /** Unix milliseconds, whole. */
  modifiedMs: number;
  /** Start of the scan: the same for all its files, so that the smallest of a scan are listened to first. */
  addedMs: number;
}

const fileSql = `
  SELECT files.id, folder_id AS folderId, sound_id AS soundId, path, files.size_bytes AS sizeBytes,
    modified_ms AS modifiedMs, state, status,
    (SELECT code FROM file_errors WHERE file_id = files.id) AS errorCode
  FROM files JOIN sounds ON sounds.id = sound_id`;

/** All files of a root, whatever their state, in no order. */
export function listFilesOfFolder(db: ReadableDb, folderId: number): FileRecord[] {
  return listRows<FileRecord>(db, `${fileSql} WHERE folder_id = ?`, folderId);
}

export const filesOfFolderPathSql = `${fileSql} WHERE parent_path = ? AND folder_id = ?`;
export const filesBelowPathSql = `${fileSql} WHERE parent_path >= ? AND parent_path < ? AND folder_id = ?`;

/** Files of a root that lie in a folder, and with `isDeep` also those below it; whatever their state, in no order. */
export function listFilesOfPlace(
  db: ReadableDb,
  folderId: number,
  place: { path: string; isDeep: boolean },
): FileRecord[] {
  const inPlace = listRows<FileRecord>(db, filesOfFolderPathSql, place.path, folderId);
  if (!place.isDeep) return inPlace;
  const { prefix, end } = toPathRange(place.path);
  return [...inPlace, ...listRows<FileRecord>(db, filesBelowPathSql, prefix, end, folderId)];
}

/** The file with exactly this path, or undefined. */
export function findFileByPath(db: ReadableDb, filePath: string): FileRecord | undefined {
  return findRow<FileRecord>(db, `${fileSql} WHERE path = ?`, filePath);
}

export function findFile(db: ReadableDb, fileId: number): FileRecord | undefined {
  return findRow<FileRecord>(db, `${fileSql} WHERE files.id = ?`, fileId);
}

/** All files with a sound's content, those on disk first, then the oldest. */
export function listFilesOfSound(db: ReadableDb, soundId: number): FileRecord[] {
  return listRows<FileRecord>(
    db,
    `${fileSql} WHERE sound_id = ? ORDER BY state <> 'present', files.id`,
    soundId,
  );
}

/** Enters a file that the scan found, with a provisional sound: name search sees it at once. */
export function insertPendingFile(db: WritableDb, file: NewFile): { fileId: number; soundId: number } {
  return inTransaction(db, () => {
    const soundId = insertProvisionalSound(db, file);
    const fileId = insertRow(
      db,
      `INSERT INTO files (folder_id, sound_id, path, parent_path, name, size_bytes, modified_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      file.folderId,
      soundId,
      file.path,
      path.dirname(file.path),
      path.basename(file.path),
      file.sizeBytes,
      file.modifiedMs,
    );
    const root = findRow<{ path: string }>(db, "SELECT path FROM folders WHERE id = ?", file.folderId);
    storeNames(db, fileId, file.path, root?.path ?? path.dirname(file.path));
    return { fileId, soundId };
  });
}

/**
 * Notes that a file's size or time differ from what is stored: it gets a new provisional sound with what a
 * person marked the old one with. When the content turns out to be the old one after all, `storeSoundResult` or
 * `relinkFile` put it back.
 * @returns the provisional sound's id
 */
export function markFileChanged(
  db: WritableDb,
  fileId: number,
  change: { sizeBytes: number; modifiedMs: number; nowMs: number },
): number {
  return inTransaction(db, () => {
    const file = findRow<{ sound_id: number; path: string }>(
      db,
      "SELECT sound_id, path FROM files WHERE id = ?",
      fileId,
    );
    if (!file) throw new Error(`There is no file ${fileId}`);
    const soundId = insertProvisionalSound(db, {
      path: file.path,
      sizeBytes: change.sizeBytes,
      addedMs: change.nowMs,
    });
    carryMarksOver(db, file.sound_id, soundId);
    execute(db, "DELETE FROM file_errors WHERE file_id = ?", fileId);
    execute(
      db,
      "UPDATE files SET sound_id = ?, size_bytes = ?, modified_ms = ?, state = 'present' WHERE id = ?",
      soundId,
      change.sizeBytes,
      change.modifiedMs,
      fileId,
    );
    dropIfProvisionalOrphan(db, file.sound_id);
    return soundId;
  });
}

/** Gone from a folder that is there. Their sounds are kept, their errors are not: should they come back, they are tried again. */
export function markFilesMissing(db: WritableDb, fileIds: readonly number[]): void {
  inTransaction(db, () => {
    setFileStates(db, fileIds, "missing");
    forgetFileErrors(db, fileIds);
  });
}

/** Seen again, unchanged. */
export function markFilesPresent(db: WritableDb, fileIds: readonly number[]): void {
  setFileStates(db, fileIds, "present");
}

/** Forgets files for good, for example those that an exclude now covers. Call `dropOrphanSounds` after. */
export function deleteFiles(db: WritableDb, fileIds: readonly number[]): void {
  inTransaction(db, () => {
    for (const fileId of fileIds) execute(db, "DELETE FROM files WHERE id = ?", fileId);
  });
}

/**
 * Points a file to a sound whose content it was found to have: a move, a rename or a copy. The provisional
 * sound it had is dropped, and so are rows of the same content that are
 * missing: that is where the file came from. Marks carry over as `findCarriedSince` says.
 * @param isSameSound the file was written anew: all marks carry over
 * @returns id of the provisional sound that is gone, or null
 */
export function relinkFile(
  db: WritableDb,
  fileId: number,
  soundId: number,
  isSameSound = false,
): number | null {
  return inTransaction(db, () => {
    const file = findRow<{ sound_id: number }>(db, "SELECT sound_id FROM files WHERE id = ?", fileId);
    if (!file) throw new Error(`There is no file ${fileId}`);
    execute(db, "DELETE FROM file_errors WHERE file_id = ?", fileId);
    // A drive that was taken away while the file was read stays away.
    execute(
      db,
      "UPDATE files SET sound_id = ?, state = iif(state = 'offline', 'offline', 'present') WHERE id = ?",
      soundId,
      fileId,
    );
    execute(db, "DELETE FROM files WHERE sound_id = ? AND state = 'missing'", soundId);
    if (file.sound_id === soundId) return null;
    const sinceMs = isSameSound ? 0 : findCarriedSince(db, file.sound_id, soundId);
    if (sinceMs !== null) carryMarksOver(db, file.sound_id, soundId, sinceMs);
    return dropIfProvisionalOrphan(db, file.sound_id) ? file.sound_id : null;
  });
}

/**
 * Marks of a place go along with an edit, whose content is new. A content that the library knows has words of its own:
 * to those come only what was said about the place while it was not listened to, not what was said about its content
 * before (two files that change names must not get each other's tags).
 * @returns time from which on marks carry over, or null for none
 */
function findCarriedSince(db: WritableDb, fromId: number, toId: number): number | null {
  const find = (id: number): { content_hash: string | null; added_ms: number } | undefined =>
    findRow(db, "SELECT content_hash, added_ms FROM sounds WHERE id = ?", id);
  const [from, to] = [find(fromId), find(toId)];
  if (!from || !to || to.content_hash === null) return 0;
  return from.content_hash === null ? from.added_ms : null;
}

/** Format from a file's extension: lower case, without dot, one spelling each. */
export function toFormat(filePath: string): string {
  const extension = path.extname(filePath).slice(1).toLowerCase();
  const spellings: Record<string, string> = {
    aif: "aiff",
    aifc: "aiff",
    wave: "wav",
    mp4: "m4a",
    oga: "ogg",
  };
  return spellings[extension] ?? extension;
}

/** A sound without content yet. */
export function insertProvisionalSound(
  db: WritableDb,
  file: { path: string; sizeBytes: number; addedMs: number },
): number {
  return insertRow(
    db,
    "INSERT INTO sounds (size_bytes, added_ms, format) VALUES (?, ?, ?)",
    file.sizeBytes,
    file.addedMs,
    toFormat(file.path),
  );
}

/** @returns whether the sound was provisional, without files, and is now gone */
function dropIfProvisionalOrphan(db: WritableDb, soundId: number): boolean {
  return (
    execute(
      db,
      `DELETE FROM sounds WHERE id = ? AND content_hash IS NULL
       AND NOT EXISTS (SELECT 1 FROM files WHERE sound_id = sounds.id)`,
      soundId,
    ) > 0
  );
}

function setFileStates(db: WritableDb, fileIds: readonly number[], state: FileState): void {
  inTransaction(db, () => {
    for (const fileId of fileIds) execute(db, "UPDATE files SET state = ? WHERE id = ?", state, fileId);
  });
}
