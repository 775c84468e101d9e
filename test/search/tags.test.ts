import { expect, test } from "vitest";
import type { SearchScope } from "../../preload/search.ts";
import { AppError } from "../../main/base/app-error.ts";
import type { WritableDb } from "../../main/db/database.ts";
import { recordQuery, recordUse } from "../../main/db/history.ts";
import { makeEdit, undoEdit } from "../../main/db/journal.ts";
import { ensureLabel, putLabelDefinition } from "../../main/db/labels.ts";
import { putPersonTag, storeSuggestions } from "../../main/db/tags.ts";
import { LibrarySearch } from "../../main/search/search-library.ts";
import { TagWords } from "../../main/search/tag-words.ts";
import { addHeardFile, tempLibrary, testModelId } from "../db/library-setups.ts";

const embedText = async () => Promise.reject(new AppError("model-missing", "No model.", ""));

/** Sounds 1, 2, 3, ... under names that say nothing. */
function nameless(count: number) {
  const db = tempLibrary();
  for (let i = 1; i <= count; i++) addHeardFile(db, `/sounds/x/${String.fromCodePoint(96 + i)}.wav`);
  return { db, search: new LibrarySearch({ db, modelKey: testModelId, embedText }) };
}

function tag(
  db: WritableDb,
  soundIds: readonly number[],
  label: string,
  isConfirmed: boolean | null = true,
): void {
  const labelId = ensureLabel(db, label, "drums");
  makeEdit(db, "tag", 1, (edit) => soundIds.forEach((id) => putPersonTag(edit, id, labelId, isConfirmed, 1)));
}

function suggestTag(db: WritableDb, soundId: number, label: string): void {
  const labelId = ensureLabel(db, label, "drums");
  storeSuggestions(db, soundId, [{ labelId, source: "audio", confidence: 0.9, score: 0.4 }]);
}

const request = (query: string, scope: SearchScope = { kind: "all" }) => ({
  query,
  scope,
  sort: { column: "score", descending: true } as const,
  limit: 0,
});
const idsOf = (search: LibrarySearch, query: string, scope?: SearchScope): number[] => [
  ...search.searchNames(request(query, scope)).soundIds,
];

test("#tag and -#tag follow every edit at once, undo too", () => {
  const { db, search } = nameless(3);
  suggestTag(db, 2, "kick");
  expect([idsOf(search, "#kick"), idsOf(search, "-#kick")]).toEqual([[2], [1, 3]]);
  tag(db, [1], "kick");
  expect([idsOf(search, "#kick"), idsOf(search, "-#kick")]).toEqual([[1, 2], [3]]);
  tag(db, [2], "kick", false);
  expect([idsOf(search, "#kick"), idsOf(search, "-#kick")]).toEqual([[1], [2, 3]]);
  undoEdit(db, () => undefined);
  expect(idsOf(search, "#kick")).toEqual([1, 2]);
});

test("a tag that is still being typed finds what begins so, until a label has that very name", () => {
  const { db, search } = nameless(4);
  tag(db, [1], "vinyl");
  tag(db, [2], "violin");
  tag(db, [3], "drum vinyl");
  expect(idsOf(search, "#vi")).toEqual([1, 2]);
  expect(search.searchNames(request("#vi")).chips).toMatchObject([{ label: "#vi…", problem: null }]);
  expect(idsOf(search, "-#vin")).toEqual([2, 3, 4]);
  expect(search.searchNames(request("#vinyl")).chips).toMatchObject([{ label: "#vinyl", problem: null }]);
  expect(idsOf(search, "#vix")).toEqual([]);
  // The same lines again, when there are labels of these names.
  tag(db, [4], "vi");
  tag(db, [3], "vix");
  expect([idsOf(search, "#vi"), idsOf(search, "#vix")]).toEqual([[4], [3]]);
});

test("a tag of two words, whatever its spelling", () => {
  const { db, search } = nameless(2);
  tag(db, [2], "closed hi-hat");
  for (const query of ['#"closed hi-hat"', '#"Closed Hihat"', "#closed-hi-hat", "#closed_hihat"]) {
    expect(idsOf(search, query)).toEqual([2]);
  }
  expect(idsOf(search, '-#"closed hi-hat"')).toEqual([1]);
});

test("words find sounds by their tags, a person's before a suggested one, names and synonyms alike", () => {
  const { db, search } = nameless(3);
  suggestTag(db, 1, "kick");
  tag(db, [3], "kick");
  const { soundId: named } = addHeardFile(db, "/sounds/x/bass drum.wav");
  expect(idsOf(search, "kick")).toEqual([3, 1]);
  expect(idsOf(search, "kicks")).toEqual([3, 1]);
  expect(idsOf(search, "bass drum")).toEqual([3, named, 1]);
  tag(db, [1], "kick", false);
  expect(idsOf(search, "kick")).toEqual([3]);
});

test("why tells tags from names", async () => {
  const { db, search } = nameless(2);
  tag(db, [1], "kick");
  const { soundId: both } = addHeardFile(db, "/sounds/x/dusty kick.wav");
  tag(db, [both], "kick");
  expect(await search.explain("dusty kick", { kind: "all" }, 1)).toMatchObject({
    name: 0,
    tag: 1,
    tags: ["kick"],
    words: ["kick"],
  });
  // The name says all that the tag says: the tag adds nothing.
  expect(await search.explain("dusty kick", { kind: "all" }, both)).toMatchObject({
    name: 1,
    tag: 0,
    tags: ["kick"],
    words: ["dusty", "kick"],
  });
});

test("scopes of tag and use, sorted by use", () => {
  const { db, search } = nameless(3);
  tag(db, [1, 3], "kick");
  recordUse(db, "play", [3, 2], 100);
  recordUse(db, "drag", [3], 200);
  expect(idsOf(search, "", { kind: "tag", label: "Kick" })).toEqual([1, 3]);
  expect(idsOf(search, "", { kind: "used" })).toEqual([3, 2]);
  const sorted = (column: "useCount" | "lastUsedMs", descending: boolean) => [
    ...search.searchNames({ ...request(""), sort: { column, descending } }).soundIds,
  ];
  expect([sorted("useCount", true), sorted("lastUsedMs", false)]).toEqual([
    [3, 2, 1],
    [2, 3, 1],
  ]);
});

test("suggestions know the library's tags, their synonyms and what was asked before", () => {
  const { db, search } = nameless(3);
  tag(db, [1, 3], "kick");
  tag(db, [2], "closed hi-hat");
  recordQuery(db, "dark pad", 5);
  recordQuery(db, "dusty #kick", 6);
  const offered = (line: string) =>
    search.suggest(line, line.length).map(({ insert, count }) => [insert, count]);
  expect(offered("#")).toEqual([
    ["#kick", 2],
    ['#"closed hi-hat"', 1],
  ]);
  expect(offered("-#bass")).toEqual([["-#kick", 2]]);
  expect(offered("#hi")).toEqual([['#"closed hi-hat"', 1]]);
  expect(offered("")).toEqual([
    ["dusty #kick", null],
    ["dark pad", null],
  ]);
  expect(offered("da")).toEqual([["dark pad", null]]);
});

test("labels are named by themselves and their synonyms, the longest first", () => {
  const db = tempLibrary();
  const labelsOf = (...words: string[]) => new TagWords(db).find(words);
  expect(labelsOf("zzz", "kick")).toEqual([{ label: "kick", places: [1] }]);
  expect(labelsOf("808", "kicks", "rain")).toEqual([
    { label: "kick", places: [0, 1] },
    { label: "rain", places: [2] },
  ]);
  expect(labelsOf("closed", "hi", "hat").map(({ label }) => label)).toEqual(["closed hi-hat"]);
  expect(labelsOf("zzz")).toEqual([]);
});

test("a label of one's own is found by its synonyms at once", () => {
  const { db, search } = nameless(2);
  tag(db, [2], "wobble");
  expect(idsOf(search, "wub")).toEqual([]);
  makeEdit(db, "label", 1, (edit) =>
    putLabelDefinition(edit, {
      label: "wobble",
      family: "own",
      isEnabled: true,
      synonyms: ["wub"],
      prompts: [],
    }),
  );
  expect(idsOf(search, "wub")).toEqual([2]);
});
