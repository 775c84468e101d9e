// What can be asked while the engine listens, and how the run says what it does.
import { expect, test, vi } from "vitest";
import type { IndexProgress } from "../../preload/indexing.ts";
import type { SearchRequest } from "../../preload/search.ts";
import { forkEmbedder } from "../../main/engine/embedder-spawner.ts";
import { toneFiles } from "../indexer/sounds.ts";
import { tempFolder, writeFiles } from "../indexer/temp-folder.ts";
import { openEngine, tempLibraryPath, tinyModelId } from "./engine-setup.ts";

vi.setConfig({ testTimeout: 120_000 });

/** No word of it is in a name: what is found is found by its embedding. */
const byMeaning: SearchRequest = {
  query: "thunder",
  scope: { kind: "all" },
  sort: { column: "score", descending: true },
  limit: 0,
};

const soundCount = 250;

test("a query sees all that is done, while the rest is listened to", async () => {
  const root = tempFolder();
  // So many that several queries fall into the run, however fast the machine.
  writeFiles(root, toneFiles(soundCount));
  const engine = openEngine(tempLibraryPath());
  // Before the first query: which model answers is asked again once a second.
  await engine.handlers.setActiveModel({ modelId: tinyModelId });
  const running = engine.handlers.indexAll({ folders: [root], excludes: [], modelId: tinyModelId });
  const seen: number[] = [];
  for (let readyCount = 0; readyCount < soundCount;) {
    ({ readyCount } = await engine.handlers.getStatus({}));
    const { soundIds } = await engine.handlers.search(byMeaning);
    // Listening goes on meanwhile: there may be more, and never fewer.
    expect(soundIds.length).toBeGreaterThanOrEqual(readyCount);
    seen.push(readyCount);
    // A query that is answered from memory gives the engine, which runs in this process here, no turn.
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(await running).toMatchObject({ doneCount: soundCount, problem: null });
  expect(seen.filter((count) => count > 0 && count < soundCount).length).toBeGreaterThan(1);
});

test("a gentle run says why it is slow, does all the work, and is told when the setting changes", async () => {
  const root = tempFolder();
  writeFiles(root, toneFiles(12));
  const engine = openEngine(tempLibraryPath(), "write", forkEmbedder, { gentleMode: null });
  await engine.handlers.changeSettings({ gentleMode: "always" });
  const progress = await engine.handlers.indexAll({ folders: [root], excludes: [], modelId: tinyModelId });
  expect(progress).toMatchObject({ doneCount: 12, problem: null, slowReason: null });
  const reasons = engine.events
    .filter(({ name }) => name === "progress")
    .map(({ payload }) => payload as IndexProgress)
    .filter(({ phase }) => phase === "listening")
    .map(({ slowReason }) => slowReason);
  expect(new Set(reasons)).toEqual(new Set(["setting"]));
});
