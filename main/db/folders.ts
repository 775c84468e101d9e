// The folders that the user added (roots), and the tree of folders below them.
import path from "node:path";
import type { FolderNode, FolderRow } from "../../preload/folders.ts";
import type { FileState } from "../../preload/sound.ts";
import { AppError } from "../base/app-error.ts";
import {
  execute,
  findRow,
  inTransaction,
  insertRow,
  listRows,
  type ReadableDb,
  type WritableDb,
} from "./database.ts";
import { storeNames } from "./names.ts";
import { toPathRange } from "./path-range.ts";
import { dropOrphanSounds } from "./sounds.ts";

interface StoredFolder {
  id: number;
  path: string;
  state: FileState;
  added_ms: number;
  sound_count: number;
}

const folderSql = `
  SELECT id, path, state, added_ms,
    (SELECT count(DISTINCT sound_id) FROM files WHERE folder_id = folders.id AND state <> 'missing') AS sound_count
  FROM folders`;

/** All roots in the order of their paths. */
export function listFolders(db: ReadableDb): FolderRow[] {
  return listRows<StoredFolder>(db, `${folderSql} ORDER BY path`).map((folder) => toFolderRow(db, folder));
}

/** The roots without their counts: cheap enough to be asked every few seconds. */
export function listRoots(db: ReadableDb): { id: number; path: string; excludes: string[] }[] {
  return listRows<{ id: number; path: string }>(db, "SELECT id, path FROM folders ORDER BY path").map(
    (root) => ({ ...root, excludes: listExcludes(db, root.id) }),
  );
}

/** The root with exactly this path, or undefined. */
export function findFolder(db: ReadableDb, folderPath: string): FolderRow | undefined {
  const folder = findRow<StoredFolder>(db, `${folderSql} WHERE path = ?`, folderPath);
  return folder && toFolderRow(db, folder);
}

/** Says whether a scan of `root` leaves out this folder below it. */
export type LeavesOut = (root: { path: string; excludes: readonly string[] }, folderPath: string) => boolean;

/**
 * Adds a root, or gives one that is there already these excludes. Roots below the new one become part of
 * it: their files keep everything, their excludes go on as patterns of the new root. A root that the one above
 * leaves out stays a root of its own: its sounds would be lost otherwise.
 *
 * @param folder.path absolute, normalised, without a separator at the end
 * @throws AppError `folder-inside-folder` when a root above it covers it already
 */
export function addFolder(
  db: WritableDb,
  folder: { path: string; excludes: readonly string[]; nowMs: number },
  leavesOut: LeavesOut = () => false,
): FolderRow {
  return inTransaction(db, () => {
    const above = listFolders(db).find(
      (root) => isBelow(folder.path, root.path) && !leavesOut(root, folder.path),
    );
    if (above) {
      throw new AppError(
        "folder-inside-folder",
        `${folder.path} is part of ${above.path}, which is in the library already.`,
        "Its sounds are there, unless an exclude pattern of that folder leaves them out.",
      );
    }
    const known = findFolder(db, folder.path);
    const folderId =
      known?.id ??
      insertRow(db, "INSERT INTO folders (path, added_ms) VALUES (?, ?)", folder.path, folder.nowMs);
    setExcludes(db, folderId, folder.excludes);
    for (const root of listFolders(db)) {
      if (isBelow(root.path, folder.path) && !leavesOut(folder, root.path))
        absorbFolder(db, root, { id: folderId, path: folder.path });
    }
    return findFolder(db, folder.path) as FolderRow;
  });
}

/**
 * Forgets a root and its files. Sounds without any file left go too, but favourites are kept out of sight,
 * so that they are favourites again when the folder comes back.
 * @returns ids of the sounds that are gone
 */
export function removeFolder(db: WritableDb, folderId: number): number[] {
  return inTransaction(db, () => {
    execute(db, "DELETE FROM folders WHERE id = ?", folderId);
    return dropOrphanSounds(db);
  });
}

/**
 * Notes whether a root is there. `offline` and `present` carry over to its files, but files that were
 * missing stay so until a scan sees them.
 */
export function setFolderState(db: WritableDb, folderId: number, state: FileState): void {
  inTransaction(db, () => {
    execute(db, "UPDATE folders SET state = ? WHERE id = ?", state, folderId);
    if (state === "missing") return;
    const from = state === "offline" ? "present" : "offline";
    execute(db, "UPDATE files SET state = ? WHERE folder_id = ? AND state = ?", state, folderId, from);
  });
}

/** Replaces a root's exclude patterns (excludes.ts says what they mean). */
export function setExcludes(db: WritableDb, folderId: number, patterns: readonly string[]): void {
  inTransaction(db, () => {
    execute(db, "DELETE FROM folder_excludes WHERE folder_id = ?", folderId);
    for (const pattern of patterns) insertExclude(db, folderId, pattern);
  });
}

/** SQL of the folder tree: each child of a folder that holds files, at any depth. */
export const folderTreeSql = `
  SELECT child, count(DISTINCT sound_id) AS soundCount, max(is_deeper) AS hasChildren
  FROM (
    SELECT sound_id,
      substr(rest, 1, instr(rest || $separator, $separator) - 1) AS child,
      instr(rest, $separator) > 0 AS is_deeper
    FROM (
      SELECT sound_id, substr(parent_path, length($prefix) + 1) AS rest
      FROM files WHERE parent_path > $prefix AND parent_path < $end AND state <> 'missing'
    )
  )
  GROUP BY child ORDER BY child`;

/** Sub-folders of `folderPath` that hold sounds at any depth, by name; the roots when it is null. */
export function listFolderTree(db: ReadableDb, folderPath: string | null): FolderNode[] {
  if (folderPath === null) {
    return listFolders(db).map((root) => ({
      path: root.path,
      name: path.basename(root.path) || root.path,
      soundCount: root.soundCount,
      hasChildren: listFolderTree(db, root.path).length > 0,
    }));
  }
  const { prefix, end } = toPathRange(folderPath);
  const nodes = db.prepare(folderTreeSql).all({ prefix, end, separator: path.sep }) as {
    child: string;
    soundCount: number;
    hasChildren: number;
  }[];
  return nodes.map(({ child, soundCount, hasChildren }) => ({
    path: prefix + child,
    name: child,
    soundCount,
    hasChildren: hasChildren === 1,
  }));
}

function isBelow(inner: string, outer: string): boolean {
  return inner.startsWith(toPathRange(outer).prefix) && inner !== outer;
}

function absorbFolder(db: WritableDb, inner: FolderRow, outer: { id: number; path: string }): void {
  const relative = path.relative(outer.path, inner.path).split(path.sep).join("/");
  for (const pattern of inner.excludes) {
    const below = pattern.includes("/") ? `${relative}/${pattern}` : `${relative}/**/${pattern}`;
    insertExclude(db, outer.id, path.isAbsolute(pattern) ? pattern : below);
  }
  const files = listRows<{ id: number; path: string }>(
    db,
    "SELECT id, path FROM files WHERE folder_id = ?",
    inner.id,
  );
  execute(db, "UPDATE files SET folder_id = ? WHERE folder_id = ?", outer.id, inner.id);
  execute(db, "UPDATE file_errors SET folder_id = ? WHERE folder_id = ?", outer.id, inner.id);
  for (const file of files) storeNames(db, file.id, file.path, outer.path);
  execute(db, "DELETE FROM folders WHERE id = ?", inner.id);
}

function insertExclude(db: WritableDb, folderId: number, pattern: string): void {
  execute(
    db,
    "INSERT INTO folder_excludes (folder_id, pattern) VALUES (?, ?) ON CONFLICT DO NOTHING",
    folderId,
    pattern,
  );
}

function listExcludes(db: ReadableDb, folderId: number): string[] {
  return listRows<{ pattern: string }>(
    db,
    "SELECT pattern FROM folder_excludes WHERE folder_id = ? ORDER BY pattern",
    folderId,
  ).map(({ pattern }) => pattern);
}

function toFolderRow(db: ReadableDb, folder: StoredFolder): FolderRow {
  return {
    id: folder.id,
    path: folder.path,
    state: folder.state,
    excludes: listExcludes(db, folder.id),
    addedMs: folder.added_ms,
    soundCount: folder.sound_count,
  };
}
