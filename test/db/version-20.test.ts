// The step from version 10 to version 20, on a library that version 10 wrote.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { countLibrary } from "../../main/db/counts.ts";
import { findWholeEmbedding } from "../../main/db/embeddings.ts";
import { getSchemaVersion } from "../../main/db/migrate.ts";
import { closeLibrary, findDamage, openLibrary } from "../../main/db/open-library.ts";
import { getSoundRows } from "../../main/db/sounds.ts";
import { listQueuedSounds } from "../../main/db/tag-queue.ts";
import { tempFolder } from "./library-setups.ts";

/** A library of that version, with five files, a copy, an error, a favourite, windows. */
function libraryOfVersion(version: number): string {
  const packed = path.join(import.meta.dirname, `../fixtures/libraries/version-${version}.db.gz`);
  const file = path.join(tempFolder(), "library.db");
  writeFileSync(file, gunzipSync(readFileSync(packed)));
  return file;
}

test("version 20 keeps all that version 10 knew, queues every sound for the tagger, and leaves a backup", () => {
  const file = libraryOfVersion(10);
  const db = openLibrary(file, "write");
  onTestFinished(() => closeLibrary(db));
  expect(getSchemaVersion(db)).toBeGreaterThanOrEqual(20);
  expect([findDamage(db), db.pragma("foreign_key_check")]).toEqual([null, []]);
  expect(existsSync(`${file}.version-10.backup`)).toBe(true);
  expect(countLibrary(db, "test-model")).toMatchObject({
    soundCount: 4,
    fileCount: 5,
    readyCount: 3,
    errorCount: 1,
    favouriteCount: 1,
    windowCount: 2,
  });
  expect(getSoundRows(db, [1])).toMatchObject([
    { name: "Kick Punchy.wav", copyCount: 2, isFavourite: true, tags: [], useCount: 0, lastUsedMs: null },
  ]);
  expect(findWholeEmbedding(db, 3, "test-model")?.[3]).toBeCloseTo(0.8, 6);
  expect(listQueuedSounds(db, 10)).toEqual([1, 2, 3, 4]);
});
