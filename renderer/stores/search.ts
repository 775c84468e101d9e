// The search line and its results. Two steps for each key press: names at once, meaning after; the latest line wins.
import { create } from "zustand";
import type { ErrorData } from "../../preload/error-data.ts";
import type {
  QueryChip,
  SearchRequest,
  SearchResponse,
  SearchScope,
  SortColumn,
} from "../../preload/search.ts";
import { getBridge, toErrorData } from "../bridge/bridge.ts";
import { useWindowState } from "./window-state.ts";

export interface Sort {
  column: SortColumn;
  descending: boolean;
}

export interface Results {
  response: SearchResponse;
  /** What was asked; two answers to the same request may replace each other under the pointer with care. */
  request: SearchRequest;
  /** Grows with every answer shown. */
  serial: number;
}

interface Search {
  line: string;
  scope: SearchScope;
  /** The scope has an order of its own: likeness to a sound, or a saved search with words. */
  isScopeRanked: boolean;
  /** Order of a scope that is not browsed by name: what was added or used last comes first. */
  scopeSort: Sort | null;
  /** Order while there is a query, and while there is none. */
  rankedSort: Sort;
  browseSort: Sort;
  results: Results | null;
  /** A newer answer to the same request, waiting for the list to take it over without moving what is in use. */
  incoming: Results | null;
  chips: QueryChip[];
  /** Some answer to the line as it stands is on its way. */
  isSearching: boolean;
  /** No answer for 150 ms: time for skeleton rows. */
  isSlow: boolean;
  error: ErrorData | null;
}

/** Most rows of a ranked list. Further down nothing matches, and each answer crosses a process border. */
export const rankedLimit = 5000;
const namesLimit = 500;
const slowAfterMs = 150;

export const useSearch = create<Search>(() => ({
  line: "",
  scope: { kind: "all" },
  isScopeRanked: false,
  scopeSort: null,
  rankedSort: { column: "score", descending: true },
  browseSort: { column: "name", descending: false },
  results: null,
  incoming: null,
  chips: [],
  isSearching: true,
  isSlow: false,
  error: null,
}));

/** True when a line has words to match, not filters alone. */
export function isRankedBy(chips: readonly QueryChip[]): boolean {
  return chips.some(({ kind, problem }) => kind !== "filter" && problem === null);
}

/** True when results have an order of their own: words to match, or likeness to a sound. Filters alone give none. */
export function isRanked({ chips, isScopeRanked }: Pick<Search, "chips" | "isScopeRanked">): boolean {
  return isScopeRanked || isRankedBy(chips);
}

function browseSortOf({ scopeSort, browseSort }: Search): Sort {
  return scopeSort ?? browseSort;
}

export function currentSort(search: Search): Sort {
  return isRanked(search) ? search.rankedSort : browseSortOf(search);
}

function toRequest(search: Search, ranked: boolean): SearchRequest {
  return {
    query: search.line,
    scope: search.scope,
    sort: ranked ? search.rankedSort : browseSortOf(search),
    limit: ranked ? rankedLimit : 0,
  };
}

let token = 0;
let serial = 0;
let slowTimer: ReturnType<typeof setTimeout> | undefined;

interface Answer {
  request: SearchRequest;
  response: SearchResponse;
  /** Nothing of this request is on screen yet: the list starts at its top. */
  isFirst: boolean;
  /** No better answer follows. */
  isLast: boolean;
}

function show({ request, response, isFirst, isLast }: Answer): void {
  const next: Results = { request, response, serial: ++serial };
  useSearch.setState(({ results }) => ({
    ...(isFirst || results === null || results.response.soundIds.length === 0
      ? { results: next, incoming: null }
      : { incoming: next }),
    chips: response.chips,
    error: null,
    isSlow: false,
    ...(isLast ? { isSearching: false } : {}),
  }));
  clearTimeout(slowTimer);
}

/** Shows rows that came with the waiting answer; the answer goes on waiting to put them in order. */
export function showMerged(response: SearchResponse): void {
  useSearch.setState(({ results }) =>
    results ? { results: { ...results, response, serial: ++serial } } : {},
  );
}

/** Puts the waiting answer on screen, in its own order. */
export function acceptIncoming(): void {
  useSearch.setState(({ incoming }) => (incoming ? { results: incoming, incoming: null } : {}));
}

/** Searches for the line as it stands. */
export async function searchNow(): Promise<void> {
  const own = ++token;
  const search = useSearch.getState();
  const { engine } = getBridge();
  useSearch.setState({ isSearching: true });
  clearTimeout(slowTimer);
  slowTimer = setTimeout(() => useSearch.setState({ isSlow: true }), slowAfterMs);
  // Whether the line has words is known when the names have answered.
  let hasMeaning = search.line.trim() !== "" || search.isScopeRanked;
  const request = toRequest(search, hasMeaning);
  let isFirst = true;
  try {
    if (request.scope.kind !== "similar") {
      let names = await engine.searchNames(hasMeaning ? { ...request, limit: namesLimit } : request);
      if (own !== token) return;
      let asked = request;
      if (hasMeaning && !isRanked({ ...search, chips: names.chips })) {
        hasMeaning = false;
        asked = toRequest(search, false);
        names = await engine.searchNames(asked);
        if (own !== token) return;
      }
      // Nothing by name: what stands stays until meaning has answered, so that the list does not blink.
      isFirst = hasMeaning && names.soundIds.length === 0;
      if (isFirst) useSearch.setState({ chips: names.chips });
      else show({ request: asked, response: names, isFirst: true, isLast: !hasMeaning });
    }
    if (hasMeaning) {
      const full = await engine.search(request);
      if (own === token) show({ request, response: full, isFirst, isLast: true });
    }
  } catch (thrown) {
    if (own !== token) return;
    clearTimeout(slowTimer);
    useSearch.setState({ error: toErrorData(thrown), isSearching: false, isSlow: false });
  }
  // The library has changed while this was on its way.
  if (own === token && isRefreshWanted) void refresh();
}

let isRefreshing = false;
let isRefreshWanted = false;

/**
 * Asks again for the same line because the library has changed, and hands the answer to the list,
 * which takes it over without moving what is under the pointer. One at a time.
 */
export async function refresh(): Promise<void> {
  if (useSearch.getState().isSearching || isRefreshing) {
    isRefreshWanted = true;
    return;
  }
  isRefreshing = true;
  isRefreshWanted = false;
  const own = token;
  const search = useSearch.getState();
  const ranked = isRanked(search);
  const request = toRequest(search, ranked);
  const { engine } = getBridge();
  try {
    const response = await (ranked ? engine.search(request) : engine.searchNames(request));
    if (own === token) show({ request, response, isFirst: false, isLast: true });
  } catch (thrown) {
    if (own === token && useSearch.getState().results === null) {
      useSearch.setState({ error: toErrorData(thrown) });
    }
  } finally {
    isRefreshing = false;
    if (isRefreshWanted) setTimeout(() => void refresh(), 500);
  }
}

/** The map dims what is not found; every other view makes room for the list. */
function showResults(): void {
  useWindowState.setState(({ view }) => ({ view: view === "map" ? "map" : "sounds" }));
}

export function setLine(line: string): void {
  showResults();
  if (line === useSearch.getState().line) return;
  useSearch.setState({ line });
  void searchNow();
}

/** What a scope brings with it. @param isRanked whether a saved search has words */
export function scopeState(
  scope: SearchScope,
  isRankedScope = scope.kind === "similar",
): Pick<Search, "scope" | "isScopeRanked" | "scopeSort"> {
  const lastFirst: Partial<Record<SearchScope["kind"], SortColumn>> = {
    recent: "addedMs",
    used: "lastUsedMs",
  };
  const column = lastFirst[scope.kind];
  return {
    scope,
    isScopeRanked: isRankedScope,
    scopeSort: column === undefined ? null : { column, descending: true },
  };
}

export function setScope(scope: SearchScope, isRankedScope?: boolean): void {
  showResults();
  useSearch.setState(scopeState(scope, isRankedScope));
  void searchNow();
}

/** Clicks on one header: first its own direction, then the other, then (ranked lists) back to the score. */
export function toggleSort(column: SortColumn, isDescendingFirst: boolean): void {
  const search = useSearch.getState();
  const sort = currentSort(search);
  const ranked = isRanked(search);
  let next: Sort = { column, descending: isDescendingFirst };
  if (sort.column === column) {
    const isBackToScore = ranked && column !== "score" && sort.descending !== isDescendingFirst;
    next = isBackToScore
      ? { column: "score", descending: true }
      : { column, descending: column === "score" || !sort.descending };
  }
  if (ranked) useSearch.setState({ rankedSort: next });
  else useSearch.setState(search.scopeSort ? { scopeSort: next } : { browseSort: next });
  void searchNow();
}

/** Takes one understood part out of the line. */
export function removeChip(chip: QueryChip): void {
  const { line } = useSearch.getState();
  setLine(withoutRange(line, chip.start, chip.end));
}

/** Takes words and examples out of the line, without asking: filters and what is kept away stay. */
export function dropWords(): void {
  useSearch.setState(({ line, chips }) => ({
    line: chips
      .filter(({ kind }) => kind === "text" || kind === "like")
      .sort((a, b) => b.start - a.start)
      .reduce((rest, { start, end }) => withoutRange(rest, start, end), line),
  }));
}

/** A line without the characters of a range, and without the double space that this would leave. */
export function withoutRange(line: string, start: number, end: number): string {
  const before = line.slice(0, start).trimEnd();
  const after = line.slice(end).trimStart();
  return before === "" || after === "" ? before + after : `${before} ${after}`;
}
