// A damaged library: what a person had put in is kept, from the file itself or from the last backup.
import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import type { WritableDb } from "../../main/db/database.ts";
import { addCollection, listCollections } from "../../main/db/collections.ts";
import { makeEdit } from "../../main/db/journal.ts";
import { closeLibrary, findDamage, findRescue, openLibrary } from "../../main/db/open-library.ts";
import { backUpOwnDataIfDue, listOwnBackups } from "../../main/db/own-backup.ts";
import { derivedTableNames, ownTableNames } from "../../main/db/own-data.ts";
import { setFavourite } from "../../main/db/sounds.ts";
import { addHeardFile, tempFolder, tempLibrary } from "./library-setups.ts";

const dayMs = 24 * 60 * 60_000;
const startMs = Date.UTC(2026, 10, 1, 12);

/** 300 sounds, every third a favourite. */
function fill(db: WritableDb): void {
  const ids = Array.from(
    { length: 300 },
    (_, i) => addHeardFile(db, `/sounds/${i}-${"x".repeat(80)}.wav`).soundId,
  );
  setFavourite(
    db,
    ids.filter((_, i) => i % 3 === 0),
    true,
    startMs,
  );
}

function listFavourites(db: WritableDb): string[] {
  return db
    .prepare("SELECT content_hash FROM sounds WHERE favourite_ms IS NOT NULL ORDER BY 1")
    .pluck()
    .all() as string[];
}

/** Leaves the library as a killed writer does: the next one looks through it. */
function leaveUnclean(libraryPath: string): void {
  const db = new Database(libraryPath);
  db.prepare("UPDATE library SET value = 'open' WHERE key = 'session'").run();
  db.pragma("wal_checkpoint(TRUNCATE)");
  db.close();
}

function overwritePages(libraryPath: string, pages: number[]): void {
  const file = openSync(libraryPath, "r+");
  for (const page of pages) writeSync(file, Buffer.alloc(16384, 0xa5), 0, 16384, (page - 1) * 16384);
  closeSync(file);
}

/** Page numbers of everything that belongs to a table or index. */
function findPages(libraryPath: string, name: string): number[] {
  const db = new Database(libraryPath, { readonly: true });
  const pages = db
    .prepare("SELECT rootpage FROM sqlite_schema WHERE tbl_name = ? AND rootpage > 0")
    .pluck()
    .all(name);
  db.close();
  return pages as number[];
}

test("every table is a person's own or comes back by listening", () => {
  const db = tempLibrary();
  const tables = db
    .prepare(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')
       AND name NOT LIKE 'sqlite_%'`,
    )
    .pluck()
    .all() as string[];
  expect([...ownTableNames, ...derivedTableNames].toSorted()).toEqual(tables.toSorted());
});

test("damage among what listening brings back: a person's data comes from the damaged file", () => {
  const libraryPath = path.join(tempFolder(), "library.db");
  const db = openLibrary(libraryPath, "write");
  fill(db);
  const favourites = listFavourites(db);
  closeLibrary(db);
  leaveUnclean(libraryPath);
  overwritePages(libraryPath, findPages(libraryPath, "embeddings"));

  const rescued = openLibrary(libraryPath, "write");
  expect(findDamage(rescued)).toBeNull();
  expect(listFavourites(rescued)).toEqual(favourites);
  expect(findRescue(rescued)).toMatchObject({ backupPath: null, lostTables: [] });
  expect(existsSync(findRescue(rescued)?.keptAs ?? "")).toBe(true);
  closeLibrary(rescued);
  const again = openLibrary(libraryPath, "write");
  expect(findRescue(again)).toBeUndefined();
  closeLibrary(again);
});

test("damage that takes the sounds themselves: a person's data comes from the newest backup that is whole", () => {
  const libraryPath = path.join(tempFolder(), "library.db");
  const db = openLibrary(libraryPath, "write");
  fill(db);
  makeEdit(db, "Made a collection", startMs, (edit) => addCollection(edit, "Mine", "kick", startMs));
  const backupPath = backUpOwnDataIfDue(db, startMs);
  const favourites = listFavourites(db);
  closeLibrary(db);
  leaveUnclean(libraryPath);
  overwritePages(libraryPath, findPages(libraryPath, "sounds"));
  writeFileSync(`${libraryPath}.own-2026-12-01.backup`, "half a backup");

  const rescued = openLibrary(libraryPath, "write");
  expect(findRescue(rescued)).toMatchObject({ backupPath, lostTables: [] });
  expect(listFavourites(rescued)).toEqual(favourites);
  expect(listCollections(rescued)).toMatchObject([{ name: "Mine", query: "kick" }]);
  closeLibrary(rescued);
});

test("a header that is gone is rescued from a backup; without one the file is left alone", () => {
  const folder = tempFolder();
  const libraryPath = path.join(folder, "library.db");
  const db = openLibrary(libraryPath, "write");
  fill(db);
  backUpOwnDataIfDue(db, startMs);
  const favourites = listFavourites(db);
  closeLibrary(db);
  const other = path.join(tempFolder(), "other.db");
  overwritePages(libraryPath, [1]);
  copyFileSync(libraryPath, other);
  const rescued = openLibrary(libraryPath, "write");
  expect(listFavourites(rescued)).toEqual(favourites);
  closeLibrary(rescued);
  const before = readFileSync(other);
  expect(() => openLibrary(other, "write")).toThrow(/damaged/);
  expect(readFileSync(other).equals(before)).toBe(true);
});

test("backups: one a day at most, only after an edit, the last five kept, and small", () => {
  const folder = tempFolder();
  const libraryPath = path.join(folder, "library.db");
  const db = openLibrary(libraryPath, "write");
  expect(backUpOwnDataIfDue(db, startMs)).toBeNull();
  fill(db);
  const made: (string | null)[] = [];
  for (let day = 0; day < 8; day++) {
    db.prepare("INSERT INTO edits (label, at_ms) VALUES ('x', 1)").run();
    made.push(backUpOwnDataIfDue(db, startMs + day * dayMs));
    db.prepare("INSERT INTO edits (label, at_ms) VALUES ('x', 1)").run();
    expect(backUpOwnDataIfDue(db, startMs + day * dayMs + 1000)).toBeNull();
  }
  expect(made.map((file) => path.basename(file ?? ""))).toEqual(
    Array.from({ length: 8 }, (_, day) => `library.db.own-2026-11-0${day + 1}.backup`),
  );
  expect(listOwnBackups(libraryPath)).toEqual(made.slice(3).toReversed());
  expect(readdirSync(folder).filter((name) => name.includes(".part"))).toEqual([]);
  expect(statSync(made[7] as string).size).toBeLessThan(statSync(libraryPath).size / 2);
  closeLibrary(db);
});

test("a backup that would be half of one is not made, and those that are whole stay", () => {
  const libraryPath = path.join(tempFolder(), "library.db");
  const db = openLibrary(libraryPath, "write");
  fill(db);
  const whole = backUpOwnDataIfDue(db, startMs);
  makeEdit(db, "Made a collection", startMs, (edit) => addCollection(edit, "Mine", "kick", startMs));
  closeLibrary(db);
  overwritePages(libraryPath, findPages(libraryPath, "sounds"));
  const damaged = openLibrary(libraryPath, "write");
  expect(() => backUpOwnDataIfDue(damaged, startMs + dayMs)).toThrow(/damaged/);
  expect(listOwnBackups(libraryPath)).toEqual([whole]);
  expect(readdirSync(path.dirname(libraryPath)).filter((name) => name.includes(".part"))).toEqual([]);
  closeLibrary(damaged);
});

test("without a backup, damaged use counts do not take the favourites with them", () => {
  const libraryPath = path.join(tempFolder(), "library.db");
  const db = openLibrary(libraryPath, "write");
  fill(db);
  const favourites = listFavourites(db);
  closeLibrary(db);
  leaveUnclean(libraryPath);
  overwritePages(libraryPath, findPages(libraryPath, "sound_uses"));

  const rescued = openLibrary(libraryPath, "write");
  expect(listFavourites(rescued)).toEqual(favourites);
  expect(findRescue(rescued)).toMatchObject({ backupPath: null, lostTables: ["sound_uses"] });
  closeLibrary(rescued);
});

test("for use counts alone, edits since the last backup are not given up", () => {
  const libraryPath = path.join(tempFolder(), "library.db");
  const db = openLibrary(libraryPath, "write");
  fill(db);
  backUpOwnDataIfDue(db, startMs);
  makeEdit(db, "Made a collection", startMs, (edit) => addCollection(edit, "Mine", "kick", startMs));
  closeLibrary(db);
  leaveUnclean(libraryPath);
  overwritePages(libraryPath, findPages(libraryPath, "sound_uses"));

  const rescued = openLibrary(libraryPath, "write");
  expect(listCollections(rescued)).toMatchObject([{ name: "Mine" }]);
  expect(findRescue(rescued)).toMatchObject({ backupPath: null, lostTables: ["sound_uses"] });
  closeLibrary(rescued);
});

test("a library that is locked is busy, not damaged", () => {
  const libraryPath = path.join(tempFolder(), "library.db");
  const db = openLibrary(libraryPath, "write");
  fill(db);
  closeLibrary(db);
  const reader = openLibrary(libraryPath, "read");
  reader.pragma("busy_timeout = 0");
  const other = new Database(libraryPath);
  other.exec("BEGIN EXCLUSIVE");
  expect(() => findDamage(reader)).toThrow(/written by another program/);
  other.exec("COMMIT");
  other.close();
  expect(findDamage(reader)).toBeNull();
  closeLibrary(reader);
});
