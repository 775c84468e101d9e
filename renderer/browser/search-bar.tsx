// The search line, the chips of what was understood, and the count.
import type { KeyboardEvent } from "react";
import { useEffect, useRef } from "react";
import type { QueryChip, SearchScope } from "../../preload/model.ts";
import { displayName } from "../elements/display-name.ts";
import { Icon } from "../elements/icon.tsx";
import { IconButton } from "../elements/icon-button.tsx";
import { lastPart } from "../elements/path-parts.ts";
import { moveCursor } from "../player/audition.ts";
import { stopPlaying } from "../player/player.ts";
import { removeChip, setLine, setScope, useSearch } from "../stores/search.ts";
import { useSelection } from "../stores/selection.ts";
import { useSoundRow } from "../stores/sounds.ts";
import { useWindowState } from "../stores/window-state.ts";
import { texts } from "../texts.ts";
import { focusList } from "./list-control.ts";
import { toMarkedParts } from "./marked-parts.ts";
import { searchElementId } from "./search-control.ts";

function handleKey(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key === "ArrowDown" || event.key === "Enter") {
    event.preventDefault();
    focusList();
    if (event.key === "ArrowDown" || useSelection.getState().cursor === null) moveCursor(1);
  } else if (event.key === "Escape") {
    event.preventDefault();
    if (stopPlaying()) return;
    if (useSearch.getState().line === "") focusList();
    else setLine("");
  }
}

/** The line again behind the input, with a wave under each part that is not understood. */
function ProblemMarks({ line, chips }: { line: string; chips: QueryChip[] }) {
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

function Chip({ chip }: { chip: QueryChip }) {
  const kind = texts.search.filterKinds[chip.filter ?? ""] ?? texts.search.chipKinds[chip.kind];
  return (
    <button
      type="button"
      className={`chip chip-${chip.kind} ${chip.problem === null ? "" : "chip-problem"}`}
      title={chip.problem ?? texts.search.removeChip(chip.label)}
      aria-label={`${kind} ${chip.label}. ${chip.problem ?? texts.search.removeChip(chip.label)}`}
      onClick={() => removeChip(chip)}
    >
      <span className="chip-kind">{kind} </span>
      <bdi className="chip-label">{chip.label}</bdi>
      <Icon name="close" />
    </button>
  );
}

function ScopeChip({ scope }: { scope: SearchScope }) {
  const row = useSoundRow(scope.kind === "similar" ? scope.soundId : null);
  const label = {
    all: "",
    favourites: texts.side.favourites,
    recent: texts.side.recent,
    used: texts.side.used,
    collection: texts.side.collection,
    tag: scope.kind === "tag" ? `#${scope.label}` : "",
    folder: scope.kind === "folder" ? texts.search.scopeFolder(displayName(lastPart(scope.path))) : "",
    similar: texts.search.scopeSimilar(displayName(row?.name ?? "…")),
  }[scope.kind];
  if (label === "") return null;
  return (
    <button
      type="button"
      className="chip chip-scope"
      title={texts.search.removeChip(label)}
      onClick={() => setScope({ kind: "all" })}
    >
      <bdi className="chip-label">{label}</bdi>
      <Icon name="close" />
    </button>
  );
}

function Count() {
  const results = useSearch((search) => search.results);
  const error = useSearch((search) => search.error);
  const isPartial = useSearch((search) => search.isSearching && search.results?.response.phase === "names");
  const problem = error ?? results?.response.problem;
  return (
    <span className="search-count" role="status">
      {problem && (
        <span className="search-notice" title={`${problem.message} ${problem.hint}`}>
          {texts.status.meaningMissing}: {problem.message}
        </span>
      )}
      {isPartial && <span className="search-partial">{texts.search.namesSoFar}</span>}
      {results && texts.search.count(results.response.totalCount)}
    </span>
  );
}

export function SearchBar() {
  const line = useSearch((search) => search.line);
  const chips = useSearch((search) => search.chips);
  const scope = useSearch((search) => search.scope);
  const isSearching = useSearch((search) => search.isSearching);
  const inputRef = useRef<HTMLInputElement>(null);
  const marksRef = useRef<HTMLSpanElement>(null);
  const isListShown = useWindowState(({ view }) => view === "sounds");
  const shownChips = line.trim() === "" || !isListShown ? [] : chips;
  const firstProblem = shownChips.find(({ problem }) => problem !== null)?.problem;

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
      <div className="search-line">
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
            spellCheck={false}
            autoComplete="off"
            dir="auto"
            onChange={(event) => setLine(event.target.value)}
            onKeyDown={handleKey}
          />
        </span>
        {line !== "" && (
          <IconButton icon="close" label={texts.search.clear} keys="Esc" onClick={() => setLine("")} />
        )}
      </div>
      <div className="chip-strip">
        {isListShown && <ScopeChip scope={scope} />}
        {shownChips.map((chip) => (
          <Chip key={`${chip.start}-${chip.end}`} chip={chip} />
        ))}
        {firstProblem && (
          <span className="chip-explanation">
            {texts.search.problemPrefix} {firstProblem}
          </span>
        )}
        {isListShown && <Count />}
      </div>
    </search>
  );
}
