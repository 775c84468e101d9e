import { expect, test, vi } from "vitest";
import { IdCache } from "../../../renderer/stores/id-cache.ts";

interface Row {
  id: number;
  text: string;
}

/** A cache over answers that the test can change, and the ids asked for. */
function rowCache(capacity = 100) {
  const asked: number[][] = [];
  const answers = { version: 1, missing: new Set<number>() };
  const cache = new IdCache<Row>({
    fetch: async (ids) => {
      asked.push(ids);
      return ids
        .filter((id) => !answers.missing.has(id))
        .map((id) => ({ id, text: `${id} v${answers.version}` }));
    },
    idOf: ({ id }) => id,
    capacity,
    batchSize: 3,
  });
  return { cache, asked, answers };
}

test("rows that come into view together are asked for in batches", async () => {
  const { cache, asked } = rowCache();
  for (const id of [1, 2, 3, 4, 2]) cache.subscribe(id, () => {});
  await vi.waitFor(() => expect(cache.find(4)?.text).toBe("4 v1"));
  expect(asked).toEqual([[1, 2, 3], [4]]);
});

test("a value that is there is not asked for again until everything was made stale", async () => {
  const { cache, asked, answers } = rowCache();
  const seen: (string | undefined)[] = [];
  cache.subscribe(1, () => seen.push(cache.find(1)?.text));
  await vi.waitFor(() => expect(seen).toEqual(["1 v1"]));
  cache.subscribe(1, () => {});
  answers.version = 2;
  cache.invalidate();
  expect(cache.find(1)?.text).toBe("1 v1");
  await vi.waitFor(() => expect(seen).toEqual(["1 v1", "1 v2"]));
  expect(asked).toEqual([[1], [1]]);
});

test("an id without a value is asked for once, not for ever", async () => {
  const { cache, asked, answers } = rowCache();
  answers.missing.add(7);
  cache.subscribe(7, () => {});
  await vi.waitFor(() => expect(asked).toEqual([[7]]));
  await Promise.resolve();
  cache.want(7);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect([asked, cache.find(7)]).toEqual([[[7]], undefined]);
});

test("a row that has left the view before it was asked for is not asked for", async () => {
  const { cache, asked } = rowCache();
  cache.subscribe(1, () => {})();
  cache.subscribe(2, () => {});
  await vi.waitFor(() => expect(asked).toEqual([[2]]));
});

test("the cache keeps to its capacity and never drops what is on screen", async () => {
  const { cache } = rowCache(2);
  cache.subscribe(1, () => {});
  for (const id of [2, 3, 4]) cache.want(id);
  await vi.waitFor(() => expect(cache.find(4)).toBeDefined());
  expect([1, 2, 3, 4].map((id) => cache.find(id) !== undefined)).toEqual([true, false, false, true]);
});

test("a change made ahead of the engine shows at once", async () => {
  const { cache } = rowCache();
  const seen: (string | undefined)[] = [];
  cache.subscribe(1, () => seen.push(cache.find(1)?.text));
  await vi.waitFor(() => expect(seen).toEqual(["1 v1"]));
  cache.patch([1, 99], (row) => ({ ...row, text: "mine" }));
  expect(seen).toEqual(["1 v1", "mine"]);
});

test("a value that may have changed is not fresh, and one that is gone stays to be shown", async () => {
  const { cache, answers } = rowCache();
  cache.subscribe(1, () => {});
  await vi.waitFor(() => expect(cache.findFresh(1)?.text).toBe("1 v1"));
  answers.missing.add(1);
  cache.invalidate();
  expect([cache.findFresh(1), cache.isAbsent(1)]).toEqual([undefined, false]);
  await vi.waitFor(() => expect(cache.isAbsent(1)).toBe(true));
  expect([cache.findFresh(1), cache.find(1)?.text]).toEqual([undefined, "1 v1"]);
  answers.missing.clear();
  cache.invalidate();
  await vi.waitFor(() => expect(cache.findFresh(1)?.text).toBe("1 v1"));
  expect(cache.isAbsent(1)).toBe(false);
});
