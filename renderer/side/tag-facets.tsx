// Tags of what is listed, with counts: a press narrows the search line, with Alt it leaves the tag out.
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useRef, useState } from "react";
import type { TagCount } from "../../preload/tags.ts";
import { getBridge } from "../bridge/bridge.ts";
import { formatCount } from "../elements/format.ts";
import { type RovingOptions, useRovingFocus } from "../elements/use-roving-focus.ts";
import { setLine, useSearch } from "../stores/search.ts";
import { findTagWord, toggleTagWord } from "../tags/tag-words.ts";
import { texts } from "../texts.ts";

const roving: RovingOptions = { selector: ".facet", keys: "vertical" };
/** Shown until all are asked for. */
const firstCount = 16;

function press(label: string, isNegated: boolean): void {
  setLine(toggleTagWord(useSearch.getState().line, label, isNegated));
}

function handleKey(event: KeyboardEvent, label: string): void {
  // The browser presses a button without telling of Alt.
  if (event.key !== "Enter" || !event.altKey) return;
  event.preventDefault();
  press(label, true);
}

function Facet({ tag, line }: { tag: TagCount; line: string }) {
  const word = findTagWord(line, tag.label);
  const sure = tag.count === 0 ? 0 : tag.confirmedCount / tag.count;
  const state = word === undefined ? "" : word.isNegated ? "facet-without" : "facet-with";
  return (
    <li>
      <button
        type="button"
        className={`facet ${state}`}
        aria-pressed={word !== undefined}
        title={texts.tags.facetHint(tag.label, tag.confirmedCount)}
        onClick={(event) => press(tag.label, event.altKey)}
        onKeyDown={(event) => handleKey(event, tag.label)}
      >
        <span
          className={`tag-dot family-${tag.family}`}
          style={{ opacity: 0.5 + 0.5 * sure }}
          aria-hidden="true"
        />
        {word?.isNegated && <span className="visually-hidden">{texts.tags.without}</span>}
        <bdi className="place-title">{tag.label}</bdi>
        <span className="place-count">{formatCount(tag.count)}</span>
      </button>
    </li>
  );
}

/** Counts of what is on show; those before stay until the new ones are there. */
function useTagCounts(): TagCount[] | undefined {
  const request = useSearch((search) => search.results?.request);
  // While a line is typed its answers come first.
  const isSearching = useSearch((search) => search.isSearching);
  const { data } = useQuery({
    queryKey: ["tagCounts", request?.query, request?.scope],
    queryFn: () =>
      getBridge().engine.listTagCounts({
        query: request?.query ?? "",
        scope: request?.scope ?? { kind: "all" },
      }),
    enabled: request !== undefined && !isSearching,
    placeholderData: (previous) => previous,
  });
  return data;
}

/** Tags that the line asks for come first, so that they can be pressed off where they were pressed on. */
function inUseFirst(counts: readonly TagCount[], line: string): TagCount[] {
  const isInUse = ({ label }: TagCount): number => Number(findTagWord(line, label) !== undefined);
  return counts.toSorted((a, b) => isInUse(b) - isInUse(a));
}

export function TagFacets() {
  const counts = useTagCounts();
  const line = useSearch((search) => search.line);
  const [isAll, setIsAll] = useState(false);
  const listRef = useRef<HTMLUListElement>(null);
  useRovingFocus(listRef, roving, counts !== undefined && counts.length > 0);
  if (!counts) return null;
  if (counts.length === 0) return <p className="panel-note">{texts.tags.noFacets}</p>;
  const sorted = inUseFirst(counts, line);
  const shown = isAll ? sorted : sorted.slice(0, firstCount);
  return (
    <>
      <ul ref={listRef} className="facets" aria-label={texts.side.tags}>
        {shown.map((tag) => (
          <Facet key={tag.label} tag={tag} line={line} />
        ))}
      </ul>
      {counts.length > firstCount && (
        <button type="button" className="facets-more" aria-expanded={isAll} onClick={() => setIsAll(!isAll)}>
          {isAll ? texts.tags.fewer : texts.tags.all(counts.length)}
        </button>
      )}
    </>
  );
}
