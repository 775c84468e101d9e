import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { Gate } from "../../main/indexer/gate.ts";
import { runQueue } from "../../main/indexer/work-queue.ts";

interface Item {
  id: number;
}

function queueOf(count: number, work: (item: Item) => Promise<void>, inFlightCount = 3) {
  const done = new Set<number>();
  const all = Array.from({ length: count }, (_, i) => ({ id: i + 1 }));
  return {
    done,
    options: {
      takeNext: (limit: number, inHand: ReadonlySet<number>) =>
        all.filter(({ id }) => !done.has(id) && !inHand.has(id)).slice(0, limit),
      getId: (item: Item) => item.id,
      work: async (item: Item) => {
        await work(item);
        done.add(item.id);
      },
      getInFlightCount: () => inFlightCount,
      gate: new Gate(),
      isInterrupted: () => false,
    },
  };
}

test("every item is worked on once, and never more at once than allowed", async () => {
  const seen: number[] = [];
  let running = 0;
  let most = 0;
  const { options } = queueOf(200, async ({ id }) => {
    most = Math.max(most, ++running);
    seen.push(id);
    await sleep(id % 3);
    running--;
  });
  await runQueue(options);
  expect(seen).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
  expect(most).toBe(3);
});

test("an error ends the queue after what is in flight, and the rest stays", async () => {
  const { options, done } = queueOf(20, async ({ id }) => {
    await sleep(5);
    if (id === 2) throw new Error("disk full");
  });
  await expect(runQueue(options)).rejects.toThrow("disk full");
  expect([...done].toSorted((a, b) => a - b)).toEqual([1, 3, 4]);
});

test("a closed gate lets nothing begin until it opens", async () => {
  const { options, done } = queueOf(5, () => Promise.resolve());
  options.gate.close();
  const finished = runQueue(options);
  await sleep(20);
  expect(done.size).toBe(0);
  options.gate.open();
  await finished;
  expect(done.size).toBe(5);
});

test("an interruption leaves the rest for later", async () => {
  const { options, done } = queueOf(50, () => sleep(1));
  await runQueue({ ...options, isInterrupted: () => done.size >= 4 });
  expect(done.size).toBeLessThan(10);
});

test("items that come while the last ones are in flight are taken too", async () => {
  const items = [1, 2];
  const seen: number[] = [];
  await runQueue({
    takeNext: (_limit, inHand) => items.filter((id) => !inHand.has(id) && !seen.includes(id)),
    getId: (id: number) => id,
    work: async (id: number) => {
      await sleep(5);
      if (id === 2) items.push(3);
      seen.push(id);
    },
    getInFlightCount: () => 4,
    gate: new Gate(),
    isInterrupted: () => false,
  });
  expect(seen).toEqual([1, 2, 3]);
});
