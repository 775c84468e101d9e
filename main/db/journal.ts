// The journal of edits by a person, kept in the library: what undo takes back and redo makes again.
// An edit writes rows through `Edit`, which notes each row before and after; so an edit and its journal are one
// transaction, and undo is the same for every kind of edit.
import Database from "better-sqlite3";
import type { EditDone } from "../../preload/collections.ts";
import { execute, findRow, inTransaction, insertRow, listRows } from "./database.ts";
import type { ReadableDb, SqlValue, WritableDb } from "./database.ts";

/** Values of a row that may be kept as JSON. */
export type JournalValue = string | number | null;
/** A row's values in the order of its table below; null where there is no row. */
export type RowImage = JournalValue[] | null;

interface JournalTable {
  key: readonly string[];
  values: readonly string[];
  /** The rows are there in any case: only these values are an edit's. */
  isPart: boolean;
}

/** What edits may write. */
const tables = {
  sounds: { key: ["id"], values: ["favourite_ms"], isPart: true },
  labels: { key: ["id"], values: ["family"], isPart: true },
  label_definitions: { key: ["label_id"], values: ["is_enabled", "synonyms", "prompts"], isPart: false },
  person_tags: { key: ["sound_id", "label_id"], values: ["is_confirmed", "set_ms"], isPart: false },
  collections: { key: ["id"], values: ["name", "query", "added_ms"], isPart: false },
  collection_sounds: { key: ["collection_id", "sound_id"], values: ["added_ms"], isPart: false },
  /** Settings (settings.ts). */
  library: { key: ["key"], values: ["value"], isPart: false },
} as const satisfies Record<string, JournalTable>;

export type JournalTableName = keyof typeof tables;

/** Folders are more than their row: whoever undoes an edit brings the way to add and remove one. */
export type ApplyFolder = (folderPath: string, excludes: readonly string[] | null) => void;

/** Edits kept. */
const maxEdits = 200;

/** What the work of an edit writes with. */
export class Edit {
  readonly db: WritableDb;
  readonly #changes: { table: string; key: JournalValue[]; before: RowImage; after: RowImage }[] = [];

  constructor(db: WritableDb) {
    this.db = db;
  }

  /** Inserts or updates a row, or deletes it when `image` is null. What does not change is not noted. */
  put(table: JournalTableName, key: JournalValue[], image: RowImage): void {
    const before = readImage(this.db, table, key);
    if (JSON.stringify(before) === JSON.stringify(image)) return;
    writeImage(this.db, table, key, image);
    this.#changes.push({ table, key, before, after: image });
  }

  /** Notes that a folder was added or removed by other means. */
  noteFolder(folderPath: string, before: readonly string[] | null, after: readonly string[] | null): void {
    this.#changes.push({
      table: "folders",
      key: [folderPath],
      before: before && [...before],
      after: after && [...after],
    });
  }

  /** Stores what was noted. Without any change nothing can be undone, and nothing is stored. */
  store(label: string, nowMs: number): void {
    if (this.#changes.length === 0) return;
    execute(this.db, "DELETE FROM edits WHERE is_undone = 1");
    const editId = insertRow(this.db, "INSERT INTO edits (label, at_ms) VALUES (?, ?)", label, nowMs);
    for (const [position, { table, key, before, after }] of this.#changes.entries()) {
      execute(
        this.db,
        "INSERT INTO edit_changes (edit_id, position, table_name, row_key, before, after) VALUES (?, ?, ?, ?, ?, ?)",
        editId,
        position,
        table,
        JSON.stringify(key),
        before && JSON.stringify(before),
        after && JSON.stringify(after),
      );
    }
    execute(
      this.db,
      "DELETE FROM edits WHERE id <= (SELECT id FROM edits ORDER BY id DESC LIMIT 1 OFFSET ?)",
      maxEdits,
    );
  }
}

/** Does an edit and journals it, in one transaction. `label` says in the past tense what was done. */
export function makeEdit(db: WritableDb, label: string, nowMs: number, work: (edit: Edit) => void): EditDone {
  inTransaction(db, () => {
    const edit = new Edit(db);
    work(edit);
    edit.store(label, nowMs);
  });
  return { label, atMs: nowMs };
}

interface StoredEdit {
  id: number;
  label: string;
  atMs: number;
}

export const lastEditSql =
  "SELECT id, label, at_ms AS atMs FROM edits WHERE is_undone = 0 ORDER BY id DESC LIMIT 1";
export const firstUndoneSql =
  "SELECT id, label, at_ms AS atMs FROM edits WHERE is_undone = 1 ORDER BY id LIMIT 1";

/** The edit that `undoEdit` would take back, or undefined. */
export function findUndoable(db: ReadableDb): EditDone | undefined {
  return findRow<StoredEdit>(db, lastEditSql);
}

/** The edit that `redoEdit` would make again, or undefined. */
export function findRedoable(db: ReadableDb): EditDone | undefined {
  return findRow<StoredEdit>(db, firstUndoneSql);
}

/** Takes the last edit back, in one transaction. Rows whose sound is gone are passed over. */
export function undoEdit(db: WritableDb, applyFolder: ApplyFolder): EditDone | null {
  return step(db, lastEditSql, "before", applyFolder);
}

/** Makes the edit that was undone last again. */
export function redoEdit(db: WritableDb, applyFolder: ApplyFolder): EditDone | null {
  return step(db, firstUndoneSql, "after", applyFolder);
}

function step(
  db: WritableDb,
  editSql: string,
  side: "before" | "after",
  applyFolder: ApplyFolder,
): EditDone | null {
  return inTransaction(db, () => {
    const edit = findRow<StoredEdit>(db, editSql);
    if (!edit) return null;
    const isUndo = side === "before";
    const changes = listRows<{ table_name: string; row_key: string; image: string | null }>(
      db,
      `SELECT table_name, row_key, ${side} AS image FROM edit_changes
       WHERE edit_id = ? ORDER BY position ${isUndo ? "DESC" : "ASC"}`,
      edit.id,
    );
    for (const { table_name: table, row_key: rowKey, image } of changes) {
      const key = JSON.parse(rowKey) as JournalValue[];
      const values = image === null ? null : (JSON.parse(image) as JournalValue[]);
      if (table === "folders") applyFolder(key[0] as string, values as string[] | null);
      else if (table in tables) restoreImage(db, table as JournalTableName, key, values);
    }
    execute(db, "UPDATE edits SET is_undone = ? WHERE id = ?", isUndo ? 1 : 0, edit.id);
    return { label: edit.label, atMs: edit.atMs };
  });
}

/** A row that refers to a sound which is gone has nothing to come back to. */
function restoreImage(db: WritableDb, table: JournalTableName, key: JournalValue[], image: RowImage): void {
  try {
    writeImage(db, table, key, image);
  } catch (error) {
    const isGone = error instanceof Database.SqliteError && error.code === "SQLITE_CONSTRAINT_FOREIGNKEY";
    if (!isGone) throw error;
  }
}

function readImage(db: ReadableDb, table: JournalTableName, key: JournalValue[]): RowImage {
  const { key: keyColumns, values } = tables[table] as JournalTable;
  // By name: a statement is shared by all who ask in the same words, and must answer all of them alike.
  const row = findRow<Record<string, JournalValue>>(
    db,
    `SELECT ${values.join(", ")} FROM ${table} WHERE ${toTest(keyColumns)}`,
    ...key,
  );
  return row ? values.map((name) => row[name] ?? null) : null;
}

function writeImage(db: WritableDb, table: JournalTableName, key: JournalValue[], image: RowImage): void {
  const { key: keyColumns, values, isPart } = tables[table] as JournalTable;
  if (image === null) {
    if (!isPart) execute(db, `DELETE FROM ${table} WHERE ${toTest(keyColumns)}`, ...key);
    return;
  }
  const all: SqlValue[] = [...key, ...image];
  if (isPart) {
    const sql = `UPDATE ${table} SET ${values.map((name) => `${name} = ?`).join(", ")} WHERE ${toTest(keyColumns)}`;
    execute(db, sql, ...image, ...key);
    return;
  }
  const sql = `INSERT INTO ${table} (${[...keyColumns, ...values].join(", ")})
    VALUES (${all.map(() => "?").join(", ")})
    ON CONFLICT (${keyColumns.join(", ")}) DO UPDATE
    SET ${values.map((name) => `${name} = excluded.${name}`).join(", ")}`;
  execute(db, sql, ...all);
}

function toTest(keyColumns: readonly string[]): string {
  return keyColumns.map((name) => `${name} = ?`).join(" AND ");
}
