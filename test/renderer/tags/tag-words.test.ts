import { expect, test } from "vitest";
import { findTagWord, toggleTagWord, toTagWord } from "../../../renderer/tags/tag-words.ts";

test("a label becomes one word of the line", () => {
  expect([toTagWord("kick"), toTagWord("hi hat"), toTagWord(" 808 bass  line ")]).toEqual([
    "#kick",
    "#hi-hat",
    "#808-bass-line",
  ]);
});

test("a tag is found in the line however it is spelled, quoted or not, and not inside other words", () => {
  expect([
    findTagWord("dusty #hihat <2s", "hi-hat"),
    findTagWord("-#kick", "kick"),
    findTagWord('deep #"hi hat" wav', "hi-hat"),
    findTagWord("#kicks", "kick"),
    findTagWord("b#kick", "kick"),
  ]).toEqual([
    { start: 6, end: 12, isNegated: false },
    { start: 0, end: 6, isNegated: true },
    { start: 5, end: 14, isNegated: false },
    undefined,
    undefined,
  ]);
});

test("a press on a tag puts it into the line, a second takes it out, with Alt it is left out", () => {
  expect([
    toggleTagWord("", "kick", false),
    toggleTagWord("dusty <2s", "hi hat", false),
    toggleTagWord("dusty #hi-hat <2s", "hi hat", false),
    toggleTagWord("dusty #kick", "kick", true),
    toggleTagWord("dusty -#kick", "kick", true),
  ]).toEqual(["#kick", "dusty <2s #hi-hat", "dusty <2s", "dusty -#kick", "dusty"]);
});
