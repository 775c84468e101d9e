import { expect, test } from "vitest";
import type { QuerySuggestion } from "../../preload/search.ts";
import { suggest, type SuggestSources } from "../../main/search/suggest.ts";
import { LibrarySearch } from "../../main/search/search-library.ts";
import { addHeardFile, tempLibrary, testModelId } from "../db/library-setups.ts";

const sources: SuggestSources = {
  listFormats: () => [
    { label: "wav", count: 90 },
    { label: "flac", count: 10 },
  ],
  listTags: () => [
    { label: "kick", count: 40, synonyms: ["bass drum"] },
    { label: "snare drum", count: 60 },
    { label: "drone", count: 5 },
    { label: "field recording", count: null },
  ],
  listFolderNames: () => [
    { label: "Kicks", count: 12 },
    { label: "My Kicks", count: 30 },
    { label: "Old", count: 3 },
  ],
  findSoundNames: (text) => (text.startsWith("ki") ? ["kick 1.wav", "kicker.wav"] : []),
  listRecentQueries: () => ["dark pad", "dusty kick <1s", "rain"],
};

/** The line with each suggestion taken. */
function completionsOf(line: string, caret = line.length): string[] {
  return suggest(line, caret, sources).map(
    ({ insert, start, end }: QuerySuggestion) => line.slice(0, start) + insert + line.slice(end),
  );
}

test("an empty line offers what was asked before", () => {
  expect(completionsOf("")).toEqual(["dark pad", "dusty kick <1s", "rain"]);
  expect(completionsOf("du")).toEqual(["dusty kick <1s"]);
});

test("a tag is found by its beginning, by a later word, by a synonym; quotes where they are needed", () => {
  expect(completionsOf("rain #dr")).toEqual(["rain #drone", 'rain #"snare drum"']);
  expect(completionsOf("-#bass")).toEqual(["-#kick"]);
  expect(completionsOf('#"field re')).toEqual(['#"field recording"']);
  expect(completionsOf("#x")).toEqual([]);
});

test("a bare # or in: offers the most used", () => {
  expect(completionsOf("#")).toEqual(['#"snare drum"', "#kick", "#drone", '#"field recording"']);
  expect(completionsOf("in:")).toEqual(['in:"My Kicks"', "in:Kicks", "in:Old"]);
});

test("only the word under the caret is completed", () => {
  expect(completionsOf("in:ki rain", 5)).toEqual(["in:Kicks rain", 'in:"My Kicks" rain']);
  expect(completionsOf("in:ki rain", 6)).toEqual([]);
  expect(completionsOf("rain -in:ol x", 11)).toEqual(["rain -in:Old x"]);
});

test("names for like:, in quotes when they have blanks", () => {
  expect(completionsOf("like:ki")).toEqual(['like:"kick 1.wav"', "like:kicker.wav"]);
  expect(completionsOf("like:")).toEqual([]);
});

test("filter words, formats of the library, units for numbers, modes for keys", () => {
  expect(completionsOf("lo")).toEqual(["loop"]);
  expect(completionsOf("-f")).toEqual(["-fav", "-flac", '-#"field recording"']);
  expect(completionsOf("120-130")).toEqual(["120-130bpm", "120-130s", "120-130ms", "120-130min"]);
  expect(completionsOf("<2")).toEqual(["<2s", "<2ms", "<2min"]);
  expect([completionsOf("128"), completionsOf("8")]).toEqual([["128bpm"], []]);
  expect(completionsOf("F#")).toEqual(["F#m", "F#maj"]);
  expect(completionsOf("loop")).toEqual([]);
});

test("a quoted word is text and is left alone", () => {
  expect(completionsOf('"dr')).toEqual([]);
});

test("a library offers its own folders, formats and names", () => {
  const db = tempLibrary();
  addHeardFile(db, "/sounds/Drums/Kicks/kick dusty.wav");
  addHeardFile(db, "/sounds/Drums/Snares/snare.flac", { format: "flac" });
  addHeardFile(db, "/sounds/Vox/aah.wav");
  const search = new LibrarySearch({
    db,
    modelKey: testModelId,
    embedText: async () => new Float32Array(512),
  });
  const offered = (line: string) =>
    search.suggest(line, line.length).map(({ insert, count }) => [insert, count]);
  expect(offered("in:")).toEqual([
    ["in:sounds", 3],
    ["in:Drums", 2],
    ["in:Kicks", 1],
    ["in:Snares", 1],
    ["in:Vox", 1],
  ]);
  expect(offered("fl")).toEqual([["flac", null]]);
  expect(offered("like:dus")).toEqual([['like:"kick dusty.wav"', null]]);
  addHeardFile(db, "/sounds/Vox/Kicked/x.wav");
  expect(offered("in:kick")).toEqual([
    ["in:Kicked", 1],
    ["in:Kicks", 1],
  ]);
});
