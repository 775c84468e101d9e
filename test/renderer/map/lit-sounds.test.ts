import { expect, test } from "vitest";
import type { SearchScope } from "../../../preload/search.ts";
import { findLit } from "../../../renderer/map/lit-sounds.ts";
import type { Results } from "../../../renderer/stores/search.ts";

const soundIds = Uint32Array.from([3, 5, 8, 9]);
const places = { soundIds, indexOf: new Map(Array.from(soundIds, (id, index) => [id, index] as const)) };

function results(query: string, scope: SearchScope, found: Record<number, number>): Results {
  const ids = Object.keys(found).map(Number);
  return {
    serial: 1,
    request: { query, scope, sort: { column: "name", descending: false }, limit: 0 },
    response: {
      soundIds: Uint32Array.from(ids),
      scores: Float32Array.from(ids, (id) => found[id] as number),
      windowStartSec: new Float32Array(ids.length),
      windowEndSec: new Float32Array(ids.length),
      totalCount: ids.length,
      chips: [],
      phase: "full",
      problem: null,
      elapsedMs: 1,
    },
  };
}

const text = { kind: "text", filter: null, label: "kick", start: 0, end: 4, problem: null } as const;

test("without a line and a scope everything is lit", () => {
  const all = results("", { kind: "all" }, { 3: Number.NaN });
  expect(findLit(places, all, { chips: [], isScopeRanked: false })).toBeNull();
  expect(findLit(places, null, { chips: [], isScopeRanked: false })).toBeNull();
});

test("a filter or a scope lights what it lets through, sounds beside the map or not", () => {
  const found = results("", { kind: "favourites" }, { 5: Number.NaN, 77: Number.NaN });
  expect(findLit(places, found, { chips: [], isScopeRanked: false })).toEqual(Uint8Array.from([0, 1, 0, 0]));
});

test("a ranked answer lights what has half the best score", () => {
  const found = results("kick", { kind: "all" }, { 9: 0.8, 3: 0.41, 5: 0.39 });
  expect(findLit(places, found, { chips: [text], isScopeRanked: false })).toEqual(
    Uint8Array.from([1, 0, 0, 1]),
  );
});

test("what others are compared with is lit beside them", () => {
  const found = results("", { kind: "similar", soundId: 8 }, { 9: 0.8, 3: 0.1 });
  expect(findLit(places, found, { chips: [], isScopeRanked: true })).toEqual(Uint8Array.from([0, 0, 1, 1]));
});
