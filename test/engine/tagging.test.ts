// Tagging through the engine: by name as soon as a file is found, by ear when it was listened to, by examples.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { toWav16 } from "../../main/audio/wav-writer.ts";
import { closeLibrary, openLibrary } from "../../main/db/open-library.ts";
import { countQueuedSounds } from "../../main/db/tag-queue.ts";
import { toneFiles } from "../indexer/sounds.ts";
import { tempFolder, writeFiles } from "../indexer/temp-folder.ts";
import { indexAll, openEngine, tempLibraryPath, type TestEngine } from "./engine-setup.ts";

// The bundled model is loaded anew for each test, its text tower too where a label is new: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 120_000 });

const demoFolder = path.join(import.meta.dirname, "../../assets/demo");

/** Label, source and state of a sound's tags, by its file name. */
async function tagsByName(engine: TestEngine): Promise<Record<string, string[]>> {
  const sort = { column: "name", descending: false } as const;
  const { soundIds } = await engine.handlers.search({ query: "", scope: { kind: "all" }, sort, limit: 0 });
  const rows = await engine.handlers.getSounds({ ids: [...soundIds] });
  return Object.fromEntries(
    rows.map(({ name, tags }) => [
      name,
      tags.map(({ label, source, state }) => `${label} ${source} ${state}`).sort(),
    ]),
  );
}

async function idOf(engine: TestEngine, name: string): Promise<number> {
  const sort = { column: "name", descending: false } as const;
  const { soundIds } = await engine.handlers.search({ query: "", scope: { kind: "all" }, sort, limit: 0 });
  const rows = await engine.handlers.getSounds({ ids: [...soundIds] });
  return rows.find((row) => row.name === name)?.id ?? 0;
}

test("names and folders tag; a rename tags anew; the queue is empty when the run ends", async () => {
  const root = tempFolder();
  const [first = "", second = ""] = Object.keys(toneFiles(2));
  const files = toneFiles(2);
  writeFiles(root, {
    "Deep Kick.wav": files[first] as Uint8Array,
    "Rain/one.wav": files[second] as Uint8Array,
  });
  const engine = openEngine(tempLibraryPath());
  await indexAll(engine, [root]);
  expect(await tagsByName(engine)).toEqual({
    "Deep Kick.wav": ["kick name suggested"],
    "one.wav": ["rain folder suggested"],
  });
  expect(await engine.handlers.getStatus({})).toMatchObject({ tagging: null });
  mkdirSync(path.join(root, "Wind"));
  copyFileSync(path.join(root, "Rain/one.wav"), path.join(root, "Wind/two.wav"));
  await indexAll(engine, [root]);
  expect((await tagsByName(engine))["one.wav"]).toEqual(["rain folder suggested", "wind folder suggested"]);
});

test("the bundled model hears what a name does not say; what a person rejects stays rejected", async () => {
  const root = tempFolder();
  copyFileSync(path.join(demoFolder, "Drums/Snare Tight.wav"), path.join(root, "0001.wav"));
  copyFileSync(path.join(demoFolder, "Drums/Kick Punchy.wav"), path.join(root, "Kick.wav"));
  const engine = openEngine(tempLibraryPath());
  await engine.handlers.indexAll({ folders: [root], excludes: [], modelId: "pocket" });
  const labels = await engine.handlers.listLabels({});
  expect(labels.length).toBeGreaterThanOrEqual(150);
  // Which labels the ear suggests changes with every calibration; that some are suggested does not.
  expect(labels.some(({ threshold }) => (threshold ?? 0) > 0)).toBe(true);
  const { "Kick.wav": kick } = await tagsByName(engine);
  expect(kick).toContain("kick name suggested");
  const id = await idOf(engine, "Kick.wav");
  await engine.handlers.setTag({ ids: [id], label: "kick", state: "rejected" });
  await engine.handlers.retag({});
  await vi.waitFor(async () => expect(await engine.handlers.getStatus({})).toMatchObject({ tagging: null }));
  expect((await tagsByName(engine))["Kick.wav"]).not.toContain("kick name suggested");
  const { allTags } = await engine.handlers.getSound({ id });
  expect(allTags.find(({ label }) => label === "kick")).toMatchObject({
    state: "rejected",
    source: "person",
  });
});

test("a file of silence is no synth to the ear, in the library or not, and nothing is like it", async () => {
  const root = tempFolder();
  const silence = toWav16([new Float32Array(88_200)], 44_100);
  writeFiles(root, { "library/0001.wav": silence, "0002.wav": silence });
  copyFileSync(path.join(demoFolder, "Drums/Kick Punchy.wav"), path.join(root, "library/0003.wav"));
  const outside = path.join(root, "0002.wav");
  const engine = openEngine(tempLibraryPath());
  const { handlers } = engine;
  await handlers.indexAll({ folders: [path.join(root, "library")], excludes: [], modelId: "pocket" });
  expect((await tagsByName(engine))["0001.wav"]).toEqual([]);
  expect(await handlers.tagFile({ path: outside, labelsPath: null, modelId: null })).toMatchObject({
    tags: [],
  });
  for (const file of [outside, path.join(root, "library/0001.wav")]) {
    await expect(handlers.similarSounds({ path: file, limit: 9 })).rejects.toThrow("Nothing can be heard");
  }
  const { scores } = await handlers.searchSounds({ query: "synth", limit: 9 });
  expect(scores.map((score) => path.basename(score.path))).toEqual(["0003.wav"]);
});

test("a confirmed own label is suggested for the twin of its example, and goes when it is taken back", async () => {
  const root = tempFolder();
  copyFileSync(path.join(demoFolder, "Effects/Laser Shot.wav"), path.join(root, "a.wav"));
  copyFileSync(path.join(demoFolder, "Drums/Kick Punchy.wav"), path.join(root, "b.wav"));
  // The same sound at another length of silence: another content, nearly the same embedding.
  const bytes = readFileSync(path.join(root, "a.wav"));
  writeFileSync(path.join(root, "c.wav"), bytes.subarray(0, bytes.length - 400));
  const engine = openEngine(tempLibraryPath());
  await engine.handlers.indexAll({ folders: [root], excludes: [], modelId: "pocket" });
  const twin = await idOf(engine, "c.wav");
  await engine.handlers.setTag({ ids: [await idOf(engine, "a.wav")], label: "my zap", state: "confirmed" });
  await vi.waitFor(
    async () => expect((await tagsByName(engine))["c.wav"]).toContain("my zap audio suggested"),
    60_000,
  );
  expect((await tagsByName(engine))["b.wav"]).not.toContain("my zap audio suggested");
  await engine.handlers.undo({});
  await vi.waitFor(async () => {
    const { allTags } = await engine.handlers.getSound({ id: twin });
    expect(allTags.some(({ label }) => label === "my zap")).toBe(false);
  }, 60_000);
});

test("a label that is switched off is suggested no more", async () => {
  const root = tempFolder();
  writeFiles(root, { "Kick.wav": Object.values(toneFiles(1))[0] as Uint8Array });
  const engine = openEngine(tempLibraryPath());
  await indexAll(engine, [root]);
  const off = { label: "kick", family: "drums" as const, synonyms: [], prompts: [], isEnabled: false };
  await engine.handlers.saveLabel(off);
  await vi.waitFor(async () => expect((await tagsByName(engine))["Kick.wav"]).toEqual([]), 60_000);
});

test("what an engine left untagged, the next one tags", async () => {
  const root = tempFolder();
  writeFiles(root, { ...toneFiles(30), "Kick.wav": Object.values(toneFiles(1, 40))[0] as Uint8Array });
  const libraryPath = tempLibraryPath();
  const first = openEngine(libraryPath);
  await indexAll(first, [root]);
  await first.handlers.retag({});
  await first.close();
  const db = openLibrary(libraryPath, "read");
  onTestFinished(() => closeLibrary(db));
  expect(countQueuedSounds(db)).toBe(31);
  const second = openEngine(libraryPath);
  second.start();
  await vi.waitFor(() => expect(countQueuedSounds(db)).toBe(0), 60_000);
  expect((await tagsByName(second))["Kick.wav"]).toEqual(["kick name suggested"]);
});

test("by ear or by names alone, usual or careful: the settings say which tags are suggested, and are kept", async () => {
  const root = tempFolder();
  copyFileSync(path.join(demoFolder, "Drums/Snare Tight.wav"), path.join(root, "0001.wav"));
  writeFiles(root, { "Rain/0002.wav": Object.values(toneFiles(1))[0] as Uint8Array });
  const libraryPath = tempLibraryPath();
  const engine = openEngine(libraryPath);
  await engine.handlers.indexAll({ folders: [root], excludes: [], modelId: "pocket" });
  // What the person says is an example that the ear then finds again.
  const snare = await idOf(engine, "0001.wav");
  await engine.handlers.setTag({ ids: [snare], label: "my crack", state: "confirmed" });
  const twin = readFileSync(path.join(root, "0001.wav"));
  writeFileSync(path.join(root, "0003.wav"), twin.subarray(0, twin.length - 400));
  await engine.handlers.indexAll({ folders: [root], excludes: [], modelId: "pocket" });
  const tagsOf = async (name: string) => (await tagsByName(engine))[name];
  const limit = { timeout: 60_000 };
  expect(await tagsOf("0003.wav")).toContain("my crack audio suggested");
  // To the ear a tone in a folder of rain is no rain.
  expect(await tagsOf("0002.wav")).not.toContainEqual(expect.stringMatching(/^rain/));

  await engine.handlers.changeSettings({ isTaggingByEar: false });
  await vi.waitFor(async () => expect(await tagsOf("0003.wav")).toEqual([]), limit);
  expect(await tagsOf("0001.wav")).toEqual(["my crack person confirmed"]);
  expect(await tagsOf("0002.wav")).toEqual(["rain folder suggested"]);
  expect(await engine.handlers.getTagSummary({})).toEqual({
    taggedSoundCount: 2,
    suggestedCounts: { name: 0, folder: 1, audio: 0 },
    confirmedCount: 1,
    rejectedCount: 0,
    waitingCount: 0,
  });

  await engine.handlers.changeSettings({ tagCaution: "careful" });
  await vi.waitFor(async () => expect(await tagsOf("0002.wav")).toEqual([]), limit);
  await engine.close();
  const again = openEngine(libraryPath);
  expect(await again.handlers.getSettings({})).toMatchObject({
    isTaggingByEar: false,
    tagCaution: "careful",
  });
});
