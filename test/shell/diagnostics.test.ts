import os from "node:os";
import { expect, test } from "vitest";
import { AppError } from "../../main/base/app-error.ts";
import { type DiagnosticsSource, describeInstallation } from "../../main/shell/diagnostics.ts";

const secretFolder = "/media/ada/Secret Project";

function source(withPaths: boolean): DiagnosticsSource {
  return {
    withPaths,
    versions: ["Earshot 9.9.9"],
    engine: {
      getStatus: () =>
        Promise.resolve({
          libraryPath: `${os.homedir()}/lib/library.db`,
          schemaVersion: 10,
          soundCount: 12,
          readyCount: 11,
          pendingCount: 0,
          errorCount: 1,
          offlineCount: 0,
          windowCount: 3,
          folderCount: 1,
          modelId: "pocket",
          progress: { phase: "idle", problem: null },
          health: { executionProvider: "cpu", restartCount: 2 },
        } as never),
      diagnose: () =>
        Promise.resolve([
          { name: "disk", isOk: false, detail: `3 MB free at ${secretFolder}`, hint: "" },
          { name: "ffmpeg", isOk: true, detail: "found at /opt/media tools/bin/ffmpeg", hint: "" },
        ]),
      listFolders: () => Promise.resolve([{ path: secretFolder }] as never),
    },
    logs: [
      {
        name: "engine.log",
        sizeBytes: 1,
        lines: [
          `{"level":50,"time":0,"pid":1,"path":"${secretFolder}/kick.wav","code":"internal","msg":"a bug"}`,
          '{"level":30,"time":1,"pid":1,"msg":"not worth it"}',
          "noise",
        ],
      },
    ],
  };
}

test("versions, counts, checks and errors are there; no path and no name of a sound is", async () => {
  const text = await describeInstallation(source(false));
  for (const part of [
    "Earshot 9.9.9",
    "12 sounds, 11 ready",
    "3 parts of long sounds",
    "Model pocket, cpu, restarted 2 times",
    "NOT OK disk: 3 MB free at <folder 1>",
    '1970-01-01T00:00:00.000Z engine.log error a bug code="internal"',
  ]) {
    expect(text).toContain(part);
  }
  for (const secret of ["Secret", "ada", "kick", os.homedir(), "not worth it", "noise"]) {
    expect(text).not.toContain(secret);
  }
});

test("paths are there when they are asked for", async () => {
  const text = await describeInstallation(source(true));
  expect(text).toContain(`${secretFolder}/kick.wav`);
  expect(text).toContain(`${os.homedir()}/lib/library.db`);
});

const lost = (): Promise<never> => Promise.reject(new AppError("engine-failed", "The engine ended."));

test("an engine that does not answer is part of the report", async () => {
  const broken = { ...source(false), engine: { getStatus: lost, diagnose: lost, listFolders: lost } };
  const text = await describeInstallation(broken);
  expect(text).toContain("Library: The engine ended.");
  expect(text).toContain("Checks: The engine ended.");
});
