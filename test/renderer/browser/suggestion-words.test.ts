import { expect, test } from "vitest";
import type { QuerySuggestion } from "../../../preload/model.ts";
import { lineWith, recentToSuggestion, worthShowing } from "../../../renderer/browser/suggestion-words.ts";

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

test("only words that name something are helped unasked, and not when they are written in full", () => {
  const plain: QuerySuggestion = { ...tag("kick", 0, 2), kind: "like", insert: "kick.wav" };
  const folder: QuerySuggestion = { ...tag("in:drums", 0, 4), kind: "folder" };
  expect([
    worthShowing([tag("#kick", 5, 7)], "deep #k").length,
    worthShowing([tag("#kick", 5, 10)], "deep #kick").length,
    worthShowing([folder], "in:d").length,
    worthShowing([plain], "ki").length,
    worthShowing([recentToSuggestion("dusty kick", 3)], "dus").length,
  ]).toEqual([1, 0, 1, 0, 0]);
});
