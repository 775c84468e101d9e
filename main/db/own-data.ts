// What a person has put into a library, copied into a small library of its own: favourites, tags, collections, labels,
// folders, settings. Everything else comes back by listening again, so such a copy is a backup that costs little, and
// a damaged library is rescued from it.
import { rmSync } from "node:fs";
import Database from "better-sqlite3";
import { migrate } from "./migrate.ts";
import { setUpNewLibrary } from "./new-library.ts";

/** Tables whose rows make a sound one that is copied. */
const markTables = ["person_tags", "collection_sounds", "sound_uses"];
const ofCopiedSoundSql = "sound_id IN (SELECT id FROM main.sounds)";

/** `where` names what of a table is copied. */
interface OwnTable {
  table: string;
  columns?: string[];
  where?: string;
}

/** In an order that references allow. */
const ownTables: OwnTable[] = [
  { table: "library", where: "key <> 'session'" },
  { table: "folders" },
  { table: "folder_excludes" },
  {
    table: "sounds",
    columns: ["id", "size_bytes", "added_ms", "favourite_ms", "quick_hash", "content_hash", "format"],
  },
  { table: "labels" },
  { table: "label_definitions" },
  { table: "person_tags", where: ofCopiedSoundSql },
  { table: "collections" },
  { table: "collection_sounds", where: ofCopiedSoundSql },
  { table: "sound_uses", where: ofCopiedSoundSql },
  { table: "history", where: `sound_id IS NULL OR ${ofCopiedSoundSql}` },
];

/** Tables whose rows are copied; a test holds every other one to the list of what listening brings back. */
export const ownTableNames: readonly string[] = ownTables.map(({ table }) => table);

/** Tables that listening, tagging and scanning fill again, and the journal, whose row images hold ids of files. */
export const derivedTableNames: readonly string[] = [
  "files",
  "file_errors",
  "models",
  "embeddings",
  "raw_embeddings",
  "row_peaks",
  "player_peaks",
  "names",
  "suggested_tags",
  "tag_queue",
  "edits",
  "edit_changes",
];

/**
 * Makes a new library at `targetPath` with what the library at `sourcePath` has of a person's. The source may be
 * damaged: a table that cannot be read is left out.
 * @returns names of the tables that could not be read
 * @throws SqliteError when the target cannot be written
 */
export function copyOwnData(sourcePath: string, targetPath: string): string[] {
  rmSync(targetPath, { force: true });
  const target = new Database(targetPath);
  try {
    setUpNewLibrary(target);
    migrate(target);
    if (!attach(target, sourcePath)) return [...ownTableNames];
    const markedSql = makeMarkedSql(target);
    return ownTables
      .filter((own) => !copyTable(target, own.table === "sounds" ? { ...own, where: markedSql } : own))
      .map(({ table }) => table);
  } catch (error) {
    target.close();
    rmSync(targetPath, { force: true });
    throw error;
  } finally {
    target.close();
  }
}

/** @returns false when the source is no database any more */
function attach(target: Database.Database, sourcePath: string): boolean {
  try {
    target.prepare("ATTACH ? AS source").run(sourcePath);
    return true;
  } catch (error) {
    if (error instanceof Database.SqliteError && /^SQLITE_(NOTADB|CORRUPT)/.test(error.code)) return false;
    throw error;
  }
}

/**
 * Rows of `sounds` that something of a person's hangs on, and that a hash tells again. A table that is damaged, or
 * that an older library lacks, must not take the favourites with it.
 */
function makeMarkedSql(target: Database.Database): string {
  const marks = markTables
    .filter((table) => isReadable(target, table))
    .map((table) => ` OR id IN (SELECT sound_id FROM source.${table})`);
  return `content_hash IS NOT NULL AND (favourite_ms IS NOT NULL${marks.join("")})`;
}

function isReadable(target: Database.Database, table: string): boolean {
  try {
    target.prepare(`SELECT sum(sound_id) FROM source.${table}`).get();
    return true;
  } catch (error) {
    if (error instanceof Database.SqliteError) return false;
    throw error;
  }
}

/** @returns false when the source's table cannot be read to its end; nothing of it is kept then */
function copyTable(target: Database.Database, { table, columns, where = "1" }: OwnTable): boolean {
  try {
    // An older library lacks some columns and tables.
    const shared = listColumns(target, "source", table).filter((column) =>
      (columns ?? listColumns(target, "main", table)).includes(column),
    );
    if (shared.length === 0) return true;
    const list = shared.join(", ");
    // Half a table is undone.
    target.transaction(() =>
      target.exec(
        `INSERT OR REPLACE INTO main.${table} (${list}) SELECT ${list} FROM source.${table} WHERE ${where}`,
      ),
    )();
    return true;
  } catch (error) {
    if (error instanceof Database.SqliteError && !error.code.startsWith("SQLITE_FULL")) return false;
    throw error;
  }
}

function listColumns(db: Database.Database, schema: "main" | "source", table: string): string[] {
  return db.prepare("SELECT name FROM pragma_table_info(?, ?)").pluck().all(table, schema) as string[];
}
