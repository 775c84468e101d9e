// Files that are replaced while they are read: the row ends with the new content, and nothing of it is a mix.
import { createHash } from "node:crypto";
import { readFileSync, renameSync, statSync, utimesSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { dumpLibrary } from "../../bench/library-dump.ts";
import { listenToFile } from "../../main/indexer/index-sound.ts";
import { SoundListener } from "../../main/indexer/sound-listener.ts";
import { indexAll, openEngine, tempLibraryPath, type TestEngine } from "../engine/engine-setup.ts";
import { toneWav } from "./sounds.ts";
import { tempFolder, writeFiles } from "./temp-folder.ts";

vi.setConfig({ testTimeout: 120_000 });

const spec = { kind: "pocket", minDurationSec: 1, maxDurationSec: 10, shortPadding: "zero" } as const;

/** Puts another sound of the same size and time in the place of one, as `cp -p` and a rename do. */
function replaceUnseen(file: string, seed: number, durationSec: number): void {
  const { atime, mtime } = statSync(file);
  const next = path.join(tempFolder(), "next.wav");
  writeFiles(path.dirname(next), { "next.wav": toneWav(seed, durationSec) });
  utimesSync(next, atime, mtime);
  renameSync(next, file);
}

test("a file that is replaced by one of the same size and time while it is heard is no sound", async () => {
  const file = path.join(tempFolder(), "a.wav");
  writeFiles(path.dirname(file), { "a.wav": toneWav(1, 60) });
  // The call comes back when the first look and the hashes are done and the decoding has only begun.
  const listening = listenToFile(file, spec);
  replaceUnseen(file, 2, 60);
  await expect(listening).rejects.toMatchObject({ code: "file-changed" });
  const heard = await listenToFile(file, spec);
  expect(heard.contentHash).toBe(createHash("sha256").update(readFileSync(file)).digest("hex"));
});

test("windows end with a refusal when the file is replaced between two of them, or was before the first", async () => {
  const file = path.join(tempFolder(), "a.wav");
  writeFiles(path.dirname(file), { "a.wav": toneWav(1, 60) });
  const { size: sizeBytes, mtimeMs } = statSync(file);
  const heard = { path: file, sizeBytes, modifiedMs: Math.floor(mtimeMs) };
  const listener = new SoundListener(1);
  onTestFinished(() => listener.close());
  const windows = listener.listenToWindows(heard, spec);
  await windows.next();
  replaceUnseen(file, 2, 60);
  const rest = async (): Promise<void> => {
    while (!(await windows.next()).done);
  };
  await expect(rest()).rejects.toMatchObject({ code: "file-changed" });

  writeFiles(path.dirname(file), { "a.wav": toneWav(3, 40) });
  await expect(listener.listenToWindows(heard, spec).next()).rejects.toMatchObject({ code: "file-changed" });
});

const moments: [string, (engine: TestEngine) => Promise<void>][] = [
  ["at once", () => Promise.resolve()],
  [
    "while it is heard",
    async (engine) =>
      vi.waitFor(
        async () =>
          expect((await engine.handlers.getStatus({})).progress).toMatchObject({
            currentPath: expect.stringMatching(/long\.wav$/) as string,
          }),
        { timeout: 30_000, interval: 1 },
      ),
  ],
  [
    "when its whole is stored and its windows are not",
    async (engine) =>
      vi.waitFor(async () => expect((await engine.handlers.getStatus({})).readyCount).toBe(1), {
        timeout: 30_000,
        interval: 1,
      }),
  ],
];

test.each(moments)(
  "a long file that is replaced %s: the library ends as if it had been there from the start",
  async (_, wait) => {
    const root = tempFolder();
    const file = path.join(root, "long.wav");
    writeFiles(root, { "long.wav": toneWav(1, 34) });
    const elsewhere = tempFolder();
    writeFiles(elsewhere, { "next.wav": toneWav(2, 27) });
    const libraryPath = tempLibraryPath();
    const engine = openEngine(libraryPath);
    const indexing = indexAll(engine, [root]);
    await wait(engine);
    renameSync(path.join(elsewhere, "next.wav"), file);
    await indexing;
    await indexAll(engine, [root]);
    // The old content is back under another name: what was known of it must be of it alone.
    writeFiles(root, { "old.wav": toneWav(1, 34) });
    expect(await indexAll(engine, [root])).toMatchObject({ errorCount: 0, pendingWindowCount: 0 });
    await engine.close();

    const freshPath = path.join(tempFolder(), "fresh.db");
    const fresh = openEngine(freshPath);
    await indexAll(fresh, [root]);
    await fresh.close();
    expect(dumpLibrary(libraryPath)).toEqual(dumpLibrary(freshPath));
  },
);
