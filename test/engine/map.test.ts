// The map through the engine: laid out in the background, stored, and only added to afterwards.
import path from "node:path";
import { expect, test, vi } from "vitest";
import type { SoundMap } from "../../preload/map.ts";
import { getModel } from "../../main/clap/model-catalogue.ts";
import { closeLibrary, openLibrary } from "../../main/db/open-library.ts";
import { addHeardFile } from "../db/library-setups.ts";
import { clusteredEmbeddings } from "../search/clustered-embeddings.ts";
import { openEngine, tempLibraryPath, type TestEngine } from "./engine-setup.ts";

vi.setConfig({ testTimeout: 120_000 });

/** Adds sounds that the bundled model has listened to. */
function addSounds(libraryPath: string, from: number, to: number): void {
  const db = openLibrary(libraryPath, "write");
  const embeddings = clusteredEmbeddings(to, 3);
  for (let i = from; i < to; i++) {
    addHeardFile(db, path.join("/sounds", i % 2 === 0 ? "Kicks" : "Rain", `${i}.wav`), {
      modelId: getModel("pocket").embeddingKey,
      contentHash: `content ${i}`,
      wholeEmbedding: embeddings[i] as Float32Array,
      kind: i % 2 === 0 ? "one-shot" : "long",
    });
  }
  closeLibrary(db);
}

/** Asks for the map and waits until no work on it is under way. */
async function getFinishedMap(engine: TestEngine, mayLayOut: boolean): Promise<SoundMap> {
  await engine.handlers.getMap({ mayLayOut });
  await vi.waitFor(async () => expect((await engine.handlers.getMap({ mayLayOut: false })).work).toBeNull(), {
    timeout: 100_000,
    interval: 100,
  });
  return engine.handlers.getMap({ mayLayOut: false });
}

const placesOf = ({ soundIds, x, y }: SoundMap): [number, number, number][] =>
  Array.from(soundIds, (id, i) => [id, x[i] as number, y[i] as number]);

test("the first look lays the map out, later sounds are put among the others, and a new layout is made on request", async () => {
  const libraryPath = tempLibraryPath();
  addSounds(libraryPath, 0, 40);
  const first = openEngine(libraryPath);
  const begun = await first.handlers.getMap({ mayLayOut: true });
  expect([begun.soundIds.length, begun.work?.kind]).toEqual([0, "layout"]);
  const map = await getFinishedMap(first, true);
  expect([map.soundIds.length, map.changedCount, map.problem]).toEqual([40, 0, null]);
  const told = first.events.filter(({ name }) => name === "mapChanged").map(({ payload }) => payload);
  expect(told.at(-1)).toEqual({ work: null, problem: null });
  await first.close();

  addSounds(libraryPath, 40, 50);
  const second = openEngine(libraryPath);
  expect((await second.handlers.getMap({ mayLayOut: true })).work?.kind).toBe("placing");
  const grown = await getFinishedMap(second, true);
  expect([grown.soundIds.length, grown.changedCount]).toEqual([50, 10]);
  expect(placesOf(grown).filter(([id]) => map.soundIds.includes(id))).toEqual(placesOf(map));
  await second.handlers.layOutMap({});
  const anew = await getFinishedMap(second, false);
  expect(anew.soundIds).toEqual(grown.soundIds);
  expect(placesOf(anew)).not.toEqual(placesOf(grown));
  await second.close();
});

test("most sounds are new: all are laid out anew before somebody looks, and nothing moves while somebody does", async () => {
  const libraryPath = tempLibraryPath();
  addSounds(libraryPath, 0, 1000);
  const first = openEngine(libraryPath);
  const map = await getFinishedMap(first, true);
  await first.close();
  addSounds(libraryPath, 1000, 2100);
  const second = openEngine(libraryPath);
  expect((await second.handlers.getMap({ mayLayOut: false })).work?.kind).toBe("placing");
  const watched = await getFinishedMap(second, false);
  expect(placesOf(watched).slice(0, 1000)).toEqual(placesOf(map));
  await second.close();
  addSounds(libraryPath, 2100, 4300);
  const third = openEngine(libraryPath);
  expect((await third.handlers.getMap({ mayLayOut: true })).work?.kind).toBe("layout");
  await third.close();
});

test("a map that was opened while the first sounds were listened to is laid out anew as it grows", async () => {
  const libraryPath = tempLibraryPath();
  addSounds(libraryPath, 0, 1);
  const engine = openEngine(libraryPath);
  expect((await getFinishedMap(engine, true)).soundIds).toHaveLength(1);
  await engine.close();
  addSounds(libraryPath, 1, 30);
  const next = openEngine(libraryPath);
  expect((await next.handlers.getMap({ mayLayOut: false })).work?.kind).toBe("layout");
  expect((await getFinishedMap(next, false)).soundIds).toHaveLength(30);
});

test("a library that is only looked at shows the map that it has", async () => {
  const libraryPath = tempLibraryPath();
  addSounds(libraryPath, 0, 20);
  const engine = openEngine(libraryPath, "read");
  expect(await engine.handlers.getMap({ mayLayOut: true })).toMatchObject({
    soundIds: new Uint32Array(0),
    work: null,
    problem: null,
  });
  await expect(async () => engine.handlers.layOutMap({})).rejects.toMatchObject({
    code: "library-read-only",
  });
});

test("an engine that closes in the midst of it leaves the library whole", async () => {
  const libraryPath = tempLibraryPath();
  addSounds(libraryPath, 0, 60);
  const first = openEngine(libraryPath);
  await first.handlers.getMap({ mayLayOut: true });
  await first.close();
  const second = openEngine(libraryPath);
  expect((await getFinishedMap(second, true)).soundIds).toHaveLength(60);
});

test("groups: families of tags, a person's word first; kinds; folders of the one root", async () => {
  const libraryPath = tempLibraryPath();
  addSounds(libraryPath, 0, 4);
  const engine = openEngine(libraryPath);
  await engine.handlers.setTag({ ids: [1], label: "kick", state: "confirmed" });
  await engine.handlers.setTag({ ids: [2], label: "rain", state: "confirmed" });
  const named = async (by: "tag" | "kind" | "folder"): Promise<(string | undefined)[]> => {
    const { groups, names } = await engine.handlers.getMapGroups({ by });
    return Array.from(groups, (group) => names[group]);
  };
  expect(await named("tag")).toEqual(["drums", "ambience", undefined, undefined]);
  expect(await named("kind")).toEqual(["one-shot", "long", "one-shot", "long"]);
  expect(await named("folder")).toEqual(["Kicks", "Rain", "Kicks", "Rain"]);
});
