// The engine in a process of its own: start, refusal, crash, end.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { findLockHolder } from "../../main/db/writer-lock.ts";
import { connectEngine, type EngineConnection } from "../../main/engine/connect-engine.ts";
import { type EngineProcess, forkEngine } from "../../main/engine/engine-spawner.ts";
import type { LibraryMode } from "../../main/engine/host-protocol.ts";
import { toneFiles, toneWav } from "../indexer/sounds.ts";
import { tempFolder, writeFiles } from "../indexer/temp-folder.ts";
import { tempLibraryPath, tinyModelId } from "./engine-setup.ts";

interface Connected extends EngineConnection {
  processes: EngineProcess[];
}

async function connect(libraryPath: string, mode: LibraryMode = "write"): Promise<Connected> {
  const processes: EngineProcess[] = [];
  const connection = await connectEngine({
    libraryPath,
    mode,
    spawn: (args) => {
      const engine = forkEngine(args);
      processes.push(engine);
      return engine;
    },
  });
  onTestFinished(() => connection.close());
  return { ...connection, processes };
}

test("the engine opens the library, answers, and lets go of it when closed", async () => {
  const libraryPath = tempLibraryPath();
  const { api, close } = await connect(libraryPath);
  expect(await api.getStatus({})).toMatchObject({ libraryPath, soundCount: 0 });
  expect(findLockHolder(libraryPath)).toBeTypeOf("number");
  await close();
  expect(findLockHolder(libraryPath)).toBeUndefined();
  await expect(api.getStatus({})).rejects.toMatchObject({ code: "engine-closed" });
});

test("a malformed request is refused by name and part, and the engine goes on", async () => {
  const { api } = await connect(tempLibraryPath());
  const send = (request: unknown): Promise<unknown> => api.getSounds(request as { ids: number[] });
  await expect(send({ ids: ["1"] })).rejects.toMatchObject({ code: "invalid-request" });
  await expect(send({ ids: [1], more: true })).rejects.toMatchObject({ code: "invalid-request" });
  await expect(send(null)).rejects.toMatchObject({ code: "invalid-request" });
  expect(await api.getSounds({ ids: [] })).toEqual([]);
});

test("a second writer is refused with the holder's process, a reader is let in", async () => {
  const libraryPath = tempLibraryPath();
  await connect(libraryPath);
  await expect(connect(libraryPath)).rejects.toMatchObject({ code: "library-in-use" });
  const reader = await connect(libraryPath, "read");
  expect(await reader.api.getStatus({})).toMatchObject({ soundCount: 0 });
  await expect(reader.api.startIndexing({})).rejects.toMatchObject({ code: "library-read-only" });
});

test("reading a library that is not there is refused and makes no file", async () => {
  const libraryPath = tempLibraryPath();
  await expect(connect(libraryPath, "read")).rejects.toMatchObject({ code: "no-library" });
  expect(existsSync(libraryPath)).toBe(false);
});

test("after a crash the engine is started again and the run goes on", async () => {
  const root = tempFolder();
  writeFiles(root, toneFiles(40));
  const { api, on, processes } = await connect(tempLibraryPath());
  const restarts: string[] = [];
  on("engineRestarted", ({ reason }) => restarts.push(reason));
  const crashed = api.indexAll({ folders: [root], excludes: [], modelId: tinyModelId });
  await vi.waitFor(async () => expect((await api.getStatus({})).readyCount).toBeGreaterThan(3), 20_000);
  processes[0]?.kill();
  await expect(crashed).rejects.toMatchObject({ code: "process-gone" });

  await vi.waitFor(async () => expect((await api.getStatus({})).readyCount).toBe(40), 20_000);
  expect(restarts).toEqual(["signal SIGKILL"]);
  expect(await api.getStatus({})).toMatchObject({ soundCount: 40, pendingCount: 0, errorCount: 0 });
});

test("an engine that ends while it is being started again is started once more", async () => {
  const libraryPath = tempLibraryPath();
  const processes: EngineProcess[] = [];
  const { api, on, close } = await connectEngine({
    libraryPath,
    mode: "write",
    spawn: (args) => {
      const engine = forkEngine(args);
      processes.push(engine);
      // The second and the third end before they have opened the library.
      if (processes.length === 2 || processes.length === 3) engine.kill();
      return engine;
    },
  });
  onTestFinished(close);
  const restarts: string[] = [];
  on("engineRestarted", ({ reason }) => restarts.push(reason));
  processes[0]?.kill();
  await vi.waitFor(() => expect(restarts).toEqual(["signal SIGKILL"]), 20_000);
  expect(await api.getStatus({})).toMatchObject({ libraryPath });
  expect(processes).toHaveLength(4);
});

test("an engine that crashes again and again is given up with a reason, and a call after a while tries anew", async () => {
  const libraryPath = tempLibraryPath();
  const { api, on, processes } = await connect(libraryPath);
  const events: string[] = [];
  on("engineLost", ({ code }) => events.push(code));
  for (let crash = 1; crash <= 6; crash++) {
    await api.getStatus({});
    processes.at(-1)?.kill();
    await sleep(100);
  }
  await expect(api.getStatus({})).rejects.toMatchObject({ code: "engine-failed" });
  expect([events, processes.length]).toEqual([["engine-failed"], 6]);

  on("engineRestarted", ({ reason }) => events.push(reason));
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10_000 });
  onTestFinished(() => void vi.useRealTimers());
  expect(await api.getStatus({})).toMatchObject({ libraryPath });
  expect(events).toEqual(["engine-failed", "asked to"]);
});

/** A shell in a process of its own, with the library open. */
async function startShell(...args: string[]): Promise<ChildProcess> {
  const shell = spawn(process.execPath, [path.join(import.meta.dirname, "shell-child.ts"), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void shell.kill("SIGKILL"));
  await new Promise((resolve) => shell.stdout.once("data", resolve));
  return shell;
}

test("when the shell is killed, the engine ends without finishing the sound in flight", async () => {
  const root = tempFolder();
  writeFiles(root, { "long.wav": toneWav(1, 300) });
  const libraryPath = tempLibraryPath();
  const shell = await startShell(libraryPath, root, tinyModelId);
  await vi.waitFor(() => expect(existsSync(`${libraryPath}.inflight`)).toBe(true), 20_000);
  shell.kill("SIGKILL");
  await vi.waitFor(() => expect(findLockHolder(libraryPath)).toBeUndefined(), 20_000);
  const { api } = await connect(libraryPath, "read");
  expect(await api.getStatus({})).toMatchObject({ pendingCount: 1, readyCount: 0, errorCount: 0 });
});

test("a library in use is waited for when asked to, and opened once it is free", async () => {
  const libraryPath = tempLibraryPath();
  const shell = await startShell(libraryPath);
  const reasons: string[] = [];
  const { api, close } = await connectEngine({
    libraryPath,
    mode: "write",
    waitSec: 20,
    onWaiting: ({ code }) => {
      reasons.push(code);
      shell.kill("SIGKILL");
    },
  });
  onTestFinished(close);
  expect(await api.getStatus({})).toMatchObject({ libraryPath });
  expect(reasons).toEqual(["library-in-use"]);
});

test("when the shell is killed, the engine ends by itself", async () => {
  const libraryPath = tempLibraryPath();
  const shell = await startShell(libraryPath);
  expect(findLockHolder(libraryPath)).toBeTypeOf("number");
  shell.kill("SIGKILL");
  await vi.waitFor(() => expect(findLockHolder(libraryPath)).toBeUndefined(), 10_000);
});
