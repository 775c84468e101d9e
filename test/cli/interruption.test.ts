// Indexing that is killed, interrupted, or runs out of disk: nothing is lost, nothing is done twice.
import { existsSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { countLibrary } from "../../main/db/counts.ts";
import { closeLibrary, findDamage, openLibrary } from "../../main/db/open-library.ts";
import { listFilesOfFolder } from "../../main/db/files.ts";
import { findWholeEmbedding } from "../../main/db/embeddings.ts";
import { listFolders } from "../../main/db/folders.ts";
import { getModel } from "../../main/clap/model-catalogue.ts";
import { tempLibraryPath, tinyModelId } from "../engine/engine-setup.ts";
import { toneFiles, toneWav } from "../indexer/sounds.ts";
import { tempFolder, writeFiles } from "../indexer/temp-folder.ts";
import { parseLines, runCli, startCli, startCliUnderNpm, startCliWithFileLimit } from "./run-cli.ts";

vi.setConfig({ testTimeout: 180_000 });

/** What a run must have made of a folder, whatever happened on the way: path, status and embedding of each file. */
function readLibrary(libraryPath: string): { path: string; status: string; embedding: number[] }[] {
  const db = openLibrary(libraryPath, "read");
  try {
    expect(findDamage(db)).toBeNull();
    const { embeddingKey } = getModel(tinyModelId);
    return listFolders(db)
      .flatMap((folder) => listFilesOfFolder(db, folder.id))
      .map(({ path: filePath, status, soundId }) => ({
        path: filePath,
        status,
        embedding: [...(findWholeEmbedding(db, soundId, embeddingKey) ?? [])],
      }))
      .toSorted((a, b) => a.path.localeCompare(b.path));
  } finally {
    closeLibrary(db);
  }
}

function countReady(libraryPath: string): number {
  if (!existsSync(libraryPath)) return 0;
  const db = openLibrary(libraryPath, "read");
  try {
    return countLibrary(db, getModel(tinyModelId).embeddingKey).readyCount;
  } finally {
    closeLibrary(db);
  }
}

async function getStatus(libraryPath: string): Promise<Record<string, unknown>> {
  return parseLines((await runCli("status", "--library", libraryPath, "--json")).stdout)[0] ?? {};
}

test("killed with -9 at several moments, the library is whole and the last run gives what one run gives", async () => {
  const root = tempFolder();
  writeFiles(root, { ...toneFiles(120), "bad.wav": "no sound", "long.wav": toneWav(200, 35) });
  const undisturbed = tempLibraryPath();
  await runCli("index", root, "--library", undisturbed, "--model", tinyModelId);

  const killed = path.join(tempFolder(), "library.db");
  for (const readyCount of [1, 30, 60, 90]) {
    const running = startCli("index", root, "--library", killed, "--model", tinyModelId);
    await vi.waitFor(() => expect(countReady(killed)).toBeGreaterThanOrEqual(readyCount), {
      timeout: 60_000,
      interval: 10,
    });
    // The whole process group: shell, engine and embedder, as when the power goes.
    process.kill(-running.pid, "SIGKILL");
    await running.result;
    expect(countReady(killed)).toBeLessThan(121);
  }

  const last = await runCli("index", root, "--library", killed, "--model", tinyModelId, "--json");
  expect(last.exitCode).toBe(0);
  expect(parseLines(last.stdout).at(-1)).toMatchObject({
    soundCount: 122,
    fileCount: 122,
    readyCount: 121,
    pendingCount: 0,
    errorCount: 1,
    windowCount: 4,
  });
  expect(readLibrary(killed)).toEqual(readLibrary(undisturbed));
});

test("after the command alone was killed, the next one waits for what is left of it and goes on", async () => {
  const root = tempFolder();
  writeFiles(root, { ...toneFiles(20), "long.wav": toneWav(200, 200) });
  const libraryPath = tempLibraryPath();
  const index = ["index", root, "--library", libraryPath, "--model", tinyModelId];
  const running = startCli(...index);
  await vi.waitFor(() => expect(countReady(libraryPath)).toBeGreaterThan(0), 60_000);
  process.kill(running.pid, "SIGKILL");
  const { exitCode, stderr } = await runCli(...index);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  expect(await getStatus(libraryPath)).toMatchObject({ soundCount: 21, readyCount: 21, pendingCount: 0 });
});

test.skipIf(process.platform === "win32")("a command that npm ran ends when npm is killed", async () => {
  const root = tempFolder();
  writeFiles(root, { "long.wav": toneWav(200, 900) });
  const libraryPath = tempLibraryPath();
  const npm = startCliUnderNpm("index", root, "--library", libraryPath, "--model", tinyModelId);
  await vi.waitFor(() => expect(existsSync(`${libraryPath}.inflight`)).toBe(true), 60_000);
  process.kill(npm.pid, "SIGKILL");
  await npm.result;
  expect(countReady(libraryPath)).toBe(0);
});

test("Ctrl-C stores what is in flight and ends with 130; the next run goes on from there", async () => {
  const root = tempFolder();
  writeFiles(root, toneFiles(300));
  const libraryPath = tempLibraryPath();
  const running = startCli("index", root, "--library", libraryPath, "--model", tinyModelId);
  await vi.waitFor(async () => expect((await getStatus(libraryPath))["readyCount"]).toBeGreaterThan(0), {
    timeout: 60_000,
    interval: 200,
  });
  // As a terminal does it: to every process of the group.
  process.kill(-running.pid, "SIGINT");
  const { exitCode, stderr } = await running.result;
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 130 });
  expect(stderr).toContain("Run the command again to go on");

  const stopped = Number((await getStatus(libraryPath))["readyCount"]);
  expect(stopped).toBeGreaterThan(0);
  await runCli("index", "--library", libraryPath);
  expect(await getStatus(libraryPath)).toMatchObject({ soundCount: 300, readyCount: 300, pendingCount: 0 });
});

test.skipIf(process.platform === "win32")(
  "a library that can grow no more stops the run with a reason and keeps what is stored",
  async () => {
    const root = tempFolder();
    writeFiles(root, toneFiles(300));
    const libraryPath = tempLibraryPath();
    // A limit of 2.5 MB on the size of a file: every write beyond fails, as on a drive that gives up.
    const limited = startCliWithFileLimit(
      2500,
      "index",
      root,
      "--library",
      libraryPath,
      "--model",
      tinyModelId,
    );
    const { exitCode, stderr } = await limited.result;
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 1 });
    expect(stderr).toContain(`${libraryPath} could not be`);

    const kept = Number((await getStatus(libraryPath))["readyCount"]);
    expect(kept).toBeGreaterThan(0);
    await runCli("index", "--library", libraryPath);
    expect(await getStatus(libraryPath)).toMatchObject({ soundCount: 300, readyCount: 300, errorCount: 0 });
  },
);
