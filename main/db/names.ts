// The full-text index over file and folder names.
import path from "node:path";
import { execute, prepare, type ReadableDb, type WritableDb } from "./database.ts";
import { toNameWords } from "./name-words.ts";

/** Which part of a path a word is looked for in. */
export type NameColumn = "name" | "folder";

/** Enters or replaces a file's words. Folder words begin with the root's own name, not above it. */
export function storeNames(db: WritableDb, fileId: number, filePath: string, rootPath: string): void {
  const parentPath = path.dirname(filePath);
  const folder = [path.basename(rootPath), path.relative(rootPath, parentPath)].join(" ");
  execute(db, "DELETE FROM names WHERE rowid = ?", fileId);
  execute(
    db,
    "INSERT INTO names (rowid, name, folder) VALUES (?, ?, ?)",
    fileId,
    toNameWords(path.basename(filePath)).join(" "),
    toNameWords(folder).join(" "),
  );
}

/**
 * Files with any of the words in their name or folder, in no order.
 * @param words single words as `toQueryWords` gives them
 * @param isPrefix whether words may be the beginning of longer ones
 * @param limit most files wanted; the oldest are kept
 * @returns file ids
 */
export function findFilesByWords(
  db: ReadableDb,
  column: NameColumn,
  words: readonly string[],
  isPrefix: boolean,
  limit: number,
): number[] {
  if (words.length === 0) return [];
  const alternatives = words.map((word) => `"${word.replaceAll('"', "")}"${isPrefix ? " *" : ""}`);
  const expression = `{${column}} : (${alternatives.join(" OR ")})`;
  return prepareIds(db).all(expression, limit) as number[];
}

/** `files.id` of the rows that a full-text expression finds. */
function prepareIds(db: ReadableDb) {
  return prepare(db, findNamesSql).pluck();
}

export const findNamesSql = "SELECT rowid FROM names WHERE names MATCH ? LIMIT ?";
