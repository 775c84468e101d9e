import { expect, test } from "vitest";
import type { IndexProgress } from "../../../preload/indexing.ts";
import type { LibraryStatus } from "../../../preload/library-status.ts";
import { toStatusParts } from "../../../renderer/status/status-parts.ts";

function status(progress: Partial<IndexProgress>, rest: Partial<LibraryStatus> = {}): LibraryStatus {
  return {
    libraryPath: "",
    schemaVersion: 10,
    soundCount: 84_210,
    fileCount: 84_210,
    readyCount: 0,
    pendingCount: 0,
    errorCount: 0,
    offlineCount: 0,
    favouriteCount: 0,
    windowCount: 0,
    folderCount: 1,
    modelId: "pocket",
    modelTitle: "Pocket",
    revision: 1,
    tagging: null,
    rescue: null,
    canUndo: null,
    canRedo: null,
    progress: {
      phase: "idle",
      foundCount: 0,
      doneCount: 0,
      totalCount: 0,
      pendingWindowCount: 0,
      errorCount: 0,
      soundsPerSec: 0,
      etaSec: null,
      currentPath: null,
      slowReason: null,
      problem: null,
      ...progress,
    },
    health: { embedder: "ready", executionProvider: "CPU", restartCount: 0 },
    ...rest,
  };
}

test("an idle library says how many sounds it holds and how many are away", () => {
  expect([
    toStatusParts(status({})),
    toStatusParts(status({}, { soundCount: 1, offlineCount: 1204 })),
  ]).toEqual([["84,210 sounds"], ["1 sound", "1,204 offline"]]);
});

test("a run says what is done, how fast, and how long it takes", () => {
  expect([
    toStatusParts(status({ phase: "scanning", foundCount: 12_304 })),
    toStatusParts(
      status({ phase: "listening", doneCount: 400, totalCount: 1000, soundsPerSec: 312, etaSec: 740 }),
    ),
    toStatusParts(status({ phase: "listening", doneCount: 10, totalCount: 10, pendingWindowCount: 1 })),
    toStatusParts(status({ phase: "paused", doneCount: 400, totalCount: 1000 })),
    toStatusParts(status({ phase: "stopped" })),
  ]).toEqual([
    ["84,210 sounds", "Looking for files", "12,304 files found"],
    ["84,210 sounds", "400 of 1,000", "listening 312/s", "12 min left"],
    ["84,210 sounds", "1 part of long sounds to go"],
    ["84,210 sounds", "paused", "400 of 1,000"],
    ["84,210 sounds", "stopped"],
  ]);
});

test("tagging says how far it is", () => {
  const tagging = { doneCount: 1204, totalCount: 84_210 };
  expect(toStatusParts(status({}, { tagging }))).toEqual(["84,210 sounds", "tagging 1,204 of 84,210"]);
});
