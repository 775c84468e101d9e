// A library on a medium that may not be written: it can be searched, and what wants to write says why it cannot.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";
import { indexAll, openEngine, tempLibraryPath } from "../engine/engine-setup.ts";
import { toneFiles } from "../indexer/sounds.ts";
import { tempFolder, writeFiles } from "../indexer/temp-folder.ts";
import { parseLines, runCli } from "./run-cli.ts";

/** A small disk of its own, or undefined where nothing may be mounted. */
function mountDisk(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return undefined;
  const disk = tempFolder();
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=32m", "tmpfs", disk]);
  return status === 0 ? disk : undefined;
}

test(
  "searched, listed and exported; not indexed, tagged or opened for writing",
  { timeout: 180_000 },
  async (context) => {
    tempLibraryPath();
    const disk = mountDisk();
    if (disk === undefined) return context.skip("needs the right to mount a small disk");
    try {
      const root = tempFolder();
      writeFiles(root, toneFiles(3));
      const libraryPath = path.join(disk, "library.db");
      const engine = openEngine(libraryPath);
      await indexAll(engine, [root]);
      await engine.close();
      spawnSync("mount", ["-o", "remount,ro", disk]);

      const library = ["--library", libraryPath];
      const found = await runCli("search", "tone", ...library, "--json");
      expect([found.exitCode, parseLines(found.stdout).length]).toEqual([0, 3]);
      const exported = await runCli("export", "--format", "csv", ...library);
      expect([exported.exitCode, exported.stdout.split("\r\n").length]).toEqual([0, 5]);
      const indexed = await runCli("index", root, ...library);
      expect([indexed.exitCode, indexed.stdout]).toEqual([1, ""]);
      expect(indexed.stderr).toMatch(/cannot be written|could not be opened for writing/);
      expect(indexed.stderr).toContain("Check");
      expect(indexed.stderr).not.toMatch(/ at .*\.ts/);
      expect(() => openEngine(libraryPath)).toThrow(/cannot be written|could not be opened for writing/);
    } finally {
      spawnSync("umount", [disk]);
    }
    return undefined;
  },
);
