import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { getLatestVersion, getSchemaVersion, migrate, type Migration } from "../../main/db/migrate.ts";
import { migrations } from "../../main/db/migrations/list.ts";
import { closeLibrary, findDamage, openLibrary } from "../../main/db/open-library.ts";
import { firstSchema } from "../../main/db/migrations/10-first-schema.ts";
import { tempFolder } from "./library-setups.ts";

function emptyFile(): Database.Database {
  const db = new Database(path.join(tempFolder(), "library.db"));
  onTestFinished(() => void db.close());
  return db;
}

const addColumn: Migration = {
  version: 20,
  apply: (db) => void db.exec("ALTER TABLE sounds ADD COLUMN note TEXT"),
};
const failing: Migration = {
  version: 30,
  apply: (db) => {
    db.exec("ALTER TABLE sounds ADD COLUMN half_done TEXT");
    throw new Error("power cut");
  },
};

test("versions rise in tens", () => {
  const versions = migrations.map(({ version }) => version);
  expect(versions).toEqual(versions.map((_, i) => 10 * (i + 1)));
  expect(getLatestVersion()).toBe(versions.at(-1));
});

// What each of them keeps, the test of its own version says.
test.each(migrations.slice(0, -1).map(({ version }) => version))(
  "a library that version %i has written, with rows in it, is brought to the newest one whole",
  (version) => {
    const packed = path.join(import.meta.dirname, `../fixtures/libraries/version-${version}.db.gz`);
    const file = path.join(tempFolder(), "library.db");
    writeFileSync(file, gunzipSync(readFileSync(packed)));
    const before = new Database(file, { readonly: true });
    const countSql = "SELECT (SELECT count(*) FROM sounds), (SELECT count(*) FROM raw_embeddings)";
    const [counts, from] = [before.prepare(countSql).raw().get() as number[], getSchemaVersion(before)];
    before.close();
    const db = openLibrary(file, "write");
    onTestFinished(() => closeLibrary(db));
    expect([from, Math.min(...counts) > 0]).toEqual([version, true]);
    expect(getSchemaVersion(db)).toBe(getLatestVersion());
    expect(db.prepare(countSql).raw().get()).toEqual(counts);
    expect([findDamage(db), db.pragma("foreign_key_check")]).toEqual([null, []]);
    expect(existsSync(`${file}.version-${version}.backup`)).toBe(true);
  },
);

test("version 10 from an empty file: all tables, no backup of nothing", () => {
  const db = emptyFile();
  expect(migrate(db, [firstSchema])).toBeNull();
  const tables = db
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%\\_%' ESCAPE '\\' ORDER BY name",
    )
    .pluck()
    .all();
  expect(tables).toEqual(["embeddings", "files", "folders", "library", "models", "names", "sounds"]);
  expect(getSchemaVersion(db)).toBe(10);
});

test("migrating what is up to date does nothing", () => {
  const db = emptyFile();
  migrate(db);
  expect(migrate(db)).toBeNull();
});

test("an older library is copied beside itself first, rows and all", () => {
  const db = emptyFile();
  migrate(db, [firstSchema]);
  db.exec("INSERT INTO sounds (size_bytes, added_ms, format) VALUES (1, 2, 'wav')");
  const backupPath = migrate(db, [firstSchema, addColumn]);
  expect(backupPath).toBe(`${db.name}.version-10.backup`);
  const backup = new Database(backupPath ?? "", { readonly: true });
  const seen = { version: getSchemaVersion(backup), rows: backup.prepare("SELECT format FROM sounds").all() };
  backup.close();
  expect(seen).toEqual({ version: 10, rows: [{ format: "wav" }] });
  expect(db.prepare("SELECT format, note FROM sounds").all()).toEqual([{ format: "wav", note: null }]);
});

test("a migration that fails leaves the library at the version before, whole, with its backup", () => {
  const db = emptyFile();
  migrate(db, [firstSchema, addColumn]);
  expect(() => migrate(db, [firstSchema, addColumn, failing])).toThrow("power cut");
  expect(getSchemaVersion(db)).toBe(20);
  expect(db.prepare("SELECT name FROM pragma_table_info('sounds') WHERE name = 'half_done'").all()).toEqual(
    [],
  );
  expect(existsSync(`${db.name}.version-20.backup`)).toBe(true);
});

test("a newer version is refused before anything is written", () => {
  const db = emptyFile();
  migrate(db, [firstSchema, addColumn]);
  expect(() => migrate(db, [firstSchema])).toThrow("schema version 20; this Earshot reads up to version 10");
});
