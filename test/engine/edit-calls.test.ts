// Tags, collections, history and undo as the window asks for them.
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import type { SearchScope } from "../../preload/search.ts";
import { addDemoFolder, findDemoFolder } from "../../main/shell/demo-library.ts";
import { toneFiles } from "../indexer/sounds.ts";
import { tempFolder, writeFiles } from "../indexer/temp-folder.ts";
import { indexAll, openEngine, tempLibraryPath, type TestEngine } from "./engine-setup.ts";

async function engineWithSounds(count: number): Promise<{ engine: TestEngine; root: string; ids: number[] }> {
  const root = tempFolder();
  writeFiles(root, toneFiles(count));
  const engine = openEngine(tempLibraryPath());
  await indexAll(engine, [root]);
  return { engine, root, ids: await list(engine, "", { kind: "all" }) };
}

/** Ids of what a list shows, by name. */
async function list(engine: TestEngine, query: string, scope: SearchScope): Promise<number[]> {
  const sort = { column: "score", descending: true } as const;
  const { soundIds } = await engine.handlers.search({ query, scope, sort, limit: 0 });
  return [...soundIds];
}

test("a tag set by a person filters, counts, shows in the row, and is undone and redone", async () => {
  const { engine, ids } = await engineWithSounds(4);
  const { handlers } = engine;
  const [first = 0, second = 0] = ids;
  const done = await handlers.setTag({ ids: [first, second], label: "Kick", state: "confirmed" });
  expect(done.label).toBe("Tagged 2 sounds “Kick”");
  await handlers.setTag({ ids: [second], label: "my label", state: "confirmed" });
  expect(await list(engine, "#kick", { kind: "all" })).toEqual([first, second]);
  expect(await list(engine, "-#kick", { kind: "tag", label: "my label" })).toEqual([]);
  const counts = await handlers.listTagCounts({ query: "", scope: { kind: "all" } });
  expect(counts.filter(({ confirmedCount }) => confirmedCount > 0)).toMatchObject([
    { label: "kick", family: "drums", confirmedCount: 2 },
    { label: "my label", family: "own", confirmedCount: 1 },
  ]);
  const [row] = await handlers.getSounds({ ids: [first] });
  expect(row?.tags[0]).toMatchObject({
    label: "kick",
    family: "drums",
    source: "person",
    state: "confirmed",
  });
  const labels = await handlers.listLabels({});
  expect(labels.find(({ label }) => label === "my label")).toMatchObject({
    isOwn: true,
    prompts: ["my label"],
  });

  expect(await handlers.getStatus({})).toMatchObject({ canUndo: "Tagged 1 sound “my label”", canRedo: null });
  await handlers.undo({});
  await handlers.undo({});
  expect(await list(engine, "", { kind: "tag", label: "kick" })).toEqual([]);
  expect((await handlers.listLabels({})).some(({ isOwn }) => isOwn)).toBe(false);
  expect((await handlers.redo({}))?.label).toBe("Tagged 2 sounds “Kick”");
  expect(await list(engine, "", { kind: "tag", label: "kick" })).toEqual([first, second]);
});

test("a rejected tag is not shown and stays in the detail", async () => {
  const { engine, ids } = await engineWithSounds(1);
  const [id = 0] = ids;
  await engine.handlers.setTag({ ids: [id], label: "kick", state: "rejected" });
  const detail = await engine.handlers.getSound({ id });
  expect(detail.tags.some(({ label }) => label === "kick")).toBe(false);
  expect(detail.allTags).toMatchObject([{ label: "kick", state: "rejected" }]);
});

test("own labels are saved and removed with what was said; the vocabulary's can only be changed and restored", async () => {
  const { engine, ids } = await engineWithSounds(1);
  const { handlers } = engine;
  await handlers.saveLabel({
    label: "zap",
    family: "own",
    synonyms: [],
    prompts: ["a zap"],
    isEnabled: true,
  });
  await handlers.setTag({ ids, label: "zap", state: "confirmed" });
  await handlers.removeLabel({ label: "zap" });
  const rowTags = async () => (await handlers.getSounds({ ids }))[0]?.tags.map(({ label }) => label);
  expect(await rowTags()).not.toContain("zap");
  await handlers.undo({});
  expect(await rowTags()).toContain("zap");
  await handlers.saveLabel({ label: "KICK", family: "drums", synonyms: [], prompts: [], isEnabled: false });
  const kick = async () => (await handlers.listLabels({})).find(({ label }) => label === "kick");
  expect(await kick()).toMatchObject({ isEnabled: false, isOwn: false, synonyms: [] });
  await handlers.removeLabel({ label: "kick" });
  expect(await kick()).toMatchObject({ isEnabled: true });
  const refusal = Promise.resolve().then(() => handlers.removeLabel({ label: "snare" }));
  await expect(refusal).rejects.toMatchObject({ code: "no-own-label" });
});

test("collections by hand and saved searches narrow the list, and undo brings a removed one back", async () => {
  const { engine, ids } = await engineWithSounds(3);
  const { handlers } = engine;
  const [first = 0, second = 0, third = 0] = ids;
  const mine = await handlers.createCollection({ name: "Mine", query: null, ids: [third, first] });
  const smart = await handlers.createCollection({ name: "Favs", query: "fav", ids: [] });
  await handlers.setFavourite({ ids: [second], isFavourite: true });
  expect(mine).toMatchObject({ kind: "manual", soundCount: 2 });
  expect(await list(engine, "", { kind: "collection", id: mine.id })).toEqual([first, third]);
  expect(await list(engine, "", { kind: "collection", id: smart.id })).toEqual([second]);
  await handlers.removeCollection({ id: mine.id });
  await handlers.undo({});
  expect(await list(engine, "", { kind: "collection", id: mine.id })).toEqual([first, third]);
  await handlers.removeFromCollection({ id: mine.id, ids: [first] });
  expect(await list(engine, "", { kind: "collection", id: mine.id })).toEqual([third]);
});

test("what was used last comes first, with its count", async () => {
  const { engine, ids } = await engineWithSounds(3);
  const { handlers } = engine;
  const [first = 0, , third = 0] = ids;
  await handlers.recordUse({ kind: "play", ids: [third] });
  await new Promise((resolve) => setTimeout(resolve, 5));
  await handlers.recordUse({ kind: "drag", ids: [first] });
  await handlers.recordQuery({ query: "kick" });
  expect(await list(engine, "", { kind: "used" })).toEqual([first, third]);
  expect(await handlers.listHistory({ kind: "use", limit: 1 })).toMatchObject([
    { kind: "drag", soundId: first },
  ]);
  expect(await handlers.listHistory({ kind: "query", limit: 9 })).toMatchObject([{ query: "kick" }]);
  await handlers.clearHistory({});
  expect(await list(engine, "", { kind: "used" })).toEqual([]);
});

test("removing a folder is undone: it is listened to again, and what a person marked is there", async () => {
  const { engine, root, ids } = await engineWithSounds(2);
  const { handlers } = engine;
  const [id = 0] = ids;
  await handlers.setTag({ ids: [id], label: "kick", state: "confirmed" });
  const [folder] = await handlers.listFolders({});
  await handlers.removeFolder({ folderId: folder?.id ?? 0 });
  expect(await list(engine, "", { kind: "all" })).toEqual([]);
  expect((await handlers.undo({}))?.label).toBe(`Removed the folder ${root}`);
  await vi.waitFor(async () => expect(await handlers.getStatus({})).toMatchObject({ readyCount: 2 }), 20_000);
  expect(await list(engine, "", { kind: "tag", label: "kick" })).toEqual([id]);
  await handlers.redo({});
  expect(await handlers.listFolders({})).toEqual([]);
});

test("a folder that a person added is taken back, one that the program brought is not", async () => {
  const root = tempFolder();
  writeFiles(root, toneFiles(1));
  const engine = openEngine(tempLibraryPath());
  const { handlers } = engine;
  // Nobody waits for the sounds here.
  await handlers.pauseIndexing({});
  await addDemoFolder({
    listFolders: async (request) => handlers.listFolders(request),
    addBundledFolder: async (request) => handlers.addBundledFolder(request),
  });
  expect(await handlers.undo({})).toBeNull();
  await handlers.addFolder({ path: root, excludes: [] });
  expect((await handlers.undo({}))?.label).toBe(`Added the folder ${root}`);
  expect(await handlers.undo({})).toBeNull();
  expect((await handlers.listFolders({})).map(({ path: each }) => each)).toEqual([findDemoFolder()]);
});

test("a removed folder that another has taken in since does not keep older edits from being undone", async () => {
  const above = tempFolder();
  const root = path.join(above, "Drums");
  mkdirSync(root);
  writeFiles(root, toneFiles(2));
  const engine = openEngine(tempLibraryPath());
  const { handlers } = engine;
  await indexAll(engine, [root]);
  const [id = 0] = await list(engine, "", { kind: "all" });
  await handlers.setTag({ ids: [id], label: "kick", state: "confirmed" });
  const [folder] = await handlers.listFolders({});
  await handlers.removeFolder({ folderId: folder?.id ?? 0 });
  // As the command line adds it: that is no edit.
  await indexAll(engine, [above]);
  expect((await handlers.undo({}))?.label).toBe(`Removed the folder ${root}`);
  expect((await handlers.undo({}))?.label).toBe("Tagged 1 sound “kick”");
});

test("copies are told from sounds that sound the same", async () => {
  const root = tempFolder();
  const files = toneFiles(2);
  const [name = ""] = Object.keys(files);
  writeFiles(root, { ...files, "copy/again.wav": files[name] as Uint8Array });
  const engine = openEngine(tempLibraryPath());
  await indexAll(engine, [root]);
  const [group, ...others] = await engine.handlers.listDuplicates({ kind: "exact" });
  const { paths } = await engine.handlers.getSound({ id: group?.soundIds[0] ?? 0 });
  expect([paths.length, others]).toEqual([2, []]);
  rmSync(path.join(root, "copy"), { recursive: true });
});
