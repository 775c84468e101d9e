// Tags written into files: the library goes on knowing them as the same sounds.
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { AppError } from "../../main/base/app-error.ts";
import { makeEdit } from "../../main/db/journal.ts";
import { ensureLabel } from "../../main/db/labels.ts";
import { storeSoundResult } from "../../main/db/store-result.ts";
import { putPersonTag } from "../../main/db/tags.ts";
import type { EngineParts } from "../../main/engine/engine-parts.ts";
import { makeWriteTagsCalls } from "../../main/engine/write-tags-calls.ts";
import { SoundListener } from "../../main/indexer/sound-listener.ts";
import { leaveBehind } from "../base/killed-writer.ts";
import { addFile, soundResult, tempLibrary } from "../db/library-setups.ts";
import { hashContent } from "../../main/indexer/content-hash.ts";
import { tempFolder } from "../indexer/temp-folder.ts";
import { indexAll, openEngine, tempLibraryPath, type TestEngine } from "./engine-setup.ts";

const fixtures = path.join(import.meta.dirname, "..", "fixtures", "audio");
const how = { isDryRun: false, withSuggested: false, keepsTime: false };

/** A library of two copies of one sound and one other, heard by the tiny model. */
async function heardLibrary() {
  const root = tempFolder();
  const paths = ["a.wav", "copy.wav", "b.flac"].map((name) => path.join(root, name)) as [
    string,
    string,
    string,
  ];
  copyFileSync(path.join(fixtures, "wav-s16le.wav"), paths[0]);
  copyFileSync(path.join(fixtures, "wav-s16le.wav"), paths[1]);
  copyFileSync(path.join(fixtures, "flac-s24.flac"), paths[2]);
  const engine = openEngine(tempLibraryPath());
  await indexAll(engine, [root]);
  return { engine, root, paths };
}

async function soundAt(engine: TestEngine, file: string) {
  const id = (await engine.handlers.findSoundByPath({ path: file })) as number;
  return engine.handlers.getSound({ id });
}

// Indexing goes through real threads and a real embedder; on a busy machine that takes its time.
test("a written file keeps its sound; copies part while one is written and meet again; nothing is heard anew", async () => {
  const { engine, root, paths } = await heardLibrary();
  const { handlers } = engine;
  const [first, copy, flac] = paths;
  const before = await soundAt(engine, first);
  const flacBefore = await soundAt(engine, flac);
  await handlers.setTag({ ids: [before.id, flacBefore.id], label: "kick", state: "confirmed" });
  await handlers.setTag({ ids: [before.id], label: "snare", state: "rejected" });
  await handlers.setFavourite({ ids: [before.id], isFavourite: true });
  await handlers.createCollection({ name: "Mine", query: null, ids: [before.id] });

  const dry = await handlers.writeTagsIntoFiles({
    ...how,
    paths: [first, path.join(root, "no.wav")],
    isDryRun: true,
  });
  expect(dry).toMatchObject([
    { state: "would-write", newLabels: ["kick"] },
    { state: "left-alone", error: { code: "not-in-library" } },
  ]);
  expect((await soundAt(engine, first)).contentHash).toBe(before.contentHash);

  const marks = {
    isFavourite: true,
    allTags: [
      { label: "kick", state: "confirmed" },
      { label: "snare", state: "rejected" },
    ],
  };
  expect(await handlers.writeTagsIntoFiles({ ...how, paths: [first] })).toMatchObject([{ state: "written" }]);
  const written = await soundAt(engine, first);
  expect(written).toMatchObject({
    ...marks,
    status: "ready",
    contentHash: hashContent(first),
    paths: [first],
  });
  expect(await soundAt(engine, copy)).toMatchObject({
    ...marks,
    id: before.id,
    contentHash: before.contentHash,
  });
  expect(await handlers.listCollections({})).toMatchObject([{ name: "Mine", soundCount: 2 }]);

  await handlers.writeTagsIntoFiles({ ...how, paths: [copy, flac] });
  expect(await soundAt(engine, copy)).toMatchObject({ ...marks, id: written.id, copyCount: 2 });
  expect(readFileSync(first).equals(readFileSync(copy))).toBe(true);
  const flacAfter = await soundAt(engine, flac);
  expect(flacAfter).toMatchObject({
    id: flacBefore.id,
    contentHash: hashContent(flac),
    status: "ready",
  });

  const similar = { query: "", scope: { kind: "similar", soundId: written.id }, limit: 0 } as const;
  const sort = { column: "score", descending: true } as const;
  expect([...(await handlers.search({ ...similar, sort })).soundIds]).toEqual([flacBefore.id]);
  const again = await indexAll(engine, [root]);
  expect(again).toMatchObject({ errorCount: 0 });
  expect((await soundAt(engine, first)).id).toBe(written.id);
  expect((await handlers.getStatus({})).soundCount).toBe(2);
  expect(await handlers.writeTagsIntoFiles({ ...how, paths: [first, copy] })).toMatchObject([
    { state: "up-to-date" },
    { state: "up-to-date" },
  ]);
}, 120_000);

/** The calls over a library of files by these names, which a person tagged "kick"; no model has heard them. */
function taggedLibrary(...names: string[]) {
  const root = tempFolder();
  const db = tempLibrary();
  const labelId = ensureLabel(db, "kick", "drums");
  const files = names.map((name) => path.join(root, name));
  for (const [i, file] of files.entries()) {
    copyFileSync(path.join(fixtures, "wav-s16le.wav"), file);
    const { fileId } = addFile(db, file, { rootPath: root });
    const { soundId } = storeSoundResult(db, soundResult(fileId)) as { soundId: number };
    makeEdit(db, "Tagged", i, (edit) => putPersonTag(edit, soundId, labelId, true, 1));
  }
  const listener = new SoundListener(1);
  onTestFinished(() => listener.close());
  const library = { db, writableDb: db, noteChange: () => {} };
  const calls = makeWriteTagsCalls({ library, listener } as unknown as EngineParts);
  return { root, files, listener, calls };
}

test("what killed writers left is taken away once a folder and run; a dry run takes nothing away", async () => {
  const { root, files, calls } = taggedLibrary("a.wav", "b.wav");
  const { killed, maybeWritten, lookAlikes } = leaveBehind(root);
  const others = [...maybeWritten, ...lookAlikes, "a.wav", "b.wav"];
  await calls.writeTagsIntoFiles({ ...how, paths: files, isDryRun: true });
  expect(readdirSync(root).toSorted()).toEqual([killed, ...others].toSorted());
  await calls.writeTagsIntoFiles({ ...how, paths: files.slice(0, 1) });
  expect(readdirSync(root).toSorted()).toEqual(others.toSorted());
  // The folder is not read again for the next file.
  writeFileSync(path.join(root, killed), "half");
  expect(await calls.writeTagsIntoFiles({ ...how, paths: files.slice(1) })).toMatchObject([
    { state: "written" },
  ]);
  expect(readdirSync(root).toSorted()).toEqual([killed, ...others].toSorted());
}, 60_000);

test("a file that was written is told as written, even when the library cannot read it then", async () => {
  const { files, listener, calls } = taggedLibrary("a.wav");
  listener.hashContent = () => Promise.reject(new AppError("decoder-too-slow", "It took too long."));
  const write = () => Promise.resolve(calls.writeTagsIntoFiles({ ...how, paths: files }));
  expect(await write()).toMatchObject([
    {
      state: "written",
      newLabels: ["kick"],
      error: {
        code: "written-not-noted",
        message: "The tags were written, but the library could not read the new file: It took too long.",
      },
    },
  ]);
  expect(await write()).toMatchObject([{ state: "up-to-date", error: null }]);
}, 60_000);
