// The engine as a window runs it: what is done to the folders shows in the library by itself.
import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { forkEmbedder } from "../../main/engine/embedder-spawner.ts";
import { toneFiles, toneWav } from "../indexer/sounds.ts";
import { tempFolder, writeFiles } from "../indexer/temp-folder.ts";
import { indexAll, openEngine, tempLibraryPath, type TestEngine } from "./engine-setup.ts";

vi.setConfig({ testTimeout: 120_000 });

interface Listed {
  id: number;
  place: string;
  status: string;
  state: string;
  isFavourite: boolean;
}

async function listSounds(engine: TestEngine, root: string): Promise<Listed[]> {
  const { soundIds } = await engine.handlers.searchNames({
    query: "",
    scope: { kind: "all" },
    sort: { column: "name", descending: false },
    limit: 0,
  });
  const rows = await engine.handlers.getSounds({ ids: [...soundIds] });
  return rows
    .map((row) => ({
      id: row.id,
      place: path.relative(root, row.path),
      status: row.status,
      state: row.fileState,
      isFavourite: row.isFavourite,
    }))
    .toSorted((a, b) => a.place.localeCompare(b.place));
}

/** Waits until the list is as described, and the sounds listened to. */
async function expectSounds(
  engine: TestEngine,
  root: string,
  wanted: Record<string, Partial<Listed>>,
): Promise<void> {
  await vi.waitFor(
    async () => {
      const listed = (await listSounds(engine, root)).filter(({ state }) => state !== "missing");
      expect(listed.map(({ place }) => place)).toEqual(Object.keys(wanted));
      expect(listed).toMatchObject(Object.values(wanted).map((sound) => ({ status: "ready", ...sound })));
    },
    { timeout: 30_000, interval: 100 },
  );
}

/** An engine that follows `root`, which holds four listened sounds, the first a favourite. */
async function followRoot(
  root: string,
): Promise<{ engine: TestEngine; ids: [number, number, number, number] }> {
  writeFiles(root, toneFiles(4));
  const libraryPath = tempLibraryPath();
  const first = openEngine(libraryPath);
  await indexAll(first, [root]);
  await first.close();
  const engine = openEngine(libraryPath, "write", forkEmbedder, { isFollowing: true });
  engine.start();
  const ids = (await listSounds(engine, root)).map(({ id }) => id) as [number, number, number, number];
  await engine.handlers.setFavourite({ ids: ids.slice(0, 1), isFavourite: true });
  return { engine, ids };
}

test("move, rename, copy, edit and delete, while it runs", async () => {
  const root = tempFolder();
  const { engine, ids } = await followRoot(root);
  const at = (...names: string[]): string => path.join(root, ...names);

  // A whole folder is made and filled in one moment, one file is moved into it.
  mkdirSync(at("deep", "er"), { recursive: true });
  renameSync(at("tone-000.wav"), at("deep", "er", "moved.wav"));
  await expectSounds(engine, root, {
    [path.join("deep", "er", "moved.wav")]: { id: ids[0], isFavourite: true },
    "tone-001.wav": { id: ids[1] },
    "tone-002.wav": { id: ids[2] },
    "tone-003.wav": { id: ids[3] },
  });

  renameSync(at("deep"), at("renamed"));
  copyFileSync(at("tone-001.wav"), at("renamed", "copy.wav"));
  writeFileSync(at("tone-002.wav"), toneWav(90, 0.5));
  rmSync(at("tone-003.wav"));
  await expectSounds(engine, root, {
    [path.join("renamed", "er", "moved.wav")]: { id: ids[0], isFavourite: true },
    "tone-001.wav": { id: ids[1] },
    "tone-002.wav": { isFavourite: false },
  });
  expect((await engine.handlers.getSound({ id: ids[1] })).paths).toEqual([
    at("tone-001.wav"),
    at("renamed", "copy.wav"),
  ]);

  // Back again: the sound is the one that it was.
  writeFileSync(at("tone-003.wav"), toneWav(3));
  await vi.waitFor(async () => {
    expect(await listSounds(engine, root)).toContainEqual(
      expect.objectContaining({ id: ids[3], state: "present", status: "ready" }),
    );
  }, 30_000);
});

test("a file that is written bit by bit is heard as it is in the end", async () => {
  const root = tempFolder();
  const { engine } = await followRoot(root);
  const whole = toneWav(33, 4);
  const half = Math.floor(whole.length / 2);
  writeFileSync(path.join(root, "recording.wav"), whole.subarray(0, half));
  await new Promise((resolve) => setTimeout(resolve, 1200));
  writeFileSync(path.join(root, "recording.wav"), whole);
  await vi.waitFor(async () => {
    const listed = await listSounds(engine, root);
    const { id } = listed.find(({ place }) => place === "recording.wav") ?? { id: 0 };
    expect(await engine.handlers.getSound({ id })).toMatchObject({ status: "ready", durationSec: 4 });
  }, 30_000);
});

test("a drive goes and comes back: offline, then as before, without listening again", async () => {
  const root = path.join(tempFolder(), "drive");
  const { engine } = await followRoot(root);
  const before = await listSounds(engine, root);
  renameSync(root, `${root}-away`);
  await vi.waitFor(
    async () => expect(await engine.handlers.getStatus({})).toMatchObject({ offlineCount: 4, soundCount: 4 }),
    30_000,
  );
  renameSync(`${root}-away`, root);
  await vi.waitFor(async () => expect(await listSounds(engine, root)).toEqual(before), 30_000);
  expect(await engine.handlers.getStatus({})).toMatchObject({
    offlineCount: 0,
    readyCount: 4,
    pendingCount: 0,
  });
  // It is followed as before.
  writeFileSync(path.join(root, "later.wav"), toneWav(60));
  await vi.waitFor(
    async () => expect(await engine.handlers.getStatus({})).toMatchObject({ readyCount: 5 }),
    30_000,
  );
});

test("a folder added later is followed, one removed is not; switched off, nothing is", async () => {
  const root = tempFolder();
  const { engine } = await followRoot(root);
  const other = tempFolder();
  writeFiles(other, { "x.wav": toneWav(70) });
  const folder = await engine.handlers.addFolder({ path: other, excludes: [] });
  await vi.waitFor(
    async () => expect(await engine.handlers.getStatus({})).toMatchObject({ readyCount: 5 }),
    30_000,
  );
  // The watch is put in place within a moment of the folder's being added.
  await new Promise((resolve) => setTimeout(resolve, 3000));
  writeFiles(other, { "y.wav": toneWav(71) });
  await vi.waitFor(
    async () => expect(await engine.handlers.getStatus({})).toMatchObject({ readyCount: 6 }),
    30_000,
  );
  await engine.handlers.removeFolder({ folderId: folder.id });
  expect(await engine.handlers.changeSettings({ isWatchOn: false })).toMatchObject({
    gentleMode: "auto",
    isWatchOn: false,
  });
  writeFiles(root, { "unseen.wav": toneWav(72) });
  await new Promise((resolve) => setTimeout(resolve, 3000));
  expect(await engine.handlers.getStatus({})).toMatchObject({ soundCount: 4 });
  await engine.handlers.changeSettings({ isWatchOn: true });
  await vi.waitFor(
    async () => expect(await engine.handlers.getStatus({})).toMatchObject({ readyCount: 5 }),
    30_000,
  );
});

test("more at once than is worth a look at each place: all of it comes", async () => {
  const root = tempFolder();
  const { engine } = await followRoot(root);
  writeFiles(
    root,
    Object.fromEntries(
      Array.from({ length: 260 }, (_, i) => [`many/${i}/${i}.wav`, toneWav(i % 40, 0.05 + i / 1000)]),
    ),
  );
  await vi.waitFor(async () => expect((await engine.handlers.getStatus({})).fileCount).toBe(264), {
    timeout: 60_000,
    interval: 200,
  });
  expect(readdirSync(path.join(root, "many"))).toHaveLength(260);
});
