import { expect, test } from "vitest";
import type { QuerySuggestion } from "../../../preload/search.ts";
import {
  isNaming,
  lineWith,
  recentToSuggestion,
  worthShowing,
} from "../../../renderer/browser/suggestion-words.ts";

function tag(insert: string, start: number, end: number): QuerySuggestion {
  return { kind: "tag", label: insert.slice(1), insert, start, end, count: 3 };
}

test("a suggestion takes the place of its word, and the caret stands behind it", () => {
  expect([
    lineWith("deep #k", tag("#kick", 5, 7)),
    lineWith("deep #k <2s", tag("#kick", 5, 7)),
    lineWith("old", recentToSuggestion("dusty kick", 3)),
  ]).toEqual([
    { line: "deep #kick ", caret: 11 },
    { line: "deep #kick <2s", caret: 11 },
    { line: "dusty kick ", caret: 11 },
  ]);
});

test("only words that name something are helped unasked", () => {
  const lines = ["deep #k", "-#k", "in:d", 'in:"Pads & T', "LIKE:ki", "#", "ki", "b#k", "#kick deep"];
  expect(lines.filter((line) => isNaming(line, line.length))).toEqual([
    "deep #k",
    "-#k",
    "in:d",
    'in:"Pads & T',
    "LIKE:ki",
    "#",
  ]);
});

test("what is written in full is not suggested again, and lines of the history are no help with a word", () => {
  expect([
    worthShowing([tag("#kick", 5, 7)], "deep #k").length,
    worthShowing([tag("#kick", 5, 10)], "deep #kick").length,
    worthShowing([recentToSuggestion("dusty kick", 3)], "dus").length,
  ]).toEqual([1, 0, 0]);
});
