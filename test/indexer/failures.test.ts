// Broken and hostile input: each file gets its reason, every other file is listened to.
import {
  appendFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { type EmbedderProcess, forkEmbedder } from "../../main/engine/embedder-spawner.ts";
import { silentLog } from "../../main/base/log.ts";
import { storeFileError } from "../../main/db/errors.ts";
import { insertPendingFile } from "../../main/db/files.ts";
import { addFolder } from "../../main/db/folders.ts";
import { closeLibrary, openLibrary } from "../../main/db/open-library.ts";
import { Suspects } from "../../main/indexer/suspects.ts";
import { writeTinyModel } from "../clap/tiny-model.ts";
import { indexAll, openEngine, tempLibraryPath } from "../engine/engine-setup.ts";
import { toneFiles, toneWav } from "./sounds.ts";
import { tempFolder, writeFiles } from "./temp-folder.ts";

test("every broken file is listed with a reason and every good one is ready", async () => {
  const root = tempFolder();
  const good = toneWav(1);
  writeFiles(root, {
    ...toneFiles(5),
    "empty.wav": "",
    "text.wav": "this is a text and no sound at all",
    "headerless.mp3": new Uint8Array(5000).map((_, i) => (i * 37) % 251),
    "cut.flac": "fLaC",
    "no-samples.wav": good.slice(0, 44),
    "preset.rx2": "CAT REX2 something of a program that keeps its format to itself",
  });
  symlinkSync(path.join(root, "nowhere"), path.join(root, "dead.wav"));
  const engine = openEngine(tempLibraryPath());
  const progress = await indexAll(engine, [root]);

  const errors = await engine.handlers.listErrors({});
  expect(errors.map((error) => path.basename(error.path)).toSorted()).toEqual([
    "cut.flac",
    "dead.wav",
    "empty.wav",
    "headerless.mp3",
    "no-samples.wav",
    "preset.rx2",
    "text.wav",
  ]);
  for (const { code, message } of errors) {
    expect({ code, message }).not.toMatchObject({ code: "internal" });
    expect(message.length).toBeGreaterThan(20);
  }
  expect(progress).toMatchObject({ doneCount: 5, totalCount: 5, errorCount: 7, problem: null });
});

test("a broken file that is mended is listened to, and Retry tries the others again", async () => {
  const root = tempFolder();
  writeFiles(root, { "a.wav": "broken", "b.wav": "broken too" });
  const engine = openEngine(tempLibraryPath());
  await indexAll(engine, [root]);
  expect(await engine.handlers.listErrors({})).toHaveLength(2);

  writeFileSync(path.join(root, "a.wav"), toneWav(1));
  await indexAll(engine, [root]);
  expect((await engine.handlers.listErrors({})).map((error) => path.basename(error.path))).toEqual(["b.wav"]);

  const [before] = await engine.handlers.listErrors({});
  await engine.handlers.retryErrors({});
  await indexAll(engine, [root]);
  const [after] = await engine.handlers.listErrors({});
  expect(after?.occurredMs).toBeGreaterThan(before?.occurredMs ?? Infinity);
});

test("a broken file that is deleted is no error any more", async () => {
  const root = tempFolder();
  writeFiles(root, { "good.wav": toneWav(1), "a.wav": "broken", "b.wav": "broken too" });
  const engine = openEngine(tempLibraryPath());
  await indexAll(engine, [root]);
  rmSync(path.join(root, "a.wav"));
  renameSync(path.join(root, "b.wav"), path.join(root, "c.wav"));
  await indexAll(engine, []);
  expect((await engine.handlers.listErrors({})).map((error) => path.basename(error.path))).toEqual(["c.wav"]);
  expect(await engine.handlers.getStatus({})).toMatchObject({ errorCount: 1, soundCount: 2 });
});

test("a link that leads to its file again is listened to, though size and time are as before", async () => {
  const [root, outside] = [tempFolder(), tempFolder()];
  writeFiles(outside, { "tone.wav": toneWav(1) });
  writeFiles(root, { "other.wav": toneWav(2) });
  symlinkSync(path.join(outside, "tone.wav"), path.join(root, "link.wav"));
  const engine = openEngine(tempLibraryPath());
  await indexAll(engine, [root]);
  renameSync(path.join(outside, "tone.wav"), path.join(outside, "away.wav"));
  await indexAll(engine, []);
  expect(await engine.handlers.getStatus({})).toMatchObject({ errorCount: 1 });
  renameSync(path.join(outside, "away.wav"), path.join(outside, "tone.wav"));
  await indexAll(engine, []);
  expect(await engine.handlers.getStatus({})).toMatchObject({
    errorCount: 0,
    readyCount: 2,
    pendingCount: 0,
  });
});

test("a file that could not be opened for a while is listened to, though size and time are as before", async () => {
  const root = tempFolder();
  writeFiles(root, { "a.wav": toneWav(1) });
  const libraryPath = tempLibraryPath();
  const db = openLibrary(libraryPath, "write");
  const { id: folderId } = addFolder(db, { path: root, excludes: [], nowMs: 1 });
  const { size: sizeBytes, mtimeMs } = statSync(path.join(root, "a.wav"));
  const modifiedMs = Math.floor(mtimeMs);
  const file = { folderId, path: path.join(root, "a.wav"), sizeBytes, modifiedMs, addedMs: 1 };
  const { fileId } = insertPendingFile(db, file);
  // As reading a file without the right to it leaves it; the tests may run as root, who has every right.
  storeFileError(db, fileId, { code: "unreadable-file", message: "Permission denied.", hint: "" }, 1);
  closeLibrary(db);
  const engine = openEngine(libraryPath);
  await indexAll(engine, []);
  expect(await engine.handlers.getStatus({})).toMatchObject({ errorCount: 0, readyCount: 1 });
});

test("a model damaged on disk stops the run with a reason; names are there, and nothing is lost", async () => {
  const root = tempFolder();
  writeFiles(root, { "tone.wav": toneWav(1) });
  const engine = openEngine(tempLibraryPath());
  await indexAll(engine, [root]);

  const modelFolder = path.join(process.env["EARSHOT_HOME"] ?? "", "models", "tiny");
  truncateSync(path.join(modelFolder, "audio.onnx"), 1000);
  writeFiles(root, toneFiles(3, 20));
  const progress = await engine.handlers.indexAll({ folders: [], excludes: [], modelId: null });
  expect(progress).toMatchObject({ phase: "stopped", problem: { code: "model-damaged" } });
  expect(await engine.handlers.getStatus({})).toMatchObject({
    soundCount: 4,
    readyCount: 1,
    pendingCount: 3,
  });

  writeTinyModel(modelFolder, "tiny");
  expect(await indexAll(engine, [])).toMatchObject({ phase: "idle", doneCount: 4, problem: null });
});

test("an embedder that is killed again and again costs no sound", async () => {
  const root = tempFolder();
  writeFiles(root, toneFiles(60));
  const embedders: EmbedderProcess[] = [];
  const engine = openEngine(tempLibraryPath(), "write", async () => {
    const embedder = await forkEmbedder();
    embedders.push(embedder);
    return embedder;
  });
  const running = indexAll(engine, [root]);
  for (const readyCount of [5, 20, 40]) {
    await vi.waitFor(
      async () => expect((await engine.handlers.getStatus({})).readyCount).toBeGreaterThan(readyCount),
      { timeout: 30_000, interval: 5 },
    );
    embedders.at(-1)?.kill();
  }
  expect(await running).toMatchObject({ phase: "idle", doneCount: 60, errorCount: 0, problem: null });
  expect(embedders.length).toBeGreaterThan(1);
});

test("a model or a folder that is not there is refused before anything is changed", async () => {
  const root = tempFolder();
  const engine = openEngine(tempLibraryPath());
  const refusal = (folders: string[], modelId: string): Promise<unknown> =>
    Promise.resolve(engine.handlers.indexAll({ folders, excludes: [], modelId })).catch(
      (error: { code: string }) => error.code,
    );
  expect(await refusal([root], "no-such-model")).toBe("unknown-model");
  expect(await refusal([root], "clap-htsat-fused")).toBe("model-not-installed");
  expect(await refusal([path.join(root, "nowhere")], "tiny")).toBe("no-such-folder");
  writeFiles(root, { "a.wav": toneWav(1) });
  expect(await refusal([path.join(root, "a.wav")], "tiny")).toBe("not-a-folder");
  expect(await engine.handlers.getStatus({})).toMatchObject({ folderCount: 0, modelId: "pocket" });
});

test("a file that grows while it is being read is read again when it rests", async () => {
  const root = tempFolder();
  const growing = path.join(root, "growing.wav");
  writeFiles(root, { "growing.wav": toneWav(1, 20) });
  const engine = openEngine(tempLibraryPath());
  const indexing = indexAll(engine, [root]);
  const timer = setInterval(() => appendFileSync(growing, new Uint8Array(1000)), 5);
  await new Promise((resolve) => setTimeout(resolve, 400));
  clearInterval(timer);
  await indexing;
  await indexAll(engine, [root]);
  expect(await engine.handlers.getStatus({})).toMatchObject({
    readyCount: 1,
    pendingCount: 0,
    errorCount: 0,
  });
});

test("a file in flight at two crashes in a row is given up, its neighbours are not", () => {
  const notes = path.join(tempFolder(), "inflight");
  const first = new Suspects(notes, false, silentLog);
  first.begin("/s/bad.wav");
  first.begin("/s/good.wav");

  const second = new Suspects(notes, true, silentLog);
  expect([second.count, second.isGuilty("/s/bad.wav")]).toEqual([2, false]);
  second.begin("/s/bad.wav");

  const third = new Suspects(notes, true, silentLog);
  expect(third.isGuilty("/s/bad.wav")).toBe(true);
  expect(third.isGuilty("/s/good.wav")).toBe(false);

  expect(new Suspects(notes, false, silentLog).count).toBe(0);
});
