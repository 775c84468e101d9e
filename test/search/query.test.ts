import { expect, test } from "vitest";
import type { QueryChip } from "../../preload/search.ts";
import { parseQuery } from "../../main/search/query.ts";

/** Chips in short: kind or filter, label, the characters they cover. */
function chipsOf(line: string): string[] {
  return parseQuery(line).chips.map(
    ({ kind, filter, label, start, end }: QueryChip) =>
      `${filter ?? kind} [${label}] ${line.slice(start, end)}`,
  );
}

function problemsOf(line: string): (string | null)[] {
  return parseQuery(line).chips.map(({ problem }) => problem);
}

function testsOf(line: string): unknown[] {
  return parseQuery(line).filters.map(({ test: filterTest, isNegated }) =>
    isNegated ? { not: filterTest } : filterTest,
  );
}

function labelsOf(line: string): string[] {
  return parseQuery(line).chips.map(({ label, filter }) => `${filter}: ${label}`);
}

const range = (min: number, max: number, openEnds = "") => ({
  min,
  max,
  isMinOpen: openEnds.includes("<"),
  isMaxOpen: openEnds.includes(">"),
});

test("an empty line asks for nothing", () => {
  const empty = { text: "", minus: [], likes: [], filters: [], chips: [] };
  expect(parseQuery("")).toEqual(empty);
  expect(parseQuery(" \t ")).toEqual(empty);
});

test("words in a row are one chip, a quote is its own, and both are the text", () => {
  const plan = parseQuery('dark  pad "tape hiss" long');
  expect(plan.text).toBe("dark pad tape hiss long");
  expect(chipsOf('dark  pad "tape hiss" long')).toEqual([
    "text [dark pad] dark  pad",
    'text [tape hiss] "tape hiss"',
    "text [long] long",
  ]);
});

test("the example of the design is understood whole", () => {
  const line = "dark pad -vocals 120-130bpm Am loop <5s";
  expect(parseQuery(line)).toMatchObject({ text: "dark pad", minus: ["vocals"] });
  expect(chipsOf(line)).toEqual([
    "text [dark pad] dark pad",
    "minus [vocals] -vocals",
    "tempo [120–130 BPM] 120-130bpm",
    "key [A minor] Am",
    "kind [loops] loop",
    "duration [shorter than 5 s] <5s",
  ]);
});

test("lengths", () => {
  expect(testsOf("<2s >1s >=500ms 1-4s .5-2s 1,5-3s 1min-2min <1h >2m 500ms-2s 4-1s")).toEqual(
    [
      range(-Infinity, 2, ">"),
      range(1, Infinity, "<"),
      range(0.5, Infinity),
      range(1, 4),
      range(0.5, 2),
      range(1.5, 3),
      range(60, 120),
      range(-Infinity, 3600, ">"),
      range(120, Infinity, "<"),
      range(0.5, 2),
      range(1, 4),
    ].map((seconds) => ({ kind: "duration", seconds })),
  );
  expect(parseQuery("1-4s").chips[0]?.label).toBe("1 s to 4 s");
  expect(parseQuery("<=250ms").chips[0]?.label).toBe("at most 250 ms");
});

test("tempos, in one word or two", () => {
  const lines = [
    "128bpm",
    "128 bpm",
    "120-130bpm",
    "120-130 BPM",
    "130-120bpm",
    ">140bpm",
    "<90 bpm",
    "128.5bpm",
  ];
  expect(lines.flatMap(testsOf)).toEqual(
    [
      range(127.5, 128.5),
      range(127.5, 128.5),
      range(120, 130),
      range(120, 130),
      range(120, 130),
      range(140, Infinity, "<"),
      range(-Infinity, 90, ">"),
      range(128, 129),
    ].map((bpm) => ({ kind: "tempo", bpm })),
  );
  expect(chipsOf("kick 128 bpm dry")).toEqual([
    "text [kick] kick",
    "tempo [128 BPM] 128 bpm",
    "text [dry] dry",
  ]);
});

test("keys, in one word or two", () => {
  expect(
    ["Am", "C#", "F#m", "c#m", "Bb", "Bbm", "Dmaj", "Gmin", "Cb", "B#", "F♯m"].flatMap(labelsOf),
  ).toEqual([
    "key: A minor",
    "key: C#",
    "key: F# minor",
    "key: C# minor",
    "key: A#",
    "key: A# minor",
    "key: D major",
    "key: G minor",
    "key: B",
    "key: C",
    "key: F# minor",
  ]);
  expect(["F minor", "f minor", "A minor", "c# major", "Eb min", "E MAJOR"].flatMap(labelsOf)).toEqual([
    "key: F minor",
    "key: F minor",
    "key: A minor",
    "key: C# major",
    "key: D# minor",
    "key: E major",
  ]);
});

test("letters and words that only look like keys stay text", () => {
  const line = "A E am a minor bb ab eb Aminor7 minor F";
  expect(parseQuery(line)).toMatchObject({ text: line, filters: [] });
  expect(chipsOf("plan A")).toEqual(["text [plan A] plan A"]);
});

test("kinds, formats, favourites, folders, tags", () => {
  expect(
    testsOf('loop one-shot oneshots "x" one shot WAV aif mp3 fav in:drums in:"my kicks" #snare'),
  ).toEqual([
    { kind: "kind", soundKind: "loop" },
    { kind: "kind", soundKind: "one-shot" },
    { kind: "kind", soundKind: "one-shot" },
    { kind: "kind", soundKind: "one-shot" },
    { kind: "format", format: "wav" },
    { kind: "format", format: "aiff" },
    { kind: "format", format: "mp3" },
    { kind: "favourite" },
    { kind: "folder", text: "drums" },
    { kind: "folder", text: "my kicks" },
    { kind: "tag", tag: "snare" },
  ]);
});

test("a minus turns filters round and leaves words out", () => {
  const line = '-loop -in:old -#kick -wav -<2s -"snare roll" -hiss -like:3';
  expect(testsOf(line)).toEqual([
    { not: { kind: "kind", soundKind: "loop" } },
    { not: { kind: "folder", text: "old" } },
    { not: { kind: "tag", tag: "kick" } },
    { not: { kind: "format", format: "wav" } },
    { not: { kind: "duration", seconds: range(-Infinity, 2, ">") } },
  ]);
  expect(parseQuery(line)).toMatchObject({
    text: "",
    minus: ["snare roll", "hiss"],
    likes: [{ reference: "3", isNegated: true }],
  });
  expect(parseQuery("-loop").chips[0]?.label).toBe("not loops");
});

test("a quoted filter word is text", () => {
  expect(parseQuery('"loop" "Am" "128bpm"')).toMatchObject({ text: "loop Am 128bpm", filters: [] });
});

test("like takes a number, a path with spaces, a name", () => {
  const line = 'like:17 like:"/my sounds/kick 1.wav" LIKE:kick.wav';
  expect(parseQuery(line).likes.map(({ reference }) => reference)).toEqual([
    "17",
    "/my sounds/kick 1.wav",
    "kick.wav",
  ]);
  expect(parseQuery(line).chips.map(({ kind }) => kind)).toEqual(["like", "like", "like"]);
});

test("words with dashes, colons, digits and signs inside stay text", () => {
  const line = "lo-fi hi-hat 808 re:verb 12:30 C4 r&b 50% x<y 1-4 2s tr-909 constructor";
  expect(parseQuery(line)).toMatchObject({ text: line, minus: [], filters: [] });
});

test("problems point at their characters and say what would work", () => {
  expect(problemsOf('kick "tape hiss')).toEqual([
    null,
    'The quote opened at character 6 is not closed: add a " at its end',
  ]);
  expect(parseQuery('kick "tape hiss').chips[1]).toMatchObject({ start: 5, end: 15 });
  expect(problemsOf("<2")).toEqual(["Say of what: <2s or <120bpm"]);
  expect(problemsOf(">")).toEqual(["A number is missing: >1s or >120bpm"]);
  expect(problemsOf("<3kg")).toEqual(["“kg” is no unit: use ms, s, min or bpm"]);
  expect(problemsOf("in:")).toEqual(["Say in which folder: in:drums"]);
  expect(problemsOf("like:")).toEqual(["Say like what: like:kick.wav"]);
  expect(problemsOf("#")).toEqual(["Name the tag right after the #: #kick"]);
  expect(problemsOf("- kick")).toEqual(["Put a word right after the minus to leave it out: -vocals", null]);
  expect(problemsOf('""')).toEqual(["There is nothing between the quotes"]);
});

test("what has a problem takes no part in the plan", () => {
  expect(parseQuery('kick <2 in: like: # - "open')).toMatchObject({
    text: "kick",
    minus: [],
    likes: [],
    filters: [],
  });
});

test("every line of signs and letters is understood without a throw, and chips lie in order within it", () => {
  const alphabet = Array.from('ab A#-"<>:.128bpms é🥁in like m');
  let state = 1;
  for (let round = 0; round < 3000; round++) {
    let line = "";
    for (let i = 0; i < 14; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      line += alphabet[state % alphabet.length] ?? "";
    }
    const ends = parseQuery(line).chips.flatMap(({ start, end }) => [start, end]);
    expect(ends).toEqual(ends.toSorted((a, b) => a - b));
    expect(ends.at(-1) ?? 0).toBeLessThanOrEqual(line.length);
  }
});
