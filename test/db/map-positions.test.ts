import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { findWholeEmbedding, storeWholeEmbedding } from "../../main/db/embeddings.ts";
import { removeFolder } from "../../main/db/folders.ts";
import {
  countMapChanges,
  countMapPositions,
  listMapPositions,
  noteMapLayout,
  noteMapPlacing,
  storeMapPositions,
} from "../../main/db/map-positions.ts";
import { getSchemaVersion } from "../../main/db/migrate.ts";
import { closeLibrary, findDamage, openLibrary } from "../../main/db/open-library.ts";
import { getSoundRows } from "../../main/db/sounds.ts";
import {
  addFile,
  addHeardFile,
  tempFolder,
  tempLibrary,
  testModelId,
  unitEmbedding,
} from "./library-setups.ts";

function positionsOf(...entries: [soundId: number, x: number, y: number][]) {
  return {
    soundIds: Uint32Array.from(entries, ([soundId]) => soundId),
    x: Float32Array.from(entries, ([, x]) => x),
    y: Float32Array.from(entries, ([, , y]) => y),
  };
}

test("version 30 takes over a library of version 20, with a backup and an empty map", () => {
  const packed = path.join(import.meta.dirname, "../fixtures/libraries/version-20.db.gz");
  const file = path.join(tempFolder(), "library.db");
  writeFileSync(file, gunzipSync(readFileSync(packed)));
  const db = openLibrary(file, "write");
  onTestFinished(() => closeLibrary(db));
  expect(getSchemaVersion(db)).toBeGreaterThanOrEqual(30);
  expect([findDamage(db), db.pragma("foreign_key_check")]).toEqual([null, []]);
  expect(existsSync(`${file}.version-20.backup`)).toBe(true);
  expect(getSoundRows(db, [1])).toMatchObject([
    { name: "Kick Punchy.wav", tags: [{ label: "kick", state: "confirmed" }] },
  ]);
  expect(findWholeEmbedding(db, 2, testModelId)).toEqual(unitEmbedding(2));
  expect(countMapPositions(db, testModelId)).toBe(0);
  storeMapPositions(db, testModelId, positionsOf([1, 0.5, -2], [2, 3, 4]));
  expect(listMapPositions(db, testModelId)).toEqual(positionsOf([1, 0.5, -2], [2, 3, 4]));
});

test("positions of two models are apart, and the later of two stays", () => {
  const db = tempLibrary();
  const { soundId } = addHeardFile(db, "/sounds/a.wav");
  storeWholeEmbedding(db, soundId, "big", unitEmbedding(9));
  storeMapPositions(db, testModelId, positionsOf([soundId, 1, 2]));
  storeMapPositions(db, "big", positionsOf([soundId, 5, 6]));
  storeMapPositions(db, testModelId, positionsOf([soundId, 3, 4]));
  expect(listMapPositions(db, testModelId)).toEqual(positionsOf([soundId, 3, 4]));
  expect(listMapPositions(db, "big")).toEqual(positionsOf([soundId, 5, 6]));
  expect(listMapPositions(db, "another-model")).toEqual(positionsOf());
});

test("only sounds with an embedding have a place, and a sound that goes takes its place with it", () => {
  const db = tempLibrary();
  const { soundId } = addHeardFile(db, "/sounds/a.wav");
  const pending = addFile(db, "/sounds/b.wav");
  storeMapPositions(db, testModelId, positionsOf([soundId, 1, 2], [pending.soundId, 1, 2], [999, 1, 2]));
  expect(listMapPositions(db, testModelId)).toEqual(positionsOf([soundId, 1, 2]));
  removeFolder(db, 1);
  expect(listMapPositions(db, testModelId)).toEqual(positionsOf());
});

test("a sound that is heard anew has no place until it is given one", () => {
  const db = tempLibrary();
  const { soundId } = addHeardFile(db, "/sounds/a.wav");
  storeMapPositions(db, testModelId, positionsOf([soundId, 1, 2]));
  storeWholeEmbedding(db, soundId, testModelId, unitEmbedding(7));
  expect(countMapPositions(db, testModelId)).toBe(0);
});

test("what came and went since a layout is counted, all where nobody noted one", () => {
  const db = tempLibrary();
  expect(countMapChanges(db, testModelId, 7)).toBe(7);
  noteMapPlacing(db, testModelId, 2);
  expect(countMapChanges(db, testModelId, 9)).toBe(9);
  noteMapLayout(db, testModelId, 10);
  noteMapPlacing(db, testModelId, 3);
  noteMapPlacing(db, testModelId, 1);
  expect([14, 12].map((count) => countMapChanges(db, testModelId, count))).toEqual([4, 6]);
  expect(countMapChanges(db, "big", 14)).toBe(14);
  noteMapLayout(db, testModelId, 12);
  expect(countMapChanges(db, testModelId, 12)).toBe(0);
});
