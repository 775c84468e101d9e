import { expect, test } from "vitest";
import { displayName } from "../../../renderer/elements/display-name.ts";
import { splitName } from "../../../renderer/elements/name-parts.ts";

test("signs that turn the reading direction, and control characters, become visible", () => {
  expect([
    displayName("kick\u202Evaw.exe"),
    displayName("a\u2066b\u2069c\u200F"),
    displayName("line\nbreak\u0007"),
  ]).toEqual(["kick[U+202E]vaw.exe", "a[U+2066]b[U+2069]c[U+200F]", "line[U+000A]break[U+0007]"]);
});

test("names of any script stay as they are", () => {
  const names = ["طبلة 01.wav", "キック.wav", "e\u0301tude 👩‍🎤.wav", "Kick – deep.wav"];
  expect(names.map(displayName)).toEqual(names);
});

test("a long name keeps its end, a short or right-to-left one stays in one piece", () => {
  const arabic = "طبلة خشبية من الورشة القديمة 01.wav";
  expect([
    splitName("Freight lift, doors closing, take 12.wav"),
    splitName("Kick.wav"),
    splitName(arabic),
  ]).toEqual([
    { head: "Freight lift, doors closing,", tail: " take 12.wav" },
    { head: "Kick.wav", tail: "" },
    { head: arabic, tail: "" },
  ]);
});

test("no letter is torn at the cut", () => {
  const { head, tail } = splitName(`a family of sounds ${"👩‍👩‍👧".repeat(8)}.wav`);
  expect([tail, head.endsWith("👩‍👩‍👧")]).toEqual([`${"👩‍👩‍👧".repeat(8)}.wav`, false]);
});
