// A library whose file was damaged, from the engine's side: opened again it is whole, says what happened, and listening
// brings back all but what a person had put in, which was kept.
import { closeSync, openSync, writeSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import type { SoundDetail } from "../../preload/sound.ts";
import { toneFiles } from "../indexer/sounds.ts";
import { tempFolder, writeFiles } from "../indexer/temp-folder.ts";
import { indexAll, openEngine, tempLibraryPath, tinyModelId } from "./engine-setup.ts";

const pageBytes = 16384;

/** Overwrites the root pages of a table, and marks the last session as not ended. */
function damage(libraryPath: string, table: string): void {
  const db = new Database(libraryPath);
  db.prepare("UPDATE library SET value = 'open' WHERE key = 'session'").run();
  const pages = db
    .prepare("SELECT rootpage FROM sqlite_schema WHERE tbl_name = ? AND rootpage > 0")
    .pluck()
    .all(table) as number[];
  db.close();
  const file = openSync(libraryPath, "r+");
  for (const page of pages)
    writeSync(file, Buffer.alloc(pageBytes, 0xa5), 0, pageBytes, (page - 1) * pageBytes);
  closeSync(file);
}

/** A sound without its times, and without what the tagger, which works in the background, may have added. */
const withoutTimes = (sound: SoundDetail): SoundDetail => ({
  ...sound,
  modifiedMs: 0,
  addedMs: 0,
  tags: sound.tags.map((tag) => ({ ...tag, score: null })),
  allTags: sound.allTags.map((tag) => ({ ...tag, score: null })),
});

test("rescued, and after listening as before", { timeout: 120_000 }, async () => {
  const root = tempFolder();
  writeFiles(root, toneFiles(4));
  const libraryPath = tempLibraryPath();
  const first = openEngine(libraryPath);
  await indexAll(first, [root]);
  const findId = async (engine: typeof first, name: string): Promise<number> =>
    (await engine.handlers.findSoundByPath({ path: path.join(root, name) })) ?? 0;
  const id = await findId(first, "tone-002.wav");
  await first.handlers.setFavourite({ ids: [id], isFavourite: true });
  await first.handlers.setTag({ ids: [id], label: "mine", state: "confirmed" });
  const before = await first.handlers.getSound({ id });
  expect((await first.handlers.getStatus({})).rescue).toBeNull();
  await first.close();
  damage(libraryPath, "files");

  const second = openEngine(libraryPath);
  expect((await second.handlers.getStatus({})).rescue).toMatchObject({ code: "library-rescued" });
  expect((await second.handlers.listFolders({})).map((folder) => folder.path)).toEqual([root]);
  expect(await second.handlers.indexAll({ folders: [], excludes: [], modelId: tinyModelId })).toMatchObject({
    doneCount: 4,
    totalCount: 4,
    errorCount: 0,
  });
  const after = await second.handlers.getSound({ id: await findId(second, "tone-002.wav") });
  expect(withoutTimes(after)).toEqual(withoutTimes(before));
  expect(await second.handlers.getPlayerPeaks({ id: after.id })).not.toBeNull();
});
