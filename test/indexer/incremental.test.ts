// What happens to sounds when their files move, change, come and go. Real files, real decoding, a real model.
import { copyFileSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { indexAll, openEngine, tempLibraryPath, type TestEngine } from "../engine/engine-setup.ts";
import { toneFiles, toneWav } from "./sounds.ts";
import { tempFolder, writeFiles } from "./temp-folder.ts";

interface Listed {
  name: string;
  id: number;
  status: string;
  state: string;
  copies: number;
  isFavourite: boolean;
}

async function listSounds(engine: TestEngine): Promise<Listed[]> {
  const { soundIds } = await engine.handlers.searchNames({
    query: "",
    scope: { kind: "all" },
    sort: { column: "name", descending: false },
    limit: 0,
  });
  const rows = await engine.handlers.getSounds({ ids: [...soundIds] });
  return rows.map(({ name, id, status, fileState, copyCount, isFavourite }) => ({
    name,
    id,
    status,
    state: fileState,
    copies: copyCount,
    isFavourite,
  }));
}

async function idOf(engine: TestEngine, name: string): Promise<number> {
  const found = (await listSounds(engine)).find((sound) => sound.name === name);
  if (!found) throw new Error(`${name} is not listed`);
  return found.id;
}

test("a folder is scanned, listened to, and looking again does no work", async () => {
  const root = tempFolder();
  writeFiles(root, { ...toneFiles(12), "notes.txt": "no sound" });
  const engine = openEngine(tempLibraryPath());

  expect(await indexAll(engine, [root])).toMatchObject({
    phase: "idle",
    foundCount: 12,
    doneCount: 12,
    totalCount: 12,
    errorCount: 0,
    problem: null,
  });
  const before = await listSounds(engine);
  const { revision } = await engine.handlers.getStatus({});
  expect(await indexAll(engine, [root])).toMatchObject({ phase: "idle", foundCount: 12, doneCount: 12 });
  expect(await listSounds(engine)).toEqual(before);
  expect((await engine.handlers.getStatus({})).revision).toBe(revision);
});

test("moved and renamed files keep their id and favourite mark, copies are one sound", async () => {
  const root = tempFolder();
  writeFiles(root, toneFiles(3));
  const engine = openEngine(tempLibraryPath());
  await indexAll(engine, [root]);
  const [movedId, copiedId] = [await idOf(engine, "tone-000.wav"), await idOf(engine, "tone-001.wav")];
  await engine.handlers.setFavourite({ ids: [movedId], isFavourite: true });

  mkdirSync(path.join(root, "deep"));
  renameSync(path.join(root, "tone-000.wav"), path.join(root, "deep", "moved.wav"));
  copyFileSync(path.join(root, "tone-001.wav"), path.join(root, "deep", "copy.wav"));
  await indexAll(engine, [root]);

  const sounds = await listSounds(engine);
  expect(sounds).toHaveLength(3);
  expect(sounds.find((sound) => sound.id === movedId)).toMatchObject({
    name: "moved.wav",
    state: "present",
    copies: 1,
    isFavourite: true,
  });
  expect(sounds.find((sound) => sound.id === copiedId)).toMatchObject({ copies: 2, state: "present" });
  expect((await engine.handlers.getStatus({})).pendingCount).toBe(0);
});

test("an edited file is a new sound that keeps the favourite mark; touching it changes nothing", async () => {
  const root = tempFolder();
  writeFiles(root, toneFiles(2));
  const engine = openEngine(tempLibraryPath());
  await indexAll(engine, [root]);
  const [editedId, touchedId] = [await idOf(engine, "tone-000.wav"), await idOf(engine, "tone-001.wav")];
  await engine.handlers.setFavourite({ ids: [editedId], isFavourite: true });

  writeFileSync(path.join(root, "tone-000.wav"), toneWav(77, 0.5));
  utimesSync(path.join(root, "tone-001.wav"), 1_800_000_000, 1_800_000_000);
  await indexAll(engine, [root]);

  const sounds = await listSounds(engine);
  expect(sounds.map(({ name, status, isFavourite }) => [name, status, isFavourite])).toEqual([
    ["tone-000.wav", "ready", true],
    ["tone-001.wav", "ready", false],
  ]);
  expect(sounds[0]?.id).not.toBe(editedId);
  expect(sounds[1]?.id).toBe(touchedId);
});

test("a deleted file is missing and comes back as the same sound", async () => {
  const root = tempFolder();
  writeFiles(root, toneFiles(2));
  const engine = openEngine(tempLibraryPath());
  await indexAll(engine, [root]);
  const id = await idOf(engine, "tone-000.wav");

  rmSync(path.join(root, "tone-000.wav"));
  await indexAll(engine, [root]);
  expect((await engine.handlers.getSounds({ ids: [id] }))[0]).toMatchObject({ fileState: "missing" });
  expect(await engine.handlers.getStatus({})).toMatchObject({ soundCount: 1, fileCount: 1 });

  writeFiles(root, { "tone-000.wav": toneWav(0) });
  await indexAll(engine, [root]);
  expect((await engine.handlers.getSounds({ ids: [id] }))[0]).toMatchObject({
    fileState: "present",
    status: "ready",
  });
});

test("a root that is away makes its files offline, and nothing is forgotten or listened to again", async () => {
  const root = path.join(tempFolder(), "drive");
  writeFiles(root, toneFiles(3));
  const engine = openEngine(tempLibraryPath());
  await indexAll(engine, [root]);
  const before = await listSounds(engine);

  renameSync(root, `${root}-away`);
  await indexAll(engine, []);
  expect(await engine.handlers.getStatus({})).toMatchObject({
    soundCount: 3,
    readyCount: 3,
    offlineCount: 3,
  });
  expect((await engine.handlers.listFolders({}))[0]).toMatchObject({ state: "offline" });

  renameSync(`${root}-away`, root);
  await indexAll(engine, []);
  expect(await listSounds(engine)).toEqual(before);
  expect(await engine.handlers.getStatus({})).toMatchObject({ offlineCount: 0 });
});

test("an empty mount point where the drive should be is a drive that is away", async () => {
  const root = path.join(tempFolder(), "drive");
  writeFiles(root, toneFiles(2));
  const engine = openEngine(tempLibraryPath());
  await indexAll(engine, [root]);
  renameSync(root, `${root}-away`);
  mkdirSync(root);
  await indexAll(engine, []);
  expect(await engine.handlers.getStatus({})).toMatchObject({ offlineCount: 2, soundCount: 2 });
});

test("a root that the folder above it leaves out keeps its sounds, and is added beside it", async () => {
  const root = tempFolder();
  writeFiles(root, {
    "a.wav": toneWav(1),
    ".hidden/b.wav": toneWav(2),
    "Old/c.wav": toneWav(3),
    "New/d.wav": toneWav(4),
  });
  const engine = openEngine(tempLibraryPath());
  const names = async (): Promise<string[]> => (await listSounds(engine)).map(({ name }) => name);
  await indexAll(engine, [path.join(root, ".hidden"), path.join(root, "New")]);
  expect(await names()).toEqual(["b.wav", "d.wav"]);
  await indexAll(engine, [root], ["Old"]);
  expect(await names()).toEqual(["a.wav", "b.wav", "d.wav"]);
  await indexAll(engine, [path.join(root, "Old"), path.join(root, "New")]);
  expect(await names()).toEqual(["a.wav", "b.wav", "c.wav", "d.wav"]);
  expect((await engine.handlers.listFolders({})).map((folder) => path.relative(root, folder.path))).toEqual([
    "",
    ".hidden",
    "Old",
  ]);
});

test("excludes added later take their files out of the library", async () => {
  const root = tempFolder();
  writeFiles(root, { ...toneFiles(2), "Old/x.wav": toneWav(50), "Old/y.wav": toneWav(51) });
  const engine = openEngine(tempLibraryPath());
  await indexAll(engine, [root]);
  expect(await engine.handlers.getStatus({})).toMatchObject({ soundCount: 4 });
  await indexAll(engine, [root], ["Old"]);
  expect(await engine.handlers.getStatus({})).toMatchObject({ soundCount: 2, fileCount: 2 });
});
