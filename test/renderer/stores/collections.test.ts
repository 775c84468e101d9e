import { expect, test } from "vitest";
import type { Collection } from "../../../preload/collections.ts";
import { moveId, sortCollections } from "../../../renderer/stores/collections.ts";

function collection(id: number, addedMs: number): Collection {
  return { id, name: `Collection ${id}`, kind: "manual", query: null, soundCount: 0, addedMs };
}

test("collections stand as the user put them, new ones last in the order they were made", () => {
  const all = [collection(1, 30), collection(2, 10), collection(3, 20), collection(4, 40)];
  expect(sortCollections(all, [4, 99, 3]).map(({ id }) => id)).toEqual([4, 3, 2, 1]);
});

test("a collection moves by places and stops at the ends", () => {
  expect([
    moveId([1, 2, 3], 2, -1),
    moveId([1, 2, 3], 3, 1),
    moveId([1, 2, 3], 1, 9),
    moveId([1, 2], 7, 1),
  ]).toEqual([
    [2, 1, 3],
    [1, 2, 3],
    [2, 3, 1],
    [1, 2],
  ]);
});
