// A damaged library: what a person had put in is kept, from the file itself or from the last backup.
import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
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
import { rescueLibrary } from "../../main/db/rescue.ts";
import { ensureLabel } from "../../main/db/labels.ts";
import { putPersonTag } from "../../main/db/tags.ts";
import { dropOrphanSounds, setFavourite } from "../../main/db/sounds.ts";
import { deleteFiles } from "../../main/db/files.ts";
import { recordUse } from "../../main/db/history.ts";
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

function getFavouriteIds(db: WritableDb): number[] {
  return db.prepare("SELECT id FROM sounds WHERE favourite_ms IS NOT NULL").pluck().all() as number[];
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
  expect(findRescue(rescued)?.backupTables).toContain("sounds");
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

test("one table comes from the backup, and edits since then in the others stay", () => {
  const libraryPath = path.join(tempFolder(), "library.db");
  const db = openLibrary(libraryPath, "write");
  fill(db);
  const ids = db.prepare("SELECT id FROM sounds WHERE favourite_ms IS NULL").pluck().all() as number[];
  const [before, since] = ids as [number, number];
  makeEdit(db, "Tagged", startMs, (edit) =>
    putPersonTag(edit, before, ensureLabel(edit.db, "kick", "drums"), true, 1),
  );
  const backupPath = backUpOwnDataIfDue(db, startMs);
  makeEdit(db, "Made a collection", startMs, (edit) => addCollection(edit, "Mine", "kick", startMs));
  makeEdit(db, "Tagged", startMs, (edit) =>
    putPersonTag(edit, since, ensureLabel(edit.db, "kick", "drums"), true, 1),
  );
  setFavourite(db, [since], true, startMs);
  closeLibrary(db);
  leaveUnclean(libraryPath);
  overwritePages(libraryPath, findPages(libraryPath, "person_tags"));

  const rescued = openLibrary(libraryPath, "write");
  expect(findRescue(rescued)).toMatchObject({ backupPath, backupTables: ["person_tags"], lostTables: [] });
  expect(rescued.prepare("SELECT sound_id FROM person_tags").pluck().all()).toEqual([before]);
  expect(listCollections(rescued)).toMatchObject([{ name: "Mine" }]);
  expect(getFavouriteIds(rescued)).toContain(since);
  closeLibrary(rescued);
});

test("ids that were given out before a rescue are not given out again", () => {
  const libraryPath = path.join(tempFolder(), "library.db");
  const db = openLibrary(libraryPath, "write");
  fill(db);
  const last = Math.max(...(db.prepare("SELECT id FROM sounds").pluck().all() as number[]));
  setFavourite(db, [last], false, startMs);
  closeLibrary(db);
  leaveUnclean(libraryPath);
  overwritePages(libraryPath, findPages(libraryPath, "embeddings"));
  const rescued = openLibrary(libraryPath, "write");
  expect(getFavouriteIds(rescued)).not.toContain(last);
  expect(addHeardFile(rescued, "/sounds/new.wav", { contentHash: "new" }).soundId).toBeGreaterThan(last);
  closeLibrary(rescued);
});

test.each([
  ["before the damaged file is moved", ["", "-wal"]],
  ["when its log is moved", [""]],
  ["when nothing is in place", []],
])("a power cut in the middle of a rescue, %s: the next start ends it", (_, endings) => {
  const libraryPath = path.join(tempFolder(), "library.db");
  const db = openLibrary(libraryPath, "write");
  fill(db);
  const favourites = listFavourites(db);
  closeLibrary(db);
  const damaged = readFileSync(libraryPath);
  rescueLibrary(libraryPath, "torn", startMs);
  // As the cut left it: the rescued library under its first name, of the damaged one some files not yet moved.
  const keptAs = `${libraryPath}.damaged-2026-11-01T12-00-00-000Z`;
  writeFileSync(`${keptAs}-wal`, "log of the damaged library");
  renameSync(libraryPath, `${libraryPath}.rescued-2026-11-01T12-00-00-000Z`);
  for (const ending of endings) renameSync(keptAs + ending, libraryPath + ending);

  const rescued = openLibrary(libraryPath, "write");
  expect(listFavourites(rescued)).toEqual(favourites);
  expect(findRescue(rescued)).toEqual({
    damage: "torn",
    keptAs,
    backupPath: null,
    backupTables: [],
    lostTables: [],
  });
  expect(readFileSync(keptAs).equals(damaged)).toBe(true);
  expect(readFileSync(`${keptAs}-wal`, "utf8")).toBe("log of the damaged library");
  closeLibrary(rescued);
  expect(readdirSync(path.dirname(libraryPath)).toSorted()).toEqual([
    "library.db",
    path.basename(keptAs),
    `${path.basename(keptAs)}-wal`,
    "library.db.lock",
  ]);
});

test("a library that somebody made meanwhile is kept beside the damaged one, not written over it", () => {
  const libraryPath = path.join(tempFolder(), "library.db");
  const db = openLibrary(libraryPath, "write");
  fill(db);
  closeLibrary(db);
  rescueLibrary(libraryPath, "torn", startMs);
  const keptAs = `${libraryPath}.damaged-2026-11-01T12-00-00-000Z`;
  renameSync(libraryPath, `${libraryPath}.rescued-2026-11-01T12-00-00-000Z`);
  writeFileSync(libraryPath, "of another program");
  const before = readFileSync(keptAs);
  closeLibrary(openLibrary(libraryPath, "write"));
  expect(readFileSync(keptAs).equals(before)).toBe(true);
  expect(readFileSync(`${keptAs}-2`, "utf8")).toBe("of another program");
});

test("use counts of sounds whose drive is away survive the scans after a rescue", () => {
  const libraryPath = path.join(tempFolder(), "library.db");
  const db = openLibrary(libraryPath, "write");
  fill(db);
  const used = db.prepare("SELECT max(id) FROM sounds WHERE favourite_ms IS NULL").pluck().get() as number;
  recordUse(db, "play", [used], startMs);
  closeLibrary(db);
  leaveUnclean(libraryPath);
  overwritePages(libraryPath, findPages(libraryPath, "embeddings"));
  const rescued = openLibrary(libraryPath, "write");
  expect(dropOrphanSounds(rescued)).toEqual([]);
  expect(rescued.prepare("SELECT sound_id, use_count FROM sound_uses").raw().all()).toEqual([[used, 1]]);
  // The drive is back, and a look at it finds the file.
  const hash = rescued.prepare("SELECT content_hash FROM sounds WHERE id = ?").pluck().get(used) as string;
  const { fileId, soundId } = addHeardFile(rescued, "/sounds/back.wav", { contentHash: hash });
  expect(soundId).toBe(used);
  // From then on it is a sound like any other.
  deleteFiles(rescued, [fileId]);
  expect(dropOrphanSounds(rescued)).toEqual([used]);
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
