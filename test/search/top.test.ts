import { expect, test } from "vitest";
import { findTop, sortAll } from "../../main/search/top.ts";
import { makeRandom } from "./clustered-embeddings.ts";

const random = makeRandom(5);
// Only 200 different scores, so that ties are many; a tenth is not a candidate.
const scores = Float32Array.from({ length: 5000 }, () =>
  random() < 0.1 ? Number.NEGATIVE_INFINITY : Math.floor(random() * 200) / 100 - 1,
);
const expected = Array.from(scores.keys())
  .filter((id) => scores[id] !== Number.NEGATIVE_INFINITY)
  .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);

test.each([0, 1, 2, 7, 100, 4000])("the best %i are those of a full sort, equal ones by id", (count) => {
  expect([...findTop(scores, count)]).toEqual(expected.slice(0, count));
});

test("more than there are gives all", () => {
  expect([...findTop(scores, 9999)]).toEqual(expected);
  expect([...findTop(new Float32Array(0), 5)]).toEqual([]);
});

test("the native sort of everything is the same order", () => {
  expect([...sortAll(scores)]).toEqual(expected);
});

test("an id of a million and scores at both ends keep their places", () => {
  const wide = new Float32Array(1_000_001).fill(Number.NEGATIVE_INFINITY);
  wide[1_000_000] = 2;
  wide[3] = -2;
  wide[2] = 0.5;
  expect([...sortAll(wide)]).toEqual([1_000_000, 2, 3]);
});
