import { expect, test } from "vitest";
import type { SearchRequest, SearchResponse, SearchScope } from "../../preload/search.ts";
import { AppError } from "../../main/base/app-error.ts";
import type { WritableDb } from "../../main/db/database.ts";
import { storeWindows } from "../../main/db/embeddings.ts";
import { markFilesMissing } from "../../main/db/files.ts";
import { removeFolder } from "../../main/db/folders.ts";
import { closeLibrary, openLibrary } from "../../main/db/open-library.ts";
import { setFavourite } from "../../main/db/sounds.ts";
import { type SoundResult, storeSoundResult } from "../../main/db/store-result.ts";
import { LibrarySearch } from "../../main/search/search-library.ts";
import { addFile, addHeardFile, soundResult, tempLibrary, testModelId } from "../db/library-setups.ts";

/**
 * A model of meaning with four directions: an embedding is a mixture of kick, door, rain, voice. Nothing
 * here is a mock of ours: the search only ever sees embeddings, and these are some.
 */
function meaning(mixture: Partial<Record<"kick" | "door" | "rain" | "voice", number>>): Float32Array {
  const embedding = new Float32Array(512);
  const { kick = 0, door = 0, rain = 0, voice = 0 } = mixture;
  embedding.set([kick, door, rain, voice, 0.2]);
  const length = Math.hypot(...embedding);
  return embedding.map((value) => value / length);
}

const textMeanings: Record<string, Float32Array> = {
  "bass drum": meaning({ kick: 1 }),
  kick: meaning({ kick: 1 }),
  slam: meaning({ door: 1, kick: 0.3 }),
  downpour: meaning({ rain: 1 }),
  singing: meaning({ voice: 1 }),
};

async function embedText(text: string): Promise<Float32Array> {
  const embedding = textMeanings[text];
  if (!embedding) throw new AppError("model-missing", "The model is not there.", "Install it.");
  return embedding;
}

function searchOf(db: WritableDb): LibrarySearch {
  return new LibrarySearch({ db, modelKey: testModelId, embedText });
}

function request(query: string, differences: Partial<SearchRequest> = {}): SearchRequest {
  return {
    query,
    scope: { kind: "all" },
    sort: { column: "score", descending: true },
    limit: 0,
    ...differences,
  };
}

interface Sound extends Partial<SoundResult> {
  path: string;
}

/** A library of these sounds, whose ids are 1, 2, 3, ... in their order. */
function libraryOf(...sounds: Sound[]) {
  const db = tempLibrary();
  for (const { path, ...differences } of sounds) addHeardFile(db, `/sounds/${path}`, differences);
  return { db, search: searchOf(db) };
}

const kick = { path: "drums/thump.wav", wholeEmbedding: meaning({ kick: 1 }) };
const door = { path: "foley/entrance.wav", wholeEmbedding: meaning({ door: 1 }) };
const rain = { path: "field/weather.flac", format: "flac", wholeEmbedding: meaning({ rain: 1 }) };
const voice = { path: "vox/aah.wav", wholeEmbedding: meaning({ voice: 1 }) };
const four = [kick, door, rain, voice];

const ids = (response: SearchResponse): number[] => [...response.soundIds];
const idsOf = async (search: LibrarySearch, query: string, scope: SearchScope = { kind: "all" }) =>
  ids(await search.search(request(query, { scope })));

test("a description finds the sound it means, whatever its name", async () => {
  const { search } = libraryOf(...four);
  expect((await idsOf(search, "bass drum"))[0]).toBe(1);
  expect((await idsOf(search, "downpour"))[0]).toBe(3);
  expect((await idsOf(search, "slam")).slice(0, 2)).toEqual([2, 1]);
});

test("an empty query is the whole library by name, without scores", async () => {
  const { search } = libraryOf(...four);
  const response = await search.search(request(""));
  expect(ids(response)).toEqual([4, 2, 1, 3]);
  expect(response).toMatchObject({ totalCount: 4, chips: [], problem: null, phase: "full" });
  expect([...response.scores].every(Number.isNaN)).toBe(true);
});

test("a name word beats vague meaning, and meaning fills the rest", async () => {
  const named = { path: "misc/kick_dusty04.wav", wholeEmbedding: meaning({ rain: 1, kick: 0.1 }) };
  const { search } = libraryOf(...four, named);
  expect((await idsOf(search, "kick")).slice(0, 2)).toEqual([5, 1]);
});

test("among equal names the better meaning comes first", async () => {
  const { search } = libraryOf(
    { path: "kick 1.wav", wholeEmbedding: meaning({ door: 1 }) },
    { path: "kick 2.wav", wholeEmbedding: meaning({ kick: 1 }) },
    { path: "kick 3.wav", wholeEmbedding: meaning({ kick: 1, door: 1 }) },
  );
  expect(await idsOf(search, "kick")).toEqual([2, 3, 1]);
});

test("names are found before the sound was listened to", async () => {
  const { db, search } = libraryOf(...four);
  const { soundId } = addFile(db, "/sounds/new/KickDrum_Punchy.wav");
  expect(ids(search.searchNames(request("punchy")))).toEqual([soundId]);
  expect(ids(search.searchNames(request("kickdr")))).toEqual([soundId]);
  expect((await idsOf(search, "kick"))[0]).toBe(soundId);
});

test("words are split, folded and found by their beginning", () => {
  const { search } = libraryOf(
    { path: "Bässe/TR808_KickDry04.wav" },
    { path: "Élan/vinyl-noise (crackle).wav" },
  );
  const found = (query: string) => ids(search.searchNames(request(query)));
  expect(["tr 808", "TR808", "kick", "dry", "04", "bas", "bässe", "kicks"].map(found)).toEqual(
    Array.from({ length: 8 }, () => [1]),
  );
  expect(["elan", "crack", "noises", "vinyl noise"].map(found)).toEqual(Array.from({ length: 4 }, () => [2]));
  expect(["inyl", "kick.", "x"].map(found)).toEqual([[], [1], []]);
});

test("a whole word comes before a beginning, a file name before a folder", () => {
  const { search } = libraryOf({ path: "hat/one.wav" }, { path: "misc/hatch.wav" }, { path: "misc/hat.wav" });
  expect(ids(search.searchNames(request("hat")))).toEqual([3, 2, 1]);
});

test("the best window of a long sound wins, is reported, and can be seeked to", async () => {
  const { db, search } = libraryOf(...four, {
    path: "field/street.wav",
    durationSec: 30,
    kind: "long",
    wholeEmbedding: meaning({ voice: 1, door: 0.5 }),
  });
  storeWindows(db, 5, testModelId, [
    { startSec: 0, endSec: 10, embedding: meaning({ voice: 1 }) },
    { startSec: 10, endSec: 20, embedding: meaning({ rain: 1, door: 0.02 }) },
    { startSec: 20, endSec: 30, embedding: meaning({ door: 1 }) },
  ]);
  const response = await search.search(request("downpour", { limit: 2 }));
  expect(ids(response)).toEqual([3, 5]);
  expect([...response.windowStartSec]).toEqual([Number.NaN, 10]);
  expect([...response.windowEndSec]).toEqual([Number.NaN, 20]);
});

test("a minus term pushes its sounds down by meaning, and out by name", async () => {
  const { search } = libraryOf(
    { path: "a.wav", wholeEmbedding: meaning({ rain: 1, voice: 0.6 }) },
    { path: "b.wav", wholeEmbedding: meaning({ rain: 0.8, door: 0.6 }) },
    { path: "c singing.wav", wholeEmbedding: meaning({ rain: 1 }) },
  );
  expect(await idsOf(search, "downpour")).toEqual([3, 1, 2]);
  expect(await idsOf(search, "downpour -singing")).toEqual([2, 1]);
});

test("a minus term does not empty the folder that it names", async () => {
  const { search } = libraryOf(
    { path: "Drums/Kick Deep.wav" },
    { path: "Drums/Kick Drum.wav" },
    { path: "Drums/Kick Drums.wav" },
  );
  expect(ids(search.searchNames(request("kick -drum")))).toEqual([1]);
});

test("like: takes a number, a name and a path, and leaves the example out", async () => {
  const { search } = libraryOf(...four, {
    path: "drums/boom.wav",
    wholeEmbedding: meaning({ kick: 1, door: 0.4 }),
  });
  for (const reference of ["1", "thump", "THUMP.wav", "/sounds/drums/thump.wav"]) {
    const found = await idsOf(search, `like:${reference}`);
    expect([found[0], found.includes(1), found.length]).toEqual([5, false, 4]);
  }
  expect(search.parse("like:nothing.wav")[0]?.problem).toContain("no sound “nothing.wav”");
  expect(ids(search.searchNames(request("like:1")))[0]).toBe(5);
});

test("like: a file outside the library is embedded on the fly, -like: keeps away from it", async () => {
  const { db } = libraryOf(...four);
  const asked: string[] = [];
  const embedFile = async (path: string) => {
    asked.push(path);
    if (path.endsWith("gone.wav")) throw new AppError("file-missing", "It is gone.", "");
    return meaning({ rain: 1, voice: 0.4 });
  };
  const search = new LibrarySearch({ db, modelKey: testModelId, embedText, embedFile });
  expect((await idsOf(search, 'like:"/else where/storm.wav"')).slice(0, 2)).toEqual([3, 4]);
  expect(await idsOf(search, "like:/x/storm.wav in:vox")).toEqual([4]);
  // What can be had without waiting is nothing: the example is not in the library.
  expect(ids(search.searchNames(request("like:/x/storm.wav")))).toEqual([]);
  expect((await idsOf(search, "like:2 -like:/x/storm.wav")).at(-1)).toBe(3);
  expect(search.parse("like:/x/storm.wav")[0]).toMatchObject({ label: "like storm.wav", problem: null });
  expect(asked).toEqual(["/else where/storm.wav", "/x/storm.wav", "/x/storm.wav"]);
  const failed = await search.search(request("like:/x/gone.wav"));
  expect(failed.problem).toMatchObject({ code: "file-missing" });
});

test("text and example go together", async () => {
  const { search } = libraryOf(
    kick,
    { path: "x.wav", wholeEmbedding: meaning({ kick: 1, voice: 1 }) },
    { path: "y.wav", wholeEmbedding: meaning({ kick: 1, rain: 1 }) },
    { path: "z.wav", wholeEmbedding: meaning({ rain: 1 }) },
  );
  expect((await idsOf(search, "downpour like:thump")).slice(0, 2)).toEqual([3, 4]);
});

test("similar ranks all others by cosine, from a sound or an embedding", () => {
  const { search } = libraryOf(...four, { path: "b.wav", wholeEmbedding: meaning({ kick: 1, door: 0.4 }) });
  expect(search.similar(1, 2).map(({ path, cosine }) => [path, cosine?.toFixed(3)])).toEqual([
    ["/sounds/b.wav", "0.931"],
    ["/sounds/foley/entrance.wav", "0.038"],
  ]);
  expect(search.similar(meaning({ kick: 1 }), 1)[0]).toMatchObject({
    path: "/sounds/drums/thump.wav",
    score: 1,
  });
});

test("similar to a sound that was not listened to says so", async () => {
  const { db, search } = libraryOf(kick);
  const { soundId } = addFile(db, "/sounds/new.wav");
  expect(() => search.similar(soundId, 5)).toThrow(AppError);
  const response = await search.search(request("", { scope: { kind: "similar", soundId } }));
  expect(response.problem).toMatchObject({ code: "sound-not-ready" });
});

test("a sound that nobody hears is found by its name, listed, and neither meant by words nor like any sound", async () => {
  const { db, search } = libraryOf(
    rain,
    { path: "dither.wav", peakDb: -84, wholeEmbedding: meaning({ rain: 1 }) },
    { path: "zeros.wav", peakDb: Number.NEGATIVE_INFINITY, wholeEmbedding: meaning({ rain: 1 }) },
    { path: "downpour far.wav", peakDb: -72.1, wholeEmbedding: meaning({ rain: 1 }) },
    { path: "leaves.wav", peakDb: -72, wholeEmbedding: meaning({ rain: 1, voice: 0.4 }) },
  );
  const known = await idsOf(search, "downpour");
  expect([known.toSorted((a, b) => a - b), search.embeddingCount]).toEqual([[1, 4, 5], 2]);
  expect(await idsOf(search, "like:1")).toEqual([5]);
  expect(search.similar(1, 0).map(({ path }) => path)).toEqual(["/sounds/leaves.wav"]);
  expect((await idsOf(search, "")).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
  expect(await idsOf(search, "dither")).toEqual([2]);
  expect((await search.search(request("downpour"))).totalCount).toBe(3);
  // So it is for one that comes while the search is there.
  addHeardFile(db, "/sounds/late.wav", { peakDb: -90, wholeEmbedding: meaning({ rain: 1 }) });
  expect([await idsOf(search, "like:1"), search.embeddingCount]).toEqual([[5], 2]);
});

test("similar to a sound that nobody hears says why nothing is", async () => {
  const { search } = libraryOf(kick, { path: "zeros.wav", peakDb: -120 });
  expect(() => search.similar(2, 5)).toThrow("Nothing can be heard");
  const response = await search.search(request("", { scope: { kind: "similar", soundId: 2 } }));
  expect([ids(response), response.problem?.code]).toEqual([[], "nothing-heard"]);
});

test("filters narrow, alone and with words", async () => {
  const { search } = libraryOf(
    { ...kick, durationSec: 0.4, kind: "one-shot", key: "A minor", tempoBpm: null },
    { ...door, durationSec: 2, kind: "one-shot", key: "C# major" },
    { ...rain, durationSec: 45, kind: "long" },
    { ...voice, durationSec: 3.75, kind: "loop", key: "A# minor", tempoBpm: 128.2 },
  );
  const sorted = async (query: string) => (await idsOf(search, query)).sort((a, b) => a - b);
  const answers: Record<string, number[]> = {};
  const queries = [
    "<2s", "<=2s", ">=2s <10s", "0-500ms", "loop", "-loop", "oneshot loop", "wav", "flac", "-wav", "wav flac",
    "128bpm", "120-130bpm", ">130bpm", "Am", "Bbm", "C#", "Am C#", "C#m", "in:drums", "in:sounds/f", "-in:drums",
    "in:/sounds/vox", "wav -loop <1s", "bass drum in:vox",
  ]; // prettier-ignore
  for (const query of queries) answers[query] = await sorted(query);
  expect(answers).toEqual({
    "<2s": [1],
    "<=2s": [1, 2],
    ">=2s <10s": [2, 4],
    "0-500ms": [1],
    loop: [4],
    "-loop": [1, 2, 3],
    "oneshot loop": [1, 2, 4],
    wav: [1, 2, 4],
    flac: [3],
    "-wav": [3],
    "wav flac": [1, 2, 3, 4],
    "128bpm": [4],
    "120-130bpm": [4],
    ">130bpm": [],
    Am: [1],
    Bbm: [4],
    "C#": [2],
    "Am C#": [1, 2],
    "C#m": [],
    "in:drums": [1],
    "in:sounds/f": [2, 3],
    "-in:drums": [2, 3, 4],
    "in:/sounds/vox": [4],
    "wav -loop <1s": [1],
    "bass drum in:vox": [4],
  });
});

test("an unknown tag is named, and no sound has it", async () => {
  const { search } = libraryOf(...four);
  const response = await search.search(request("#808 <2s"));
  expect(response.chips[0]?.problem).toBe("There is no tag “808” in the library");
  expect(response.totalCount).toBe(0);
  expect((await search.search(request("-#808"))).totalCount).toBe(4);
});

test("before a sound is heard its kind is what its name says, and then what was heard", async () => {
  const { db, search } = libraryOf(
    { path: "heard.wav", kind: "loop" },
    { path: "fx/loop.wav", kind: "long" },
  );
  addFile(db, "/sounds/Drum Loop 90.wav");
  addFile(db, "/sounds/One-Shot.wav");
  addFile(db, "/sounds/Thing.wav");
  expect(await idsOf(search, "loop")).toEqual([3, 1]);
  expect(await idsOf(search, "oneshot")).toEqual([4]);
  storeSoundResult(db, soundResult(3, { kind: "one-shot" }));
  expect(await idsOf(search, "loop")).toEqual([1]);
  expect(await idsOf(search, "oneshot")).toEqual([3, 4]);
});

test("scopes: favourites, folder, recent, similar", async () => {
  const { db, search } = libraryOf(...four);
  setFavourite(db, [2, 4], true, 9);
  expect(await idsOf(search, "", { kind: "favourites" })).toEqual([4, 2]);
  expect(await idsOf(search, "fav")).toEqual([4, 2]);
  expect(await idsOf(search, "", { kind: "folder", path: "/sounds/drums" })).toEqual([1]);
  expect(await idsOf(search, "", { kind: "folder", path: "/sounds/dru" })).toEqual([]);
  expect((await idsOf(search, "", { kind: "recent" })).length).toBe(4);
  expect(await idsOf(search, "", { kind: "similar", soundId: 1 })).toEqual([2, 3, 4]);
  expect((await idsOf(search, "downpour", { kind: "folder", path: "/sounds/vox" }))[0]).toBe(4);
});

test("a sound in two folders is in both, once in the library, and shown with the copy that matches", async () => {
  const { db, search } = libraryOf({ path: "drums/hit.wav", contentHash: "same" });
  addHeardFile(db, "/sounds/old/thunder.wav", { contentHash: "same" });
  expect(await idsOf(search, "")).toEqual([1]);
  expect(await idsOf(search, "", { kind: "folder", path: "/sounds/old" })).toEqual([1]);
  expect((await search.searchSounds("thunder", 5)).scores).toMatchObject([
    {
      path: "/sounds/old/thunder.wav",
      copies: ["/sounds/drums/hit.wav"],
      why: { words: ["thunder"], name: 1 },
    },
  ]);
});

test.each<[string, string, SearchScope]>([
  ["in a folder", "", { kind: "folder", path: "/sounds/old" }],
  ["found by their words", "boom", { kind: "all" }],
])("copies %s stand where the names that are shown belong", async (_where, query, scope) => {
  const { db, search } = libraryOf(
    { path: "drums/aaa.wav", contentHash: "same" },
    { path: "old/bbb-boom.wav" },
    { path: "old/mmm-boom.wav" },
    { path: "old/zzz-boom.wav" },
  );
  addHeardFile(db, "/sounds/old/nnn-boom.wav", { contentHash: "same" });
  const listed = async (descending: boolean): Promise<number[]> => [
    ...(await search.search(request(query, { scope, sort: { column: "name", descending } }))).soundIds,
  ];
  expect([await listed(false), await listed(true)]).toEqual([
    [2, 3, 1, 4],
    [4, 1, 3, 2],
  ]);
  expect(await idsOf(search, "")).toEqual([1, 2, 3, 4]);
});

test("a list names the copy by which a sound was found, where that is not the one that stands for it", async () => {
  const { db, search } = libraryOf({ path: "drums/hit.wav", contentHash: "same" }, kick);
  addHeardFile(db, "/sounds/old/thunder.wav", { contentHash: "same" });
  const thunder = {
    soundId: 1,
    fileId: 3,
    path: "/sounds/old/thunder.wav",
    name: "thunder.wav",
    folderPath: "/sounds/old",
  };
  const shownFor = async (query: string, scope: SearchScope = { kind: "all" }) =>
    (await search.search(request(query, { scope }))).shownFiles;
  expect(await shownFor("thunder")).toEqual([thunder]);
  expect(search.searchNames(request("thunder")).shownFiles).toEqual([thunder]);
  expect(await shownFor("", { kind: "folder", path: "/sounds/old" })).toEqual([thunder]);
  expect(await shownFor("in:old")).toEqual([thunder]);
  expect([await shownFor("hit"), await shownFor(""), await shownFor("thunder in:drums")]).toEqual([
    [],
    [],
    [],
  ]);
  markFilesMissing(db, [1]);
  expect(await shownFor("hit")).toEqual([]);
  expect((await search.searchSounds("wav in:old", 5)).scores[0]?.path).toBe("/sounds/old/thunder.wav");
});

test("filters that were asked before follow each change of a sound", async () => {
  const { db, search } = libraryOf({ path: "a.wav" }, { path: "b.wav" });
  expect([await idsOf(search, "fav"), await idsOf(search, "-fav")]).toEqual([[], [1, 2]]);
  setFavourite(db, [2], true, 9);
  expect([await idsOf(search, "fav"), await idsOf(search, "-fav")]).toEqual([[2], [1]]);
  const { soundId } = addHeardFile(db, "/sounds/c.wav");
  expect([await idsOf(search, "fav"), await idsOf(search, "-fav")]).toEqual([[2], [1, soundId]]);
  setFavourite(db, [2, soundId], false, 9);
  expect([await idsOf(search, "fav"), await idsOf(search, "-fav")]).toEqual([[], [1, 2, soundId]]);
});

test("a missing sound is out of the list, but stays among the favourites", async () => {
  const { db, search } = libraryOf(...four);
  setFavourite(db, [1], true, 9);
  markFilesMissing(db, [1, 2]);
  expect(await idsOf(search, "")).toEqual([4, 3]);
  expect((await idsOf(search, "bass drum")).includes(1)).toBe(false);
  expect(await idsOf(search, "", { kind: "favourites" })).toEqual([1]);
});

test("answers follow the library: added, changed, removed, rolled back", async () => {
  const { db, search } = libraryOf(kick);
  expect(await idsOf(search, "bass drum")).toEqual([1]);
  addHeardFile(db, "/sounds/b.wav", { wholeEmbedding: meaning({ kick: 1, rain: 0.1 }) });
  expect(await idsOf(search, "bass drum")).toEqual([1, 2]);
  expect(search.embeddingCount).toBe(2);
  expect(() =>
    db.transaction(() => {
      addHeardFile(db, "/sounds/c.wav");
      throw new Error("no");
    })(),
  ).toThrow("no");
  expect(await idsOf(search, "")).toEqual([2, 1]);
  removeFolder(db, 1);
  expect(await idsOf(search, "bass drum")).toEqual([]);
  expect(search.embeddingCount).toBe(0);
});

test("a reader follows what another connection writes", async () => {
  const { db } = libraryOf(kick);
  const reader = openLibrary(db.name, "read");
  const search = new LibrarySearch({ db: reader, modelKey: testModelId, embedText });
  addHeardFile(db, "/sounds/b.wav", { wholeEmbedding: meaning({ rain: 1 }) });
  const found = await idsOf(search, "downpour");
  closeLibrary(reader);
  expect(found).toEqual([2, 1]);
});

test("columns sort the list, nulls last in both directions, equal ones by id", async () => {
  const { search } = libraryOf(
    { path: "Kick 10.wav", tempoBpm: 120, durationSec: 3 },
    { path: "kick 2.wav", tempoBpm: null, durationSec: 1 },
    { path: "Kick 1.wav", tempoBpm: 90, durationSec: 1 },
  );
  const sorted = async (column: SearchRequest["sort"]["column"], descending: boolean) =>
    ids(await search.search(request("", { sort: { column, descending } })));
  expect(await sorted("name", false)).toEqual([3, 2, 1]);
  expect(await sorted("name", true)).toEqual([1, 2, 3]);
  expect(await sorted("tempoBpm", false)).toEqual([3, 1, 2]);
  expect(await sorted("tempoBpm", true)).toEqual([1, 3, 2]);
  expect(await sorted("durationSec", false)).toEqual([2, 3, 1]);
  expect(ids(await search.search(request("kick", { sort: { column: "name", descending: false } })))).toEqual([
    3, 2, 1,
  ]);
});

test("an order that was mended equals one made afresh", async () => {
  const { db, search } = libraryOf({ path: "m.wav" }, { path: "c.wav" });
  expect(await idsOf(search, "")).toEqual([2, 1]);
  for (const name of ["z", "a", "n", "b", "m"]) addHeardFile(db, `/sounds/${name}/${name}.wav`);
  setFavourite(db, [1], true, 1);
  expect(await idsOf(search, "")).toEqual(await idsOf(searchOf(db), ""));
});

test("when meaning cannot take part, names answer and the reason is given", async () => {
  const { search } = libraryOf(...four);
  const response = await search.search(request("weather station"));
  expect(ids(response)).toEqual([3]);
  expect(response).toMatchObject({ phase: "full", problem: { code: "model-missing", hint: "Install it." } });
});

test("a failure of the embedder is not remembered", async () => {
  const { db } = libraryOf(...four);
  let calls = 0;
  const search = new LibrarySearch({
    db,
    modelKey: testModelId,
    embedText: async () => {
      calls++;
      if (calls === 1) throw new AppError("process-gone", "The embedder has ended.");
      return meaning({ rain: 1 });
    },
  });
  expect((await search.search(request("storm"))).problem).toMatchObject({ code: "process-gone" });
  expect(await idsOf(search, "storm")).toEqual([3, 1, 2, 4]);
  expect(await idsOf(search, "storm")).toEqual([3, 1, 2, 4]);
  expect(calls).toBe(2);
});

test("a bug in the embedder is thrown, not hidden", async () => {
  const { db } = libraryOf(...four);
  const search = new LibrarySearch({
    db,
    modelKey: testModelId,
    embedText: async () => Promise.reject(new TypeError("undefined is not a function")),
  });
  await expect(search.search(request("storm"))).rejects.toThrow(TypeError);
});

test("explain names the words, the cosine and the shares", async () => {
  const { search } = libraryOf(...four, { path: "kick.wav", wholeEmbedding: meaning({ kick: 1 }) });
  const named = await search.explain("kick", { kind: "all" }, 5);
  const unnamed = await search.explain("kick", { kind: "all" }, 1);
  expect(named).toMatchObject({ words: ["kick"], cosine: expect.closeTo(1, 5) });
  expect(named.name + named.meaning).toBeCloseTo(1, 6);
  expect(named.name).toBeGreaterThan(0.4);
  expect(unnamed).toEqual({ meaning: 1, name: 0, tag: 0, words: [], tags: [], cosine: expect.closeTo(1, 5) });
  expect(await search.explain("", { kind: "all" }, 1)).toEqual({
    meaning: 0,
    name: 0,
    tag: 0,
    tags: [],
    words: [],
    cosine: null,
  });
});

test("scores fall along the list, lie in 0..1, and a limit only cuts", async () => {
  const { search } = libraryOf(...four, { path: "kick.wav", wholeEmbedding: meaning({ rain: 1 }) });
  const all = await search.search(request("kick"));
  const scores = [...all.scores];
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
  const two = await search.search(request("kick", { limit: 2 }));
  expect(ids(two)).toEqual(ids(all).slice(0, 2));
  expect([two.totalCount, all.totalCount]).toEqual([5, 5]);
});

test("the command line's rows carry path, score and why", async () => {
  const { search } = libraryOf(...four);
  const { scores, problem } = await search.searchSounds("bass drum", 1);
  const [row] = scores;
  expect(problem).toBe(null);
  expect(row).toMatchObject({
    path: "/sounds/drums/thump.wav",
    copies: [],
    durationSec: 1.5,
    windowStartSec: null,
    tags: [],
    why: { meaning: expect.any(Number), name: expect.any(Number), words: ["drum"] },
  });
  const unranked = await search.searchSounds("", 0);
  expect(unranked.scores.map(({ score }) => score)).toEqual([0, 0, 0, 0]);
});

test("the command line learns what was wrong with its line, and why meaning took no part", async () => {
  const { search } = libraryOf(...four);
  const unusable = await search.searchSounds('like:nonesuch < "', 0);
  expect(unusable.scores).toEqual([]);
  expect(unusable.chips.map(({ problem }) => typeof problem)).toEqual(["string", "string", "string"]);
  const half = await search.searchSounds("wav like:nonesuch", 0);
  expect([half.scores.length, half.problem]).toEqual([3, null]);
  const names = await search.searchSounds("weather station", 0);
  expect(names).toMatchObject({ scores: [{ cosine: null }], problem: { code: "model-missing" } });
});

test("an empty library answers everything with nothing", async () => {
  const { search } = libraryOf();
  for (const query of ["", "kick", "like:1", "<2s", "-loop fav"]) {
    const response = await search.search(request(query));
    expect([ids(response), response.totalCount]).toEqual([[], 0]);
  }
});
