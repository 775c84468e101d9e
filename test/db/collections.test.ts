import { expect, test } from "vitest";
import {
  addCollection,
  addToCollection,
  listCollections,
  removeFromCollection,
  renameCollection,
} from "../../main/db/collections.ts";
import { deleteFiles } from "../../main/db/files.ts";
import { clearHistory, listHistory, recordQuery, recordUse } from "../../main/db/history.ts";
import { makeEdit } from "../../main/db/journal.ts";
import { dropOrphanSounds, getSoundRows } from "../../main/db/sounds.ts";
import { addHeardFile, tempLibrary } from "./library-setups.ts";

test("collections are listed by name with what they hold; a sound is in one once", () => {
  const db = tempLibrary();
  addHeardFile(db, "/sounds/a.wav");
  addHeardFile(db, "/sounds/b.wav");
  makeEdit(db, "made", 5, (edit) => {
    addToCollection(edit, addCollection(edit, "zwei", null, 5), [1, 2, 2, 99], 5);
    addCollection(edit, "Eins", "kick <1s", 6);
  });
  expect(listCollections(db)).toEqual([
    { id: 2, name: "Eins", kind: "smart", query: "kick <1s", soundCount: null, addedMs: 6 },
    { id: 1, name: "zwei", kind: "manual", query: null, soundCount: 2, addedMs: 5 },
  ]);
});

test("a name that is taken, a smart collection filled by hand and one that is gone are refused in words", () => {
  const db = tempLibrary();
  makeEdit(db, "made", 5, (edit) => {
    addCollection(edit, "Kicks", null, 5);
    addCollection(edit, "Short", "<1s", 5);
  });
  const attempt = (work: Parameters<typeof makeEdit>[3]) => () => makeEdit(db, "try", 6, work);
  expect(attempt((edit) => addCollection(edit, "KICKS", null, 6))).toThrow("There is a collection “Kicks”");
  expect(attempt((edit) => renameCollection(edit, 2, "kicks"))).toThrow("There is a collection “Kicks”");
  expect(attempt((edit) => addToCollection(edit, 2, [1], 6))).toThrow("“Short” is a saved search");
  expect(attempt((edit) => removeFromCollection(edit, 9, [1]))).toThrow("no collection 9");
  expect(attempt((edit) => renameCollection(edit, 1, "KICKS"))).not.toThrow();
});

test("a collection keeps its sounds while their folder is away, and does not count them", () => {
  const db = tempLibrary();
  const { soundId, fileId } = addHeardFile(db, "/sounds/a.wav");
  makeEdit(db, "made", 5, (edit) =>
    addToCollection(edit, addCollection(edit, "Mine", null, 5), [soundId], 5),
  );
  deleteFiles(db, [fileId]);
  expect(dropOrphanSounds(db)).toEqual([]);
  expect(listCollections(db)[0]?.soundCount).toBe(0);
});

test("uses are counted and listed, newest first", () => {
  const db = tempLibrary();
  addHeardFile(db, "/sounds/a.wav");
  addHeardFile(db, "/sounds/b.wav");
  recordUse(db, "play", [1], 10);
  recordUse(db, "drag", [2, 1, 99], 20);
  expect(listHistory(db, "use", 2)).toEqual([
    { id: 3, kind: "drag", atMs: 20, query: null, soundId: 1 },
    { id: 2, kind: "drag", atMs: 20, query: null, soundId: 2 },
  ]);
  expect(getSoundRows(db, [1, 2]).map(({ useCount, lastUsedMs }) => [useCount, lastUsedMs])).toEqual([
    [2, 20],
    [1, 20],
  ]);
});

test("queries: typing on is one thought, the same again comes to the top, blanks are nothing", () => {
  const db = tempLibrary();
  recordQuery(db, "ki", 1000);
  recordQuery(db, "kick", 2000);
  recordQuery(db, "  ", 2500);
  recordQuery(db, "kick drum", 60_000);
  recordQuery(db, "rain", 61_000);
  recordQuery(db, "kick", 70_000);
  expect(listHistory(db, "query", 0).map(({ query }) => query)).toEqual(["kick", "rain", "kick drum"]);
});

test("clearing the history forgets the counts too", () => {
  const db = tempLibrary();
  addHeardFile(db, "/sounds/a.wav");
  recordUse(db, "copy", [1], 10);
  recordQuery(db, "kick", 10);
  clearHistory(db);
  expect([
    listHistory(db, "use", 0),
    listHistory(db, "query", 0),
    getSoundRows(db, [1])[0]?.useCount,
  ]).toEqual([[], [], 0]);
});

test("the history keeps 5,000 uses; the count knows of all", () => {
  const db = tempLibrary();
  addHeardFile(db, "/sounds/a.wav");
  recordUse(
    db,
    "play",
    Array.from({ length: 5010 }, () => 1),
    10,
  );
  expect([listHistory(db, "use", 0).length, getSoundRows(db, [1])[0]?.useCount]).toEqual([5000, 5010]);
});
