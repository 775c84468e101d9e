// docs/search.md rule by rule: each line there has its line here.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseQuery } from "../../main/search/query.ts";

/** The line in short: what is sought, then each chip as `kind: label`, `!` before one with a problem. */
function readingOf(line: string): string {
  const { text, chips } = parseQuery(line);
  const parts = chips
    .filter(({ kind, problem }) => kind !== "text" || problem !== null)
    .map(({ kind, filter, label, problem }) => `${problem === null ? "" : "!"}${filter ?? kind}: ${label}`);
  return [...(text === "" ? [] : [`text: ${text}`]), ...parts].join(" | ");
}

test.each([
  // Free text and quotes
  ["dark pad", "text: dark pad"],
  ['"tape hiss" pad', "text: tape hiss pad"],
  ['"loop" "Am" "<2s" "#kick" "wav"', "text: loop Am <2s #kick wav"],
  ['mid"dle quo"te', 'text: mid"dle quo"te'],
  ['"a ""b"" c"', 'text: a "b" c'],
  ["KICK Ünïcode 太鼓 🥁", "text: KICK Ünïcode 太鼓 🥁"],
  // Minus
  ["pad -vocals", "text: pad | minus: vocals"],
  ['pad -"snare roll"', "text: pad | minus: snare roll"],
  ["lo-fi hi-hat", "text: lo-fi hi-hat"],
  ["--x", "minus: -x"],
  // Like
  ["like:12", "like: 12"],
  ['like:"/a b/c.wav" -like:kick.wav', "like: /a b/c.wav | like: kick.wav"],
  ["LIKE:x", "like: x"],
  ['like:"/a/7"" single.wav" pad', 'text: pad | like: /a/7" single.wav'],
  ['like:"""x"".wav"', 'like: "x".wav'],
  ["dislike:x", "text: dislike:x"],
  // Tags
  ["#kick", "tag: #kick"],
  ["-#kick", "tag: not #kick"],
  ['#"field recording" #"808"', "tag: #field recording | tag: #808"],
  ['-#"two words" rain', "text: rain | tag: not #two words"],
  ["#hi-hat #hi_hat", "tag: #hi-hat | tag: #hi_hat"],
  ["C# c#m", "key: C# | key: C# minor"],
  // Folders
  ["in:drums -in:old", "folder: in drums | folder: not in old"],
  ['in:"my kicks"', "folder: in my kicks"],
  ["IN:Drums/Kicks", "folder: in Drums/Kicks"],
  // Format, kind, favourites
  ["WAV -mp3 aif", "format: WAV | format: not MP3 | format: AIFF"],
  ["loop", "kind: loops"],
  ["oneshot one-shots", "kind: one-shots | kind: one-shots"],
  ["one shot", "kind: one-shots"],
  ["fav -fav", "favourite: favourites | favourite: not favourites"],
  // Length
  ["<2s", "duration: shorter than 2 s"],
  [">=500ms", "duration: at least 500 ms"],
  ["1-4s", "duration: 1 s to 4 s"],
  ["1–4s", "duration: 1 s to 4 s"],
  ["500ms-2s", "duration: 500 ms to 2 s"],
  ["4-1s", "duration: 1 s to 4 s"],
  ["1,5-3s", "duration: 1.5 s to 3 s"],
  [">2min <1h", "duration: longer than 2 min | duration: shorter than 60 min"],
  ["2s 808 1-4", "text: 2s 808 1-4"],
  // Tempo
  ["120-130bpm", "tempo: 120–130 BPM"],
  ["120bpm-130bpm", "tempo: 120–130 BPM"],
  ["120–130 BPM", "tempo: 120–130 BPM"],
  ["128bpm", "tempo: 128 BPM"],
  ["kick 128 bpm dry", "text: kick dry | tempo: 128 BPM"],
  [">90bpm <=140 bpm", "tempo: above 90 BPM | tempo: at most 140 BPM"],
  ["120bpm-3s 500ms-130bpm", "text: 120bpm-3s 500ms-130bpm"],
  // Key
  ["Am", "key: A minor"],
  ["Bbm F♯m Dmaj", "key: A# minor | key: F# minor | key: D major"],
  ["F minor -c# major", "key: F minor | key: not C# major"],
  ["A am a minor", "text: A am a minor"],
  // What cannot be used
  ['kick "open', "text: kick | !text: open"],
  ["#", "!tag: #"],
  ["#!", "!tag: #!"],
  ['#""', "!tag: #"],
  ["in:", "!folder: in:"],
  ["like:", "!like: like:"],
  ["<2", "!duration: <2"],
  ["<", "!duration: <"],
  ["<3kg", "!duration: <3kg"],
  ["- x", "text: x | !text: -"],
  ['""', '!text: ""'],
])("%s", (line, reading) => {
  expect(readingOf(line)).toBe(reading);
});

test("every problem names the characters that it is about", () => {
  const line = 'rain <3kg in: #! like: "open';
  expect(parseQuery(line).chips.map(({ start, end, problem }) => [line.slice(start, end), problem])).toEqual([
    ["rain", null],
    ["<3kg", "“kg” is no unit: use ms, s, min or bpm"],
    ["in:", "Say in which folder: in:drums"],
    ["#!", "Name the tag right after the #: #kick"],
    ["like:", "Say like what: like:kick.wav"],
    ['"open', 'The quote opened at character 24 is not closed: add a " at its end'],
  ]);
});

/** Lines of pieces that mean something, glued with and without blanks, and of any characters at all. */
const anyLine = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        ...'" - # < > <= - – : in: like: #kick Am c# minor loop one shot wav 128 bpm 120-130bpm 1-4s <2s 2 é 🥁'.split(" "),
        " ", " ", "\t", "\u00a0",
      ),
      { maxLength: 24 },
    )
    .map((pieces) => pieces.join("")),
); // prettier-ignore

test("no line throws, and its chips lie in order, within it, without overlap", () => {
  fc.assert(
    fc.property(anyLine, (line) => {
      let at = 0;
      for (const { start, end } of parseQuery(line).chips) {
        expect(start).toBeGreaterThanOrEqual(at);
        expect(end).toBeGreaterThan(start);
        at = end;
      }
      expect(at).toBeLessThanOrEqual(line.length);
    }),
    { numRuns: 2000 },
  );
});

test("every character that is not a blank belongs to a chip", () => {
  fc.assert(
    fc.property(anyLine, (line) => {
      let rest = "";
      let at = 0;
      for (const { start, end } of parseQuery(line).chips) {
        rest += line.slice(at, start);
        at = end;
      }
      expect((rest + line.slice(at)).trim()).toBe("");
    }),
    { numRuns: 1000 },
  );
});

test("clicking a chip off leaves the others as they were", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("kick", "-hiss", "#kick", "-#old", "in:drums", "<2s", "120-130bpm", "wav", "fav", "like:3", '"a b"'), { minLength: 1, maxLength: 8 }),
      fc.nat(),
      (words, choice) => {
        const line = words.join(" ");
        const { chips } = parseQuery(line);
        const off = chips[choice % chips.length];
        if (!off) return;
        const rest = parseQuery(line.slice(0, off.start) + line.slice(off.end)).chips;
        const labels = (list: typeof chips) => list.filter(({ kind }) => kind !== "text").map(({ label }) => label);
        expect(labels(rest)).toEqual(labels(chips.filter((chip) => chip !== off)));
      },
    ),
    { numRuns: 500 },
  );
}); // prettier-ignore
