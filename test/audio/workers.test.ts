// Decoders run in many worker threads at once, and any of them may be ended at any moment.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { decodeAll, fixturePath, hashFloats } from "./read-reference.ts";

const files = [
  "wav-s16le.wav",
  "flac-s16.flac",
  "mp3-cbr.mp3",
  "vorbis.ogg",
  "opus.opus",
  "wavpack-s16.wv",
  "aac-index-behind.m4a",
  "alac-index-behind.m4a",
].map(fixturePath);

function startWorker(names: string[]): Worker {
  return new Worker(new URL("./decode-worker.ts", import.meta.url), { workerData: names });
}

test("four workers side by side give what one thread gives", async () => {
  const expected: string[] = [];
  for (const file of files) expected.push(hashFloats((await decodeAll(file)).interleaved));
  const workers = Array.from({ length: 4 }, () => startWorker(files));
  const answers = await Promise.all(workers.map((worker) => once(worker, "message")));
  expect(answers.map(([hashes]) => hashes as string[])).toEqual(workers.map(() => expected));
  await Promise.all(workers.map((worker) => worker.terminate()));
});

test("a worker that is ended in the middle takes nothing else down", async () => {
  const many = Array.from({ length: 200 }, () => files).flat();
  const workers = Array.from({ length: 3 }, () => startWorker(many));
  await Promise.all(workers.map((worker) => once(worker, "online")));
  await new Promise((resolve) => setTimeout(resolve, 700));
  await Promise.all(workers.map((worker) => worker.terminate()));
  const survivor = startWorker(files.slice(0, 2));
  const [hashes] = (await once(survivor, "message")) as [string[]];
  expect(hashes.length).toBe(2);
});
