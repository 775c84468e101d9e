import { expect, test } from "vitest";
import type { IndexProgress } from "../../preload/indexing.ts";
import { formatBytes, formatCount, formatDuration, toOneLine } from "../../main/cli/output.ts";
import { describeIndexProgress } from "../../main/cli/progress-line.ts";

const progress: IndexProgress = {
  phase: "listening",
  foundCount: 2675,
  doneCount: 812,
  totalCount: 2013,
  pendingWindowCount: 0,
  errorCount: 3,
  soundsPerSec: 41,
  etaSec: 29.4,
  currentPath: "/s/Kick 02.wav",
  slowReason: null,
  problem: null,
};

test("durations, counts and sizes are written as people write them", () => {
  expect([0, 7.4, 89.6, 750, 3900].map(formatDuration)).toEqual(["0:00", "0:07", "1:30", "12:30", "1:05:00"]);
  expect([formatCount(1, "sound"), formatCount(2013, "sound")]).toEqual(["1 sound", "2,013 sounds"]);
  expect([0, 999, 1000, 616_700_000].map(formatBytes)).toEqual(["0 B", "999 B", "1.0 kB", "616.7 MB"]);
});

test("control characters of names are shown, not carried out", () => {
  expect(toOneLine("a\nb\tc\u001b[31m\u2028d é 鼓")).toBe("a\\nb\\tc\\u001b[31m\\u2028d é 鼓");
});

test("progress says what is done, how fast, and how long it takes", () => {
  expect(describeIndexProgress(progress)).toBe(
    "Listening 812 of 2,013 · 41.0/s · 0:29 left · 3 errors · Kick 02.wav",
  );
  expect(describeIndexProgress({ ...progress, phase: "scanning" })).toBe(
    "Scanning, 2,675 files found · 3 errors · Kick 02.wav",
  );
  const inside = { ...progress, doneCount: 2013, pendingWindowCount: 40, soundsPerSec: 0, etaSec: null };
  expect(describeIndexProgress({ ...inside, errorCount: 0, currentPath: null })).toBe(
    "Listening inside long sounds, 40 windows to go",
  );
  expect(describeIndexProgress({ ...progress, currentPath: "/s/a\nb.wav" })).toMatch(/a\\nb\.wav$/);
  expect(describeIndexProgress({ ...progress, phase: "idle" })).toBe("");
});
