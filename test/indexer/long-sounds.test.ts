// Sounds above 10 s: windows after the whole, pulled one by one.
import { statSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { indexAll, openEngine, tempLibraryPath } from "../engine/engine-setup.ts";
import { SoundListener } from "../../main/indexer/sound-listener.ts";
import { toneWav } from "./sounds.ts";
import { tempFolder, writeFiles } from "./temp-folder.ts";

const spec = { kind: "pocket", minDurationSec: 1, maxDurationSec: 10, shortPadding: "zero" } as const;

test("a long sound has one window for each 10 s, the last aligned to its end; a short one has none", async () => {
  const root = tempFolder();
  writeFiles(root, {
    "10.wav": toneWav(1, 10),
    "10.005.wav": toneWav(2, 10.005),
    "10.02.wav": toneWav(3, 10.02),
    "30.wav": toneWav(4, 30),
    "34.wav": toneWav(5, 34),
  });
  const engine = openEngine(tempLibraryPath());
  const progress = await indexAll(engine, [root]);
  expect(progress).toMatchObject({ phase: "idle", doneCount: 5, pendingWindowCount: 0, problem: null });

  const { soundIds } = await engine.handlers.searchNames({
    query: "",
    scope: { kind: "all" },
    sort: { column: "name", descending: false },
    limit: 0,
  });
  const windowCounts: Record<string, number> = {};
  for (const id of soundIds) {
    const { name, windowCount } = await engine.handlers.getSound({ id });
    windowCounts[name] = windowCount;
  }
  expect(windowCounts).toEqual({ "10.wav": 0, "10.005.wav": 1, "10.02.wav": 2, "30.wav": 3, "34.wav": 4 });

  const found = await engine.handlers.searchSounds({ query: "34", limit: 1 });
  expect(found.scores[0]?.path).toBe(path.join(root, "34.wav"));
});

test("windows come in order and can be left at any point", async () => {
  const root = tempFolder();
  writeFiles(root, { "34.wav": toneWav(5, 34) });
  const { size: sizeBytes, mtimeMs } = statSync(path.join(root, "34.wav"));
  const file = { path: path.join(root, "34.wav"), sizeBytes, modifiedMs: Math.floor(mtimeMs) };
  const listener = new SoundListener(1);
  onTestFinished(() => listener.close());

  const times: [number, number][] = [];
  for await (const { startSec, endSec } of listener.listenToWindows(file, spec))
    times.push([startSec, endSec]);
  expect(times).toEqual([
    [0, 10],
    [10, 20],
    [20, 30],
    [24, 34],
  ]);

  for await (const { startSec } of listener.listenToWindows(file, spec)) if (startSec === 10) break;
  expect(await listener.hashQuickly(file)).toMatch(/^[0-9a-f]{64}$/);
});
