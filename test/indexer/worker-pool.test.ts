// Threads that hang, die or run out of memory cost one file, never the program.
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { WorkerPool } from "../../main/indexer/worker-pool.ts";
import { WorkerThread } from "../../main/indexer/worker-thread.ts";
import { toneWav } from "./sounds.ts";
import { tempFolder, writeFiles } from "./temp-folder.ts";

const spec = { kind: "pocket", minDurationSec: 1, maxDurationSec: 10, shortPadding: "zero" } as const;
const longLimitMs = 60_000;

function threadOf(memoryLimitMb: number): WorkerThread {
  const thread = new WorkerThread(memoryLimitMb);
  onTestFinished(() => thread.end());
  return thread;
}

function poolOf(threadCount: number): WorkerPool {
  const pool = new WorkerPool(threadCount);
  onTestFinished(() => pool.close());
  return pool;
}

function writeSound(durationSec: number): string {
  const root = tempFolder();
  writeFiles(root, { "tone.wav": toneWav(1, durationSec) });
  return path.join(root, "tone.wav");
}

test("a call beyond its time limit fails with a reason and ends the thread", async () => {
  const thread = threadOf(512);
  const call = thread.call("listen", { path: writeSound(60), spec }, 30);
  await expect(call).rejects.toMatchObject({ code: "decoder-too-slow" });
  expect(thread.isDead).toBe(true);
  const after = thread.call("hashQuickly", { path: "x" }, longLimitMs);
  await expect(after).rejects.toMatchObject({ code: "decoder-crashed" });
});

test("a thread that runs out of memory fails its call and nothing else", async () => {
  const thread = threadOf(3);
  const call = thread.call("listen", { path: writeSound(1), spec }, longLimitMs);
  await expect(call).rejects.toMatchObject({ code: "decoder-crashed" });
});

test("the pool replaces a thread that has died, and keeps those that live", async () => {
  const pool = poolOf(1);
  const file = writeSound(0.2);
  const first = await pool.use((thread) => Promise.resolve(thread));
  expect(await pool.use((thread) => Promise.resolve(thread))).toBe(first);
  first.end();
  const second = await pool.use(async (thread) => {
    await thread.call("hashQuickly", { path: file }, longLimitMs);
    return thread;
  });
  expect(second).not.toBe(first);
});

test("no more jobs run at once than there are threads, in order of asking", async () => {
  const pool = poolOf(2);
  const file = writeSound(0.2);
  const order: number[] = [];
  let running = 0;
  let most = 0;
  await Promise.all(
    [1, 2, 3, 4, 5].map((job) =>
      pool.use(async (thread) => {
        most = Math.max(most, ++running);
        order.push(job);
        await thread.call("hashContent", { path: file }, longLimitMs);
        running--;
      }),
    ),
  );
  expect([most, order]).toEqual([2, [1, 2, 3, 4, 5]]);
});

test("jobs that wait when the pool closes are refused", async () => {
  const pool = poolOf(1);
  const lease = await pool.lease();
  const waiting = pool.lease();
  pool.close();
  lease.release();
  await expect(waiting).rejects.toMatchObject({ code: "engine-closed" });
});
