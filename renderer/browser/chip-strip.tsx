// Below the search line: what was understood, part by part, each of which can be clicked off, and how much was found.
import type { QueryChip, SearchScope } from "../../preload/search.ts";
import { displayName } from "../elements/display-name.ts";
import { Icon } from "../elements/icon.tsx";
import { lastPart } from "../elements/path-parts.ts";
import { useCollections } from "../stores/collections.ts";
import { removeChip, setScope, useSearch } from "../stores/search.ts";
import { useSoundRow } from "../stores/sounds.ts";
import { showsSearch, useWindowState } from "../stores/window-state.ts";
import { texts } from "../texts.ts";
import { Aspects } from "./aspects.tsx";

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

/** Why a part finds nothing, or was left out: a tag that nothing carries is looked for all the same. */
function Explanation({ chip }: { chip: QueryChip }) {
  const text = chip.filter === "tag" ? chip.problem : `${texts.search.problemPrefix} ${chip.problem}`;
  return (
    <span className="chip-explanation" title={text ?? undefined}>
      {text}
    </span>
  );
}

/** What part of the library is on show, in words; empty for all of it. */
function useScopeLabel(scope: SearchScope): string {
  const row = useSoundRow(scope.kind === "similar" ? scope.soundId : null);
  const collections = useCollections();
  switch (scope.kind) {
    case "all":
      return "";
    case "favourites":
      return texts.side.favourites;
    case "recent":
      return texts.side.recent;
    case "used":
      return texts.side.used;
    case "tag":
      return scope.label;
    case "folder":
      return texts.search.scopeFolder(displayName(lastPart(scope.path)));
    case "collection":
      return displayName(collections?.find(({ id }) => id === scope.id)?.name ?? "…");
    case "similar":
      return texts.search.scopeSimilar(displayName(row?.name ?? "…"));
  }
}

function ScopeChip() {
  const label = useScopeLabel(useSearch((search) => search.scope));
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
          {problem.code === "nothing-heard" ? "" : `${texts.status.meaningMissing}: `}
          {problem.message}
        </span>
      )}
      {isPartial && <span className="search-partial">{texts.search.namesSoFar}</span>}
      {results && texts.search.count(results.response.totalCount)}
    </span>
  );
}

/** @param chips those to show: none while a view is on that the search line does not touch */
export function ChipStrip({ chips }: { chips: readonly QueryChip[] }) {
  const isListShown = useWindowState(({ view }) => view === "sounds");
  const isSearchShown = useWindowState(({ view }) => showsSearch(view));
  const scope = useSearch((search) => search.scope);
  const firstProblem = chips.find(({ problem }) => problem !== null);
  return (
    <div className="chip-strip">
      <div className="chips">
        {isSearchShown && <ScopeChip />}
        {isSearchShown && scope.kind === "similar" && <Aspects scope={scope} />}
        {chips.map((chip) => (
          <Chip key={`${chip.start}-${chip.end}`} chip={chip} />
        ))}
      </div>
      {firstProblem && <Explanation chip={firstProblem} />}
      {isListShown && <Count />}
    </div>
  );
}
