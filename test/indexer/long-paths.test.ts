// Names of 255 bytes, paths as long as the system allows and longer, and two ways to write one letter.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { tagFile } from "../../main/exchange/tag-files/tag-file.ts";
import { indexAll, openEngine, tempLibraryPath, type TestEngine } from "../engine/engine-setup.ts";
import { everything } from "../exchange/libraries.ts";
import { toneWav } from "./sounds.ts";
import { tempFolder, writeFiles } from "./temp-folder.ts";

vi.setConfig({ testTimeout: 120_000 });

/** Bytes of a path on Linux, with the zero at its end (PATH_MAX). */
const pathMaxBytes = 4096;

/** Node removes by whole paths, which may be too long; rm goes from folder to folder. */
function deepFolder(): string {
  const root = tempFolder();
  onTestFinished(() => void spawnSync("rm", ["-rf", root]));
  return root;
}

/** A folder so deep below the root that a name of `nameBytes` makes its path as long as can be. */
function folderFor(root: string, nameBytes: number): string {
  let left = pathMaxBytes - 1 - Buffer.byteLength(root) - 1 - nameBytes;
  let folder = root;
  while (left > 0) {
    // A last part of no letters is none.
    const bytes = left > 202 ? 200 : left - 1;
    folder = path.join(folder, "d".repeat(bytes));
    left -= bytes + 1;
  }
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function findByName(engine: TestEngine, query: string): Promise<string[]> {
  const { soundIds } = await engine.handlers.searchNames({
    query,
    scope: { kind: "all" },
    sort: { column: "name", descending: false },
    limit: 0,
  });
  return (await engine.handlers.getSounds({ ids: [...soundIds] })).map((sound) => sound.path).toSorted();
}

test.skipIf(process.platform !== "linux")(
  "a path of exactly the longest length is a sound; what lies deeper is told, and the rest goes on",
  async () => {
    const root = deepFolder();
    const folder = folderFor(root, 8);
    const longest = path.join(folder, "kick.wav");
    expect(Buffer.byteLength(longest)).toBe(pathMaxBytes - 1);
    writeFileSync(longest, toneWav(1));
    writeFiles(root, { "near.wav": toneWav(2) });
    // Deeper than any path can name: made from folder to folder.
    const made = spawnSync("sh", ["-c", "cd -P . && mkdir beyond && cd beyond && echo x > snare.wav"], {
      cwd: folder,
    });
    expect(made.status).toBe(0);
    const engine = openEngine(tempLibraryPath());
    const progress = await indexAll(engine, [root]);
    expect(progress).toMatchObject({ phase: "idle", doneCount: 2, problem: null });
    const [error] = await engine.handlers.listErrors({});
    expect(error).toMatchObject({ path: expect.stringContaining("beyond") as string });
    expect(error?.message).toMatch(/path.*too long|name.*too long/i);
    expect(await findByName(engine, "kick")).toEqual([longest]);
    const id = (await engine.handlers.findSoundByPath({ path: longest })) as number;
    expect(await engine.handlers.getPlayable({ id })).toMatchObject({ path: longest });
    // There is no room for a copy beside it.
    await expect(tagFile(longest, ["kick"], { isDryRun: false, keepsTime: false })).rejects.toMatchObject({
      code: "left-alone",
      message: expect.stringMatching(/too long/) as string,
    });
  },
);

test("names of 255 bytes are found, tagged by name and exported; a sidecar that finds no room is refused", async () => {
  const root = tempFolder();
  const ascii = `${"kick ".repeat(50)}1.wav`;
  const umlauts = `${"ü".repeat(125)}x.wav`;
  expect([ascii, umlauts].map((name) => Buffer.byteLength(name))).toEqual([255, 255]);
  writeFiles(root, { [ascii]: toneWav(1), [umlauts]: toneWav(2) });
  const engine = openEngine(tempLibraryPath());
  expect(await indexAll(engine, [root])).toMatchObject({ doneCount: 2, errorCount: 0 });
  expect(await findByName(engine, "kick")).toEqual([path.join(root, ascii)]);
  expect(await findByName(engine, "ü".repeat(125))).toEqual([path.join(root, umlauts)]);
  expect(await engine.handlers.writeSidecars({ ...everything, format: "json" })).toMatchObject({
    writtenCount: 0,
    refused: [{ code: "not-writable" }, { code: "not-writable" }],
  });
  expect(await engine.handlers.importSidecars({ isDryRun: true })).toMatchObject({
    soundCount: 0,
    refused: [],
  });
});

// On macOS the two are one name.
test.skipIf(process.platform === "darwin")(
  "one letter written in two ways (NFC, NFD) is two files, found by either; a move between the two keeps the sound",
  async () => {
    const root = tempFolder();
    const [composed, decomposed] = ["caf\u00e9.wav", "cafe\u0301.wav"];
    writeFiles(root, { [composed]: toneWav(1), [decomposed]: toneWav(2) });
    const engine = openEngine(tempLibraryPath());
    expect(await indexAll(engine, [root])).toMatchObject({ doneCount: 2, errorCount: 0 });
    const both = [composed, decomposed].map((name) => path.join(root, name)).toSorted();
    expect(await findByName(engine, "caf\u00e9")).toEqual(both);
    expect(await findByName(engine, "cafe\u0301")).toEqual(both);
    expect(await findByName(engine, "cafe")).toEqual(both);
    for (const file of both) expect(await engine.handlers.findSoundByPath({ path: file })).not.toBeNull();
  },
);
