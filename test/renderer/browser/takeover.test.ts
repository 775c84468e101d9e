import { expect, test } from "vitest";
import type { SearchResponse } from "../../../preload/search.ts";
import { mergeBelow, planTakeover } from "../../../renderer/browser/takeover.ts";

const ids = (...values: number[]): Uint32Array => Uint32Array.from(values);
const base = { rowHeight: 32, viewHeight: 64 };

test("rows that come in above the row in use are scrolled past", () => {
  const plan = planTakeover({
    ...base,
    shownIds: ids(1, 2, 3),
    nextIds: ids(8, 9, 1, 2, 3),
    anchorId: 2,
    scrollTop: 32,
  });
  expect(plan).toEqual({ kind: "show", scrollTop: 96 });
});

test("an answer that would push the row in use against the top waits", () => {
  const plan = planTakeover({
    ...base,
    shownIds: ids(1, 2, 3, 4),
    nextIds: ids(3, 1, 2, 4),
    anchorId: 3,
    scrollTop: 0,
  });
  expect(plan).toEqual({ kind: "hold" });
});

test("an answer too short to keep the row in its place waits", () => {
  const plan = planTakeover({
    ...base,
    shownIds: ids(1, 2, 3),
    nextIds: ids(9, 1),
    anchorId: 1,
    scrollTop: 0,
  });
  expect(plan).toEqual({ kind: "hold" });
});

test("without a row in use the list stays where it is, as far as it reaches", () => {
  const shownIds = ids(1, 2, 3, 4, 5, 6);
  expect([
    planTakeover({ ...base, shownIds, nextIds: ids(1, 2, 3, 4, 5), anchorId: null, scrollTop: 64 }),
    planTakeover({ ...base, shownIds, nextIds: ids(1, 2, 3), anchorId: 6, scrollTop: 128 }),
    planTakeover({ ...base, shownIds, nextIds: ids(), anchorId: 6, scrollTop: 128 }),
  ]).toEqual([
    { kind: "show", scrollTop: 64 },
    { kind: "show", scrollTop: 32 },
    { kind: "show", scrollTop: 0 },
  ]);
});

function answer(soundIds: number[], scores: number[]): SearchResponse {
  return {
    soundIds: Uint32Array.from(soundIds),
    scores: Float32Array.from(scores),
    windowStartSec: Float32Array.from(soundIds),
    windowEndSec: Float32Array.from(soundIds, (id) => id + 10),
    totalCount: soundIds.length,
    chips: [],
    phase: "full",
    problem: null,
    elapsedMs: 0,
  };
}

test("new rows stand below those that are shown, with the newer answer's scores and windows", () => {
  const merged = mergeBelow(answer([3, 1], [0.5, 0.25]), answer([2, 1, 4, 3], [1, 0.75, 0.5, 0.25]));
  expect(merged).toEqual({ ...answer([3, 1, 2, 4], [0.25, 0.75, 1, 0.5]), totalCount: 4 });
});

test("a shown row that the newer answer no longer has keeps its place without a score", () => {
  const merged = mergeBelow(answer([3, 1], [0.5, 0.25]), answer([1], [0.75]));
  expect([[...merged.soundIds], [...merged.scores], merged.totalCount]).toEqual([
    [3, 1],
    [Number.NaN, 0.75],
    1,
  ]);
});
