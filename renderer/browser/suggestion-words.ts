// What a suggestion makes of the line, and when suggestions are worth showing unasked. Pure.
import type { QuerySuggestion } from "../../preload/search.ts";

/** The line with a suggestion taken, and where the caret then stands: behind it and a space. */
export function lineWith(
  line: string,
  { insert, start, end }: Pick<QuerySuggestion, "insert" | "start" | "end">,
): { line: string; caret: number } {
  const rest = line.slice(end).trimStart();
  const before = line.slice(0, start) + insert;
  return { line: rest === "" ? `${before} ` : `${before} ${rest}`, caret: before.length + 1 };
}

/** A line of the history as a suggestion that takes the place of the whole line. */
export function recentToSuggestion(query: string, lineLength: number): QuerySuggestion {
  return { kind: "recent", label: query, insert: query, start: 0, end: lineLength, count: null };
}

/**
 * True while the word before the caret names something: a tag, a folder, a sound. Plain words are searched for as they
 * stand, and a list over the results would only hide them.
 */
export function isNaming(line: string, caret: number): boolean {
  return /(?:^|\s)-?(?:#|in:|like:)(?:"[^"]*|\S*)$/i.test(line.slice(0, caret));
}

/** Those that name something; none once one of them is written in full. */
export function worthShowing(
  suggestions: readonly QuerySuggestion[],
  line: string,
): readonly QuerySuggestion[] {
  const naming = suggestions.filter(({ kind }) => kind === "tag" || kind === "folder" || kind === "like");
  const isWritten = naming.some(({ start, end, insert }) => line.slice(start, end) === insert);
  return isWritten ? [] : naming;
}
