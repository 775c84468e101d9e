// The trial of bench/tags.ts, in a process of its own: an engine over a library of made-up sounds.
import path from "node:path";
import { silentLog } from "../main/base/log.ts";
import { getModel } from "../main/clap/model-catalogue.ts";
import { inTransaction } from "../main/db/database.ts";
import { insertPendingFile } from "../main/db/files.ts";
import { addFolder } from "../main/db/folders.ts";
import { closeLibrary, openLibrary } from "../main/db/open-library.ts";
import { countQueuedSounds } from "../main/db/tag-queue.ts";
import { storeSoundResult } from "../main/db/store-result.ts";
import { forkEmbedder } from "../main/engine/embedder-spawner.ts";
import { createEngine } from "../main/engine/engine.ts";
import { makeEmbeddings, makePath, makeRandom } from "./search-data.ts";

export interface TagsTrialOptions {
  folder: string;
  soundCount: number;
}

export interface TagsTrialResult {
  /** All sounds for the first time: names read, embeddings compared with every label, tags written. */
  firstSec: number;
  /** Processor time of that, in this process: the same on a busy machine. */
  firstCpuSec: number;
  /** All sounds again, when hardly any tag changes. */
  againSec: number;
  againCpuSec: number;
  tagCount: number;
  /** Longest wait of an answer that the engine could give at once, asked for every 20 ms while it tags. */
  longestWaitMs: number;
}

const { folder, soundCount } = JSON.parse(process.argv[2] ?? "{}") as TagsTrialOptions;
const libraryPath = path.join(folder, "library.db");
makeLibrary();
const engine = createEngine({
  libraryPath,
  mode: "write",
  modelId: null,
  isAfterCrash: false,
  isFollowing: false,
  gentleMode: null,
  spawnEmbedder: forkEmbedder,
  emit: () => {},
  log: silentLog,
});
const reader = openLibrary(libraryPath, "read");
const first = await timeTagging();
const again = await timeTagging();
const counts = await engine.handlers.listTagCounts({ query: "", scope: { kind: "all" } });
const tagCount = counts.reduce((sum, { count }) => sum + count, 0);
// Names of the made-up sounds are those of drums and the like: a tagger that finds few of them does not work.
if (tagCount < soundCount / 2) throw new Error(`Only ${tagCount} tags on ${soundCount} sounds`);
console.log(
  JSON.stringify({
    firstSec: first.sec,
    firstCpuSec: first.cpuSec,
    againSec: again.sec,
    againCpuSec: again.cpuSec,
    tagCount,
    longestWaitMs: Math.round(Math.max(first.longestWaitMs, again.longestWaitMs)),
  } satisfies TagsTrialResult),
);
process.exit(0);

/** Queues all sounds and waits until they are tagged. */
async function timeTagging(): Promise<{ sec: number; cpuSec: number; longestWaitMs: number }> {
  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  await engine.handlers.retag({});
  let longestWaitMs = 0;
  while (countQueuedSounds(reader) > 0) {
    const dueMs = performance.now() + 20;
    await new Promise((resolve) => setTimeout(resolve, 20));
    await engine.handlers.getSounds({ ids: [1] });
    longestWaitMs = Math.max(longestWaitMs, performance.now() - dueMs);
  }
  const { user, system } = process.cpuUsage(startedCpu);
  return {
    sec: toTenths(performance.now() - startedMs),
    cpuSec: toTenths((user + system) / 1000),
    longestWaitMs,
  };
}

/** Milliseconds as seconds with one decimal. */
function toTenths(ms: number): number {
  return Math.round(ms / 100) / 10;
}

function makeLibrary(): void {
  const db = openLibrary(libraryPath, "write");
  db.pragma("synchronous = OFF");
  const { id: folderId } = addFolder(db, { path: "/library", excludes: [], nowMs: 1 });
  const embeddings = makeEmbeddings(1);
  const random = makeRandom(1);
  const { embeddingKey } = getModel("pocket");
  for (let start = 0; start < soundCount; start += 5000) {
    inTransaction(db, () => {
      for (let i = start; i < Math.min(soundCount, start + 5000); i++) {
        const file = { folderId, path: makePath(i, random), sizeBytes: 1000, modifiedMs: 1, addedMs: 1 };
        const { fileId } = insertPendingFile(db, file);
        storeSoundResult(db, {
          fileId,
          quickHash: `q${i}`,
          contentHash: `c${i}`,
          sizeBytes: 1000,
          modifiedMs: 1,
          format: "wav",
          durationSec: 1,
          sampleRate: 44_100,
          channelCount: 2,
          bitDepth: 16,
          peakDb: -1,
          loudnessLufs: -14,
          centroidHz: 1000,
          tempoBpm: null,
          tempoConfidence: null,
          key: null,
          keyConfidence: null,
          kind: "one-shot",
          rowPeaks: new Uint8Array(2),
          playerPeaks: new Uint8Array(2),
          modelId: embeddingKey,
          wholeEmbedding: embeddings.next().value,
        });
      }
    });
  }
  closeLibrary(db);
}
