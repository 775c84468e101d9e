// The suggestions themselves: below the line, over the chips and the first rows, only as long as they are wanted.
import type { QuerySuggestion } from "../../preload/search.ts";
import { displayName } from "../elements/display-name.ts";
import { formatCount } from "../elements/format.ts";
import { KeyCaps } from "../elements/key-caps.tsx";
import { texts } from "../texts.ts";
import type { Suggestions } from "./use-suggestions.ts";

export const suggestionsElementId = "search-suggestions";

export function suggestionElementId(index: number): string {
  return `search-suggestion-${index}`;
}

/** The key that takes a suggestion as things are. */
function keyOf(position: number, index: number | null): string | undefined {
  if (index === null) return position === 0 ? "Tab" : undefined;
  return position === index ? "Enter" : undefined;
}

function Suggestion({
  suggestion,
  position,
  index,
  onTake,
}: {
  suggestion: QuerySuggestion;
  position: number;
  index: number | null;
  onTake: (suggestion: QuerySuggestion) => void;
}) {
  const { kind, label, count } = suggestion;
  return (
    // The line has the keyboard; its suggestions take the pointer only.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={suggestionElementId(position)}
      role="option"
      tabIndex={-1}
      aria-selected={position === index}
      className="suggestion"
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onTake(suggestion)}
    >
      <span className="suggestion-kind">{texts.search.suggestionKinds[kind]}</span>
      <bdi className="place-title">{displayName(label)}</bdi>
      {count !== null && <span className="place-count">{formatCount(count)}</span>}
      <KeyCaps keys={keyOf(position, index)} />
    </div>
  );
}

export function SuggestionList({ suggestions: { shown, index, take } }: { suggestions: Suggestions }) {
  if (shown.length === 0) return null;
  return (
    <div
      id={suggestionsElementId}
      role="listbox"
      className="suggestions"
      aria-label={texts.search.suggestions}
    >
      {shown.map((suggestion, position) => (
        <Suggestion
          key={`${suggestion.kind} ${suggestion.insert}`}
          suggestion={suggestion}
          position={position}
          index={index}
          onTake={take}
        />
      ))}
    </div>
  );
}
