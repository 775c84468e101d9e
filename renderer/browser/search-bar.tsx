// The search line: text, suggestions, and a place to drop what results should sound like.
import { type DragEvent, type KeyboardEvent, useEffect, useRef } from "react";
import type { QueryChip } from "../../preload/search.ts";
import { mixInSimilar } from "../commands/actions.ts";
import { showLikeFile } from "../commands/like-file.ts";
import { Icon } from "../elements/icon.tsx";
import { IconButton } from "../elements/icon-button.tsx";
import { moveCursor } from "../player/audition.ts";
import { stopPlaying } from "../player/player.ts";
import { noteQuery } from "../stores/history.ts";
import { setLine, useSearch } from "../stores/search.ts";
import { useSelection } from "../stores/selection.ts";
import { showsSearch, useWindowState } from "../stores/window-state.ts";
import { texts } from "../texts.ts";
import { ChipStrip } from "./chip-strip.tsx";
import { findDraggedSounds } from "./dragged-sounds.ts";
import { goToResults } from "./list-control.ts";
import { toMarkedParts } from "./marked-parts.ts";
import { searchElementId } from "./search-control.ts";
import { suggestionElementId, SuggestionList, suggestionsElementId } from "./suggestion-list.tsx";
import { useSuggestions } from "./use-suggestions.ts";

/** @param isNewLine whether the line was changed since it has the focus: who asks anew wants the best answer */
function handleKey(event: KeyboardEvent<HTMLInputElement>, isNewLine: boolean): void {
  if ((event.key === "ArrowDown" && !event.altKey) || event.key === "Enter") {
    event.preventDefault();
    // The sound first: the rest takes time.
    if (isNewLine) moveCursor(Number.NEGATIVE_INFINITY);
    else if (event.key === "ArrowDown" || useSelection.getState().cursor === null) moveCursor(1);
    noteQuery();
    goToResults();
  } else if (event.key === "Escape") {
    event.preventDefault();
    if (stopPlaying()) return;
    if (useSearch.getState().line === "") goToResults();
    else setLine("");
  }
}

/** A file, or a row of the list: what sounds like it is shown. */
const dropHandlers = {
  onDragOver: (event: DragEvent<HTMLElement>) => {
    const { dataTransfer } = event;
    if (!dataTransfer.types.includes("Files") && findDraggedSounds(dataTransfer).length === 0) return;
    event.preventDefault();
    // The window refuses every other drop.
    event.stopPropagation();
    event.dataTransfer.dropEffect = "copy";
    event.currentTarget.dataset["over"] = "true";
  },
  onDragLeave: (event: DragEvent<HTMLElement>) => {
    delete event.currentTarget.dataset["over"];
  },
  onDrop: (event: DragEvent<HTMLElement>) => {
    delete event.currentTarget.dataset["over"];
    const [sound] = findDraggedSounds(event.dataTransfer);
    const [file] = event.dataTransfer.files;
    if (sound === undefined && !file) return;
    event.preventDefault();
    event.stopPropagation();
    if (sound !== undefined) mixInSimilar(sound);
    else if (file) void showLikeFile(file);
  },
};

/** The line again behind the input, with a wave under each part that is not understood. */
function ProblemMarks({ line, chips }: { line: string; chips: readonly QueryChip[] }) {
  return (
    <span className="search-marks" aria-hidden="true">
      <span className="search-marks-text">
        {toMarkedParts(line, chips).map(({ text, isProblem, start }) => (
          <span key={start} className={isProblem ? "search-problem" : undefined}>
            {text}
          </span>
        ))}
      </span>
    </span>
  );
}

const noChips: QueryChip[] = [];

export function SearchBar() {
  const line = useSearch((search) => search.line);
  const chips = useSearch((search) => search.chips);
  const isSearching = useSearch((search) => search.isSearching);
  const isSearchShown = useWindowState(({ view }) => showsSearch(view));
  const inputRef = useRef<HTMLInputElement>(null);
  const marksRef = useRef<HTMLSpanElement>(null);
  const lineAtFocusRef = useRef(line);
  const suggestions = useSuggestions(inputRef);
  const shownChips = line.trim() === "" || !isSearchShown ? noChips : chips;
  const { shown, index } = suggestions;

  // Describing a sound is what the window is opened for.
  useEffect(() => inputRef.current?.focus(), []);

  // The marks follow the input when a long line scrolls inside it.
  useEffect(() => {
    const input = inputRef.current;
    if (!input) return undefined;
    const follow = (): void => marksRef.current?.style.setProperty("--scroll", `${-input.scrollLeft}px`);
    follow();
    input.addEventListener("scroll", follow);
    return () => input.removeEventListener("scroll", follow);
  }, [line]);

  return (
    <search className="search-bar" aria-label={texts.search.label}>
      <div className="search-line" {...dropHandlers}>
        <Icon name="search" />
        <span className="search-field" ref={marksRef}>
          <ProblemMarks line={line} chips={shownChips} />
          <input
            ref={inputRef}
            id={searchElementId}
            type="text"
            value={line}
            placeholder={texts.search.placeholder}
            aria-label={texts.search.label}
            aria-busy={isSearching}
            aria-autocomplete="list"
            aria-haspopup="listbox"
            aria-controls={shown.length > 0 ? suggestionsElementId : undefined}
            aria-activedescendant={index === null ? undefined : suggestionElementId(index)}
            spellCheck={false}
            autoComplete="off"
            dir="auto"
            onChange={({ target }) => {
              setLine(target.value);
              suggestions.follow(target.value, target.selectionStart ?? target.value.length);
            }}
            onKeyDown={(event) => {
              // Enter, Escape and the arrows are the input method's while a word is put together.
              if (event.nativeEvent.isComposing) return;
              if (suggestions.handleKey(event)) event.preventDefault();
              else handleKey(event, line !== "" && line !== lineAtFocusRef.current);
            }}
            onFocus={() => (lineAtFocusRef.current = line)}
            onBlur={suggestions.close}
          />
        </span>
        {line !== "" && (
          <IconButton icon="close" label={texts.search.clear} keys="Esc" onClick={() => setLine("")} />
        )}
        <IconButton
          icon="clock"
          label={texts.search.showSuggestions}
          keys="Alt+Down"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            inputRef.current?.focus();
            suggestions.enter();
          }}
        />
        <SuggestionList suggestions={suggestions} />
      </div>
      <ChipStrip chips={shownChips} />
    </search>
  );
}
