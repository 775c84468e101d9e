// What a person has put into a library, copied into a small library of its own: favourites, tags, collections, labels,
// folders, settings. Everything else comes back by listening again, so such a copy is a backup that costs little, and
// a damaged library is rescued from it.
import { rmSync } from "node:fs";
import Database from "better-sqlite3";
import { migrate } from "./migrate.ts";
import { setUpNewLibrary } from "./new-library.ts";

/** Tables whose rows make a sound one that is copied. */
const markTables = ["person_tags", "collection_sounds", "sound_uses"];
/** Rows that lead to nothing are left out: what they led to may come from an older library, or be lost. */
const ofCopiedSoundSql = "sound_id IN (SELECT id FROM main.sounds)";
const ofCopiedLabelSql = "label_id IN (SELECT id FROM main.labels)";
const ofCopiedCollectionSql = "collection_id IN (SELECT id FROM main.collections)";
/** Beyond any id that was given out since the last backup, when that cannot be read any more. */
const idMargin = 1_000_000;

/** `where` names what of a table is copied. */
interface OwnTable {
  table: string;
  columns?: string[];
  where?: string;
}

/** In an order that references allow. */
const ownTables: OwnTable[] = [
  { table: "library", where: "key NOT IN ('session', 'rescue')" },
  { table: "folders" },
  { table: "folder_excludes", where: "folder_id IN (SELECT id FROM main.folders)" },
  {
    table: "sounds",
    columns: ["id", "size_bytes", "added_ms", "favourite_ms", "quick_hash", "content_hash", "format"],
  },
  { table: "labels" },
  { table: "label_definitions", where: ofCopiedLabelSql },
  { table: "person_tags", where: `${ofCopiedSoundSql} AND ${ofCopiedLabelSql}` },
  { table: "collections" },
  { table: "collection_sounds", where: `${ofCopiedSoundSql} AND ${ofCopiedCollectionSql}` },
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
  "map_positions",
  "edits",
  "edit_changes",
];

/** What came from where. */
export interface CopiedTables {
  /** Tables that the first source did not give, and the second did. */
  fromSecond: string[];
  /** Tables that no source gave. */
  lost: string[];
}

/**
 * Makes a new library at `targetPath` with what the libraries at `sourcePaths` have of a person's: each table comes
 * from the first of them that it can be read from to its end. They are one library at two times, so their ids agree.
 * @throws SqliteError when the target cannot be written
 */
export function copyOwnData(sourcePaths: readonly string[], targetPath: string): CopiedTables {
  rmSync(targetPath, { force: true });
  const target = new Database(targetPath);
  try {
    setUpNewLibrary(target);
    migrate(target);
    const schemas = sourcePaths.map((sourcePath, i) => attach(target, sourcePath, `source${i}`));
    const giverOf = new Map(
      ownTables.map((own) => {
        const where = own.table === "sounds" ? makeMarkedSql(target, schemas) : own.where;
        return [own.table, schemas.findIndex((schema) => copyTable(target, schema, { ...own, where }))];
      }),
    );
    const listGivenBy = (giver: number): string[] =>
      ownTableNames.filter((table) => giverOf.get(table) === giver);
    keepIdsUnused(target, schemas);
    return { fromSecond: listGivenBy(1), lost: listGivenBy(-1) };
  } catch (error) {
    target.close();
    rmSync(targetPath, { force: true });
    throw error;
  } finally {
    target.close();
  }
}

/** @returns the schema's name, or null when the source is no database any more */
function attach(target: Database.Database, sourcePath: string, schema: string): string | null {
  try {
    target.prepare(`ATTACH ? AS ${schema}`).run(sourcePath);
    return schema;
  } catch (error) {
    if (error instanceof Database.SqliteError && /^SQLITE_(NOTADB|CORRUPT)/.test(error.code)) return null;
    throw error;
  }
}

/**
 * Rows of `sounds` that something of a person's hangs on, and that a hash tells again. A table that is damaged, or
 * that an older library lacks, must not take the favourites with it.
 */
function makeMarkedSql(target: Database.Database, schemas: readonly (string | null)[]): string {
  const marks = markTables.map((table) => {
    const schema = schemas.find((each) => isReadable(target, each, table));
    return schema ? ` OR id IN (SELECT sound_id FROM ${schema}.${table})` : "";
  });
  return `content_hash IS NOT NULL AND (favourite_ms IS NOT NULL${marks.join("")})`;
}

function isReadable(target: Database.Database, schema: string | null, table: string): boolean {
  if (schema === null) return false;
  try {
    target.prepare(`SELECT sum(sound_id) FROM ${schema}.${table}`).get();
    return true;
  } catch (error) {
    if (error instanceof Database.SqliteError) return false;
    throw error;
  }
}

/** @returns false when the source's table cannot be read to its end; nothing of it is kept then */
function copyTable(
  target: Database.Database,
  schema: string | null,
  { table, columns, where = "1" }: { [Key in keyof OwnTable]: OwnTable[Key] | undefined } & { table: string },
): boolean {
  if (schema === null) return false;
  try {
    // An older library lacks some columns and tables.
    const shared = listColumns(target, schema, table).filter((column) =>
      (columns ?? listColumns(target, "main", table)).includes(column),
    );
    if (shared.length === 0) return true;
    const list = shared.join(", ");
    // Half a table is undone.
    target.transaction(() =>
      target.exec(
        `INSERT OR REPLACE INTO main.${table} (${list}) SELECT ${list} FROM ${schema}.${table} WHERE ${where}`,
      ),
    )();
    return true;
  } catch (error) {
    if (error instanceof Database.SqliteError && !error.code.startsWith("SQLITE_FULL")) return false;
    throw error;
  }
}

/**
 * Ids that the sources gave out are not given out again, though their rows were not copied: in the copy's backups, and
 * in those that are older than it, an id means one thing.
 */
function keepIdsUnused(target: Database.Database, schemas: readonly (string | null)[]): void {
  const raise = target.prepare(`UPDATE main.sqlite_sequence SET seq = max(seq, @seq) WHERE name = @name`);
  const add = target.prepare(
    `INSERT INTO main.sqlite_sequence (name, seq) SELECT @name, @seq
     WHERE NOT EXISTS (SELECT 1 FROM main.sqlite_sequence WHERE name = @name)`,
  );
  const sequences = schemas.map((schema) => listSequences(target, schema));
  for (const table of ownTableNames) {
    const known = sequences.map((of) => of?.get(table) ?? 0);
    const seq = Math.max(0, ...known) + (sequences[0] === null ? idMargin : 0);
    if (seq === 0 || !hasSequence(target, table)) continue;
    raise.run({ name: table, seq });
    add.run({ name: table, seq });
  }
}

function hasSequence(target: Database.Database, table: string): boolean {
  const sql = "SELECT sql LIKE '%AUTOINCREMENT%' FROM main.sqlite_schema WHERE type = 'table' AND name = ?";
  return target.prepare(sql).pluck().get(table) === 1;
}

/** The last id given out, by table; null when that cannot be read. */
function listSequences(target: Database.Database, schema: string | null): Map<string, number> | null {
  if (schema === null) return null;
  try {
    const rows = target.prepare(`SELECT name, seq FROM ${schema}.sqlite_sequence`).raw().all();
    return new Map(rows as [string, number][]);
  } catch (error) {
    if (error instanceof Database.SqliteError) return null;
    throw error;
  }
}

function listColumns(db: Database.Database, schema: string, table: string): string[] {
  return db.prepare("SELECT name FROM pragma_table_info(?, ?)").pluck().all(table, schema) as string[];
}
