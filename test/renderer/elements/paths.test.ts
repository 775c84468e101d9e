import { expect, test } from "vitest";
import { fitMiddle } from "../../../renderer/elements/fit-middle.ts";
import {
  lastPart,
  pathBelowRoot,
  shortenMiddle,
  splitForMiddleCut,
} from "../../../renderer/elements/path-parts.ts";

/** Ten px a code point. */
const measure = (text: string): number => Array.from(text).length * 10;

test("the last part of a path is found with both separators and without any", () => {
  expect(["/a/b/c.wav", "C:\\Samples\\Kicks\\", "kick.wav", "/"].map(lastPart)).toEqual([
    "c.wav",
    "Kicks",
    "kick.wav",
    "/",
  ]);
});

test("a path is cut before its last part", () => {
  expect(["/a/b/c.wav", "C:\\S\\k.wav", "/root.wav", "k.wav"].map(splitForMiddleCut)).toEqual([
    { head: "/a/b", tail: "/c.wav" },
    { head: "C:\\S", tail: "\\k.wav" },
    { head: "", tail: "/root.wav" },
    { head: "", tail: "k.wav" },
  ]);
});

test("a text is shortened in the middle without tearing a letter", () => {
  expect([
    shortenMiddle("kick.wav", 8),
    shortenMiddle("abcdefghij", 6),
    shortenMiddle("🥁🥁🥁🥁🥁🥁", 4),
  ]).toEqual(["kick.wav", "ab…hij", "🥁…🥁🥁"]);
});

test("a folder is shown from the innermost root that holds it", () => {
  const roots = ["/home/ada/Samples", "/home/ada/Samples/Drums"];
  expect(
    [
      "/home/ada/Samples",
      "/home/ada/Samples/Bass/Sub",
      "/home/ada/Samples/Drums/Kicks",
      "/home/ada/SamplesOld",
    ].map((path) => pathBelowRoot(path, roots)),
  ).toEqual(["Samples", "Samples/Bass/Sub", "Drums/Kicks", "/home/ada/SamplesOld"]);
});

test("a path gives up its beginning first, then the middle of its last part", () => {
  const path = "Samples/Drums/Kicks";
  expect([190, 189, 100, 70, 60, 40].map((width) => fitMiddle(path, width, measure))).toEqual([
    "Samples/Drums/Kicks",
    "Samples/Dru…/Kicks",
    "Sam…/Kicks",
    "…/Kicks",
    "Kicks",
    "K…ks",
  ]);
});

test("a width of nothing leaves a sign that something is there", () => {
  expect(fitMiddle("Samples/Kicks", 0, measure)).toBe("…");
});
