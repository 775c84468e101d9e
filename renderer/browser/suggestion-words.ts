// What a suggestion makes of the line, and which are worth showing unasked. Pure.
import type { QuerySuggestion } from "../../preload/model.ts";

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
 * Those that end a word which names something: a tag, a folder, a sound. Plain words are searched for as they stand,
 * and a list over the results would only hide them. What is already written in full is no suggestion.
 */
export function worthShowing(
  suggestions: readonly QuerySuggestion[],
  line: string,
): readonly QuerySuggestion[] {
  const naming = suggestions.filter(({ kind }) => kind === "tag" || kind === "folder" || kind === "like");
  const isWritten = naming.some(({ start, end, insert }) => line.slice(start, end) === insert);
  const isNaming = naming.some(({ start }) => /^-?(#|in:|like:)/i.test(line.slice(start)));
  return isWritten || !isNaming ? [] : naming;
}
