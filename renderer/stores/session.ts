// What a reload of the window finds again: the search line, the part of the library, the selection. For this window only.
import type { SearchScope } from "../../preload/search.ts";
import { scopeState, useSearch } from "./search.ts";
import { useSelection } from "./selection.ts";

interface Session {
  line: string;
  scope: SearchScope;
  isScopeRanked: boolean;
  ids: number[];
  cursor: number | null;
}

const storageKey = "earshot.session";
/** A larger selection is not kept. */
const mostIds = 1000;

const plainScopes = new Set<unknown>(["all", "favourites", "recent", "used"]);

function isScope(value: unknown): value is SearchScope {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  if (value.kind === "folder") return "path" in value && typeof value.path === "string";
  if (value.kind === "similar") return "soundId" in value && typeof value.soundId === "number";
  if (value.kind === "collection") return "id" in value && typeof value.id === "number";
  if (value.kind === "tag") return "label" in value && typeof value.label === "string";
  return plainScopes.has(value.kind);
}

/** What was stored, part by part; parts that are not as they should be are left out. */
export function readSession(stored: string | null): Partial<Session> {
  let value: unknown;
  try {
    value = JSON.parse(stored ?? "{}");
  } catch {
    return {};
  }
  if (typeof value !== "object" || value === null) return {};
  const { line, scope, isScopeRanked, ids, cursor } = value as Record<string, unknown>;
  const areIds = Array.isArray(ids) && ids.every((id) => typeof id === "number");
  return {
    ...(typeof line === "string" ? { line } : {}),
    ...(isScope(scope) ? { scope } : {}),
    ...(typeof isScopeRanked === "boolean" ? { isScopeRanked } : {}),
    ...(areIds ? { ids } : {}),
    ...(typeof cursor === "number" ? { cursor } : {}),
  };
}

/** Takes up what the window showed before a reload, and keeps it from now on. Before the first search. */
export function keepSession(): void {
  const session = readSession(load());
  const { line = "", scope = { kind: "all" }, ids = [], cursor = null } = session;
  useSearch.setState({ line, ...scopeState(scope, session.isScopeRanked) });
  useSelection.setState({ ids: new Set(ids), cursor, anchor: cursor });
  useSearch.subscribe((search, before) => {
    if (search.line !== before.line || search.scope !== before.scope) save();
  });
  useSelection.subscribe(save);
}

function load(): string | null {
  try {
    return sessionStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

function save(): void {
  const { line, scope, isScopeRanked } = useSearch.getState();
  const { ids, cursor } = useSelection.getState();
  const session: Session = { line, scope, isScopeRanked, ids: ids.size > mostIds ? [] : [...ids], cursor };
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(session));
  } catch {
    // A full or forbidden store costs the memory of the last search, nothing else.
  }
}
