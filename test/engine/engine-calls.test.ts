// The calls of the contract against a real library.
import { mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import type { SearchRequest } from "../../preload/search.ts";
import { writeTinyModel } from "../clap/tiny-model.ts";
import { toneFiles, toneWav } from "../indexer/sounds.ts";
import { tempFolder, writeFiles } from "../indexer/temp-folder.ts";
import { indexAll, openEngine, tempLibraryPath, type TestEngine } from "./engine-setup.ts";

function ask(query: string, limit = 0): SearchRequest {
  return { query, scope: { kind: "all" }, sort: { column: "score", descending: true }, limit };
}

/** 8 kHz mono in Sun's format, which no browser plays. */
function toneAu(): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(24 + 16_000));
  [0x2e736e64, 24, 16_000, 3, 8000, 1].forEach((value, i) => bytes.setUint32(4 * i, value));
  for (let i = 0; i < 8000; i++) bytes.setInt16(24 + 2 * i, Math.round(8000 * Math.sin(i / 3)));
  return new Uint8Array(bytes.buffer);
}

async function indexedEngine(
  files: Record<string, Uint8Array | string>,
): Promise<{ engine: TestEngine; root: string }> {
  const root = tempFolder();
  writeFiles(root, files);
  const engine = openEngine(tempLibraryPath());
  await indexAll(engine, [root]);
  return { engine, root };
}

test("another model embeds in the background while the old one answers, and going back costs nothing", async () => {
  const { engine } = await indexedEngine(toneFiles(30));
  writeTinyModel(path.join(process.env["EARSHOT_HOME"] ?? "", "models", "other"), "other");
  const before = await engine.handlers.search(ask("kick"));

  await engine.handlers.setActiveModel({ modelId: "other" });
  const during = await engine.handlers.search(ask("kick"));
  expect({ problem: during.problem, ids: during.soundIds }).toEqual({ problem: null, ids: before.soundIds });
  const status = await engine.handlers.getStatus({});
  expect(status).toMatchObject({ modelId: "other", soundCount: 30 });

  await vi.waitFor(
    async () => expect(await engine.handlers.getStatus({})).toMatchObject({ readyCount: 30 }),
    20_000,
  );
  await engine.handlers.setActiveModel({ modelId: "tiny" });
  const back = { modelId: "tiny", readyCount: 30, pendingCount: 0, canUndo: "Switched to the model tiny" };
  expect(await engine.handlers.getStatus({})).toMatchObject(back);
  await engine.handlers.undo({});
  expect(await engine.handlers.getStatus({})).toMatchObject({ modelId: "other", readyCount: 30 });
  await engine.handlers.redo({});
  expect(await engine.handlers.getStatus({})).toMatchObject(back);
});

test("a model that is not installed is refused as the active one, and the old one stays", async () => {
  const { engine } = await indexedEngine(toneFiles(2));
  const refusal = Promise.resolve(engine.handlers.setActiveModel({ modelId: "clap-htsat-fused" }));
  await expect(refusal).rejects.toMatchObject({ code: "model-not-installed" });
  expect(await engine.handlers.getStatus({})).toMatchObject({ modelId: "tiny", readyCount: 2 });
});

test("names are found while sounds are still waiting, and meaning says why it is missing", async () => {
  const root = tempFolder();
  writeFiles(root, { "deep kick.wav": toneWav(1), "snare.wav": toneWav(2) });
  const engine = openEngine(tempLibraryPath());
  rmSync(path.join(process.env["EARSHOT_HOME"] ?? "", "models", "tiny", "text.onnx"));
  await engine.handlers.pauseIndexing({});
  void indexAll(engine, [root]);
  await vi.waitFor(async () => expect(await engine.handlers.getStatus({})).toMatchObject({ soundCount: 2 }));
  const { soundIds, problem } = await engine.handlers.search(ask("kick"));
  const rows = await engine.handlers.getSounds({ ids: [...soundIds] });
  expect(rows.map(({ name, status }) => [name, status])).toEqual([["deep kick.wav", "pending"]]);
  expect(problem).toMatchObject({ code: "model-damaged" });
});

test("lists are told of changes at most four times a second", async () => {
  const startedMs = Date.now();
  const { engine } = await indexedEngine(toneFiles(60));
  const elapsedSec = (Date.now() - startedMs) / 1000;
  const changes = engine.events.filter(({ name }) => name === "libraryChanged");
  expect(changes.length).toBeGreaterThan(0);
  expect(changes.length).toBeLessThanOrEqual(4 * elapsedSec + 1);
  const last = engine.events.filter(({ name }) => name === "progress").at(-1)?.payload;
  expect(last).toMatchObject({ phase: "idle", doneCount: 60, totalCount: 60 });
});

test("a sound tells everything: facts, peaks, paths, playing", async () => {
  const { engine, root } = await indexedEngine({
    "a/tone.wav": toneWav(5, 0.5),
    "b/copy.wav": toneWav(5, 0.5),
  });
  const [id] = (await engine.handlers.searchNames(ask(""))).soundIds;
  const sound = await engine.handlers.getSound({ id: id ?? 0 });
  expect(sound).toMatchObject({
    name: "tone.wav",
    format: "wav",
    sampleRate: 44_100,
    channelCount: 1,
    bitDepth: 16,
    copyCount: 2,
    paths: [path.join(root, "a/tone.wav"), path.join(root, "b/copy.wav")],
    kind: "one-shot",
    error: null,
  });
  expect(sound.durationSec).toBeCloseTo(0.5, 4);
  expect(sound.contentHash).toMatch(/^[0-9a-f]{64}$/);
  const [peaks] = await engine.handlers.getPeaks({ ids: [sound.id] });
  expect(peaks?.data).toHaveLength(2 * (peaks?.columnCount ?? 0));
  expect((await engine.handlers.getPlayerPeaks({ id: sound.id }))?.columnCount).toBeGreaterThan(256);
  expect(await engine.handlers.getPlayable({ id: sound.id })).toEqual({
    path: path.join(root, "a/tone.wav"),
    mimeType: "audio/wav",
    needsDecoding: false,
  });
});

test("a file deleted behind the library's back is noted, another copy plays in its place", async () => {
  const { engine, root } = await indexedEngine({
    "a/tone.wav": toneWav(5, 0.5),
    "b/copy.wav": toneWav(5, 0.5),
    "other.wav": toneWav(6, 0.5),
  });
  const [id = 0] = (await engine.handlers.searchNames(ask("tone"))).soundIds;
  const { revision } = await engine.handlers.getStatus({});

  rmSync(path.join(root, "a"), { recursive: true });
  expect(await engine.handlers.getPlayable({ id })).toMatchObject({ path: path.join(root, "b/copy.wav") });
  const [row] = await engine.handlers.getSounds({ ids: [id] });
  expect(row).toMatchObject({ path: path.join(root, "b/copy.wav"), copyCount: 1 });
  expect((await engine.handlers.getStatus({})).revision).toBeGreaterThan(revision);

  rmSync(path.join(root, "b"), { recursive: true });
  await expect(async () => engine.handlers.getPlayable({ id })).rejects.toMatchObject({
    code: "file-missing",
  });
  await expect(async () => engine.handlers.decodeToWav({ id })).rejects.toMatchObject({
    code: "file-missing",
  });
  expect(await engine.handlers.getSounds({ ids: [id] })).toMatchObject([{ fileState: "missing" }]);
});

test("of several copies the chosen one goes out, and another where that one is gone or belongs to another sound", async () => {
  const { engine, root } = await indexedEngine({
    "packs/tone.wav": toneWav(5, 0.5),
    "bounces/copy.wav": toneWav(5, 0.5),
    "other.wav": toneWav(6, 0.5),
  });
  const { handlers } = engine;
  const other = path.join(root, "other.wav");
  const [id = 0] = (await handlers.searchNames(ask("in:bounces"))).soundIds;
  // Which of the copies was found first, and is the sound's own file, is chance.
  const [own = ""] = await handlers.getPaths({ ids: [id], fileIds: [] });
  const isOwnInA = own === path.join(root, "packs/tone.wav");
  const copy = path.join(root, isOwnInA ? "bounces/copy.wav" : "packs/tone.wav");
  const found = await handlers.searchNames(ask(isOwnInA ? "in:bounces" : "in:packs"));
  const fileId = found.shownFiles?.[0]?.fileId ?? 0;
  const [otherId = 0] = (await handlers.searchNames(ask("other"))).soundIds;
  const takeAll = async (fileIds: number[]): Promise<unknown[]> => {
    const { paths } = await handlers.getFiles({ ids: [otherId, id], fileIds });
    const { path: played } = await handlers.getPlayable({ id, fileId: fileIds[0] });
    return [...paths, ...(await handlers.getPaths({ ids: [id], fileIds })), played];
  };
  expect(await takeAll([fileId])).toEqual([other, copy, copy, copy]);
  expect(await takeAll([])).toEqual([other, own, own, own]);
  const { path: confined } = await handlers.getPlayable({ id: otherId, fileId });
  expect([confined, await handlers.getPaths({ ids: [otherId], fileIds: [fileId, 999] })]).toEqual([
    other,
    [other],
  ]);
  const region = { startSec: 0, endSec: 0.1 };
  const folder = tempFolder();
  const rendered = path.basename(await handlers.renderRegion({ id, fileId, region, folder }));
  expect(rendered).toMatch(isOwnInA ? /^copy / : /^tone /);
  rmSync(copy);
  expect((await handlers.getFiles({ ids: [id], fileIds: [fileId] })).paths).toEqual([own]);
});

test.each(["gone", "empty"])("with a root that is %s nothing is noted: the drive is away", async (rest) => {
  const { engine, root } = await indexedEngine({ "tone.wav": toneWav(5, 0.5) });
  const [id = 0] = (await engine.handlers.searchNames(ask(""))).soundIds;
  rmSync(root, { recursive: true });
  if (rest === "empty") mkdirSync(root);
  await expect(async () => engine.handlers.getPlayable({ id })).rejects.toMatchObject({
    code: "file-offline",
  });
  expect(await engine.handlers.getSounds({ ids: [id] })).toMatchObject([{ fileState: "present" }]);
});

test("paths of many sounds come in one answer", async () => {
  const { engine, root } = await indexedEngine(toneFiles(2));
  const ids = [...(await engine.handlers.searchNames(ask(""))).soundIds, 999];
  expect((await engine.handlers.getPaths({ ids })).toSorted()).toEqual([
    path.join(root, "tone-000.wav"),
    path.join(root, "tone-001.wav"),
  ]);
});

test("what a browser cannot play is served as WAV", async () => {
  const { engine } = await indexedEngine({ "old.au": toneAu() });
  const [id] = (await engine.handlers.searchNames(ask(""))).soundIds;
  expect(await engine.handlers.getPlayable({ id: id ?? 0 })).toMatchObject({
    mimeType: "audio/wav",
    needsDecoding: true,
  });
  const wav = Buffer.from(await engine.handlers.decodeToWav({ id: id ?? 0 }));
  expect([wav.toString("latin1", 0, 4), wav.readUInt32LE(24), wav.length]).toEqual([
    "RIFF",
    8000,
    44 + 16_000,
  ]);
});

test("only files of the library are let through", async () => {
  const { engine, root } = await indexedEngine(toneFiles(1));
  const confine = (filePath: string): Promise<unknown> =>
    Promise.resolve(engine.handlers.confinePath({ path: filePath })).catch(
      (error: { code: string }) => error.code,
    );
  expect(await confine(path.join(root, "tone-000.wav"))).toBe(realpathSync(path.join(root, "tone-000.wav")));
  expect(await confine("/etc/passwd")).toBe("not-in-library");
  expect(await confine(path.join(root, "..", path.basename(root), "tone-000.wav", "..", "x"))).toBe(
    "not-in-library",
  );
  await expect(async () => engine.handlers.getPlayable({ id: 999 })).rejects.toMatchObject({
    code: "no-such-sound",
  });
});

test("folders are listed as a tree, and directories of the machine with their sounds", async () => {
  const { engine, root } = await indexedEngine({ "Kicks/a.wav": toneWav(1), "Kicks/Deep/b.wav": toneWav(2) });
  mkdirSync(path.join(root, ".hidden"));
  expect(await engine.handlers.listFolderTree({ path: root })).toEqual([
    { path: path.join(root, "Kicks"), name: "Kicks", soundCount: 2, hasChildren: true },
  ]);
  expect(await engine.handlers.listDirectory({ path: path.join(root, "Kicks") })).toEqual({
    path: path.join(root, "Kicks"),
    parentPath: root,
    directories: [{ name: "Deep", path: path.join(root, "Kicks", "Deep"), isReadable: true }],
    audioFileCount: 1,
  });
  await expect(engine.handlers.listDirectory({ path: "/no/such" })).rejects.toMatchObject({
    code: "no-such-folder",
  });
  await expect(async () => engine.handlers.listDirectory({ path: "test" })).rejects.toMatchObject({
    code: "relative-folder",
  });
  await expect(async () => engine.handlers.addFolder({ path: "test", excludes: [] })).rejects.toMatchObject({
    code: "relative-folder",
  });
});

test("pausing lets what is in flight finish and nothing new begin", async () => {
  const root = tempFolder();
  writeFiles(root, toneFiles(80));
  const engine = openEngine(tempLibraryPath());
  const running = indexAll(engine, [root]);
  await vi.waitFor(
    async () => expect((await engine.handlers.getStatus({})).readyCount).toBeGreaterThan(0),
    20_000,
  );
  await engine.handlers.pauseIndexing({});
  await new Promise((resolve) => setTimeout(resolve, 500));
  const paused = await engine.handlers.getStatus({});
  expect(paused.progress.phase).toBe("paused");
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect((await engine.handlers.getStatus({})).readyCount).toBe(paused.readyCount);
  await engine.handlers.resumeIndexing({});
  expect(await running).toMatchObject({ phase: "idle", doneCount: 80 });
});

test("a folder taken out is gone with its sounds; the files are untouched", async () => {
  const { engine, root } = await indexedEngine(toneFiles(3));
  const [folder] = await engine.handlers.listFolders({});
  await engine.handlers.removeFolder({ folderId: folder?.id ?? 0 });
  expect(await engine.handlers.getStatus({})).toMatchObject({ soundCount: 0, folderCount: 0 });
  expect(() => writeFileSync(path.join(root, "tone-000.wav"), "", { flag: "wx" })).toThrow("EEXIST");
});
