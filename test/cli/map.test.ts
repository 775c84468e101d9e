// `earshot map`: nothing before it was laid out, then one place a sound, the same each time.
import { expect, test, vi } from "vitest";
import { tempLibraryPath, tinyModelId } from "../engine/engine-setup.ts";
import { toneFiles } from "../indexer/sounds.ts";
import { tempFolder, writeFiles } from "../indexer/temp-folder.ts";
import { parseLines, runCli } from "./run-cli.ts";

// Each command starts three processes; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 120_000 });

test("map prints the place of each sound once it was laid out", async () => {
  const root = tempFolder();
  writeFiles(root, toneFiles(6));
  const library = ["--library", tempLibraryPath()];
  await runCli("index", root, ...library, "--model", tinyModelId);
  const empty = await runCli("map", ...library, "--json");
  expect([empty.exitCode, empty.stdout]).toEqual([0, ""]);
  expect(empty.stderr).toContain("--lay-out");
  const laidOut = await runCli("map", ...library, "--lay-out", "--json");
  const places = parseLines(laidOut.stdout) as { path: string; x: number; y: number }[];
  expect(places.map(({ path }) => path.startsWith(root))).toEqual(Array(6).fill(true));
  expect(places.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
  expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(6);
  expect((await runCli("map", ...library, "--json")).stdout).toBe(laidOut.stdout);
});
