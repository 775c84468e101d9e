// Suggestions under the search line. They never take a key that means something else there: Down goes into the results
// until the suggestions were entered with Alt+Down; Tab takes the first only while they help to end a word.
import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from "react";
import type { QuerySuggestion } from "../../preload/search.ts";
import { getBridge } from "../bridge/bridge.ts";
import { setLine } from "../stores/search.ts";
import { isNaming, lineWith, recentToSuggestion, worthShowing } from "./suggestion-words.ts";

const recentCount = 12;

interface State {
  /** The line that they are for. */
  line: string;
  suggestions: readonly QuerySuggestion[];
  /** The one that Enter takes; null until they were entered. */
  index: number | null;
}

const closed: State = { line: "", suggestions: [], index: null };

/** With an empty line, what was searched for last. */
async function fetchSuggestions(line: string, caret: number): Promise<QuerySuggestion[]> {
  const { engine } = getBridge();
  if (line.trim() !== "") return engine.suggestQuery({ query: line, caret });
  const entries = await engine.listHistory({ kind: "query", limit: recentCount });
  return entries.map(({ query }) => recentToSuggestion(query ?? "", line.length));
}

export interface Suggestions {
  shown: readonly QuerySuggestion[];
  index: number | null;
  /** After the line was typed into. */
  follow: (line: string, caret: number) => void;
  /** @returns true when the key was theirs */
  handleKey: (event: KeyboardEvent<HTMLInputElement>) => boolean;
  take: (suggestion: QuerySuggestion) => void;
  enter: () => void;
  close: () => void;
}

export function useSuggestions(inputRef: RefObject<HTMLInputElement | null>): Suggestions {
  const [state, setState] = useState(closed);
  /** Where the caret goes once the line that was taken is in the field. */
  const caretAfter = useRef<number | null>(null);

  useLayoutEffect(() => {
    if (caretAfter.current === null) return;
    inputRef.current?.setSelectionRange(caretAfter.current, caretAfter.current);
    caretAfter.current = null;
  });

  const close = (): void => setState(closed);
  const load = async (line: string, caret: number, isEntering: boolean): Promise<void> => {
    try {
      const all = await fetchSuggestions(line, caret);
      // Typed on meanwhile: an answer to that is on its way. Or gone into the results: it would lie over them.
      if (inputRef.current?.value !== line || document.activeElement !== inputRef.current) return;
      const suggestions = isEntering ? all : worthShowing(all, line);
      setState(suggestions.length === 0 ? closed : { line, suggestions, index: isEntering ? 0 : null });
    } catch {
      // The engine is away: nothing is suggested.
      close();
    }
  };
  const take = (suggestion: QuerySuggestion): void => {
    const { line, caret } = lineWith(state.line, suggestion);
    close();
    caretAfter.current = caret;
    setLine(line);
    inputRef.current?.focus();
  };
  const enter = (): void => {
    const input = inputRef.current;
    if (input) void load(input.value, input.selectionStart ?? input.value.length, true);
  };
  const handleKey = (event: KeyboardEvent<HTMLInputElement>): boolean => {
    const { suggestions, index } = state;
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (event.key === "ArrowDown" && event.altKey) {
      if (suggestions.length > 0) setState({ ...state, index: index ?? 0 });
      else enter();
      return true;
    }
    if (suggestions.length === 0 || !isPlain) return false;
    const last = suggestions.length - 1;
    const actions: Record<string, () => void> =
      index === null
        ? { Tab: () => take(suggestions[0] as QuerySuggestion), Escape: close }
        : {
            ArrowDown: () => setState({ ...state, index: Math.min(last, index + 1) }),
            ArrowUp: () => setState({ ...state, index: Math.max(0, index - 1) }),
            Enter: () => take(suggestions[index] as QuerySuggestion),
            Tab: () => take(suggestions[index] as QuerySuggestion),
            Escape: close,
          };
    const action = actions[event.key];
    action?.();
    return action !== undefined;
  };
  return {
    shown: state.suggestions,
    index: state.index,
    follow: (line, caret) => void (isNaming(line, caret) ? load(line, caret, false) : close()),
    handleKey,
    take,
    enter,
    close,
  };
}
