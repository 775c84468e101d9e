import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { checkFfmpeg } from "../../main/engine/doctor-calls.ts";
import { tempFolder } from "../indexer/temp-folder.ts";

afterEach(() => vi.unstubAllEnvs());

/** A PATH of one folder, in which `ffmpeg` is this script; empty without one. */
function stubPath(script?: string): void {
  const folder = tempFolder();
  vi.stubEnv("PATH", folder);
  if (script === undefined) return;
  const program = path.join(folder, "ffmpeg");
  writeFileSync(program, `#!${process.execPath}\n${script}\n`);
  chmodSync(program, 0o755);
}

test.skipIf(process.platform === "win32")(
  "doctor tells an ffmpeg that does not answer from none, and neither is a fault",
  async () => {
    const rare = "rare formats (WMA, APE, MPC, ...) cannot be read";
    stubPath();
    expect(await checkFfmpeg()).toMatchObject({ isOk: true, detail: `not on the PATH: ${rare}` });
    stubPath("setTimeout(() => {}, 600_000)");
    expect(await checkFfmpeg(300)).toMatchObject({ isOk: true, detail: `does not answer: ${rare}` });
    stubPath("process.exitCode = 3");
    expect(await checkFfmpeg()).toMatchObject({ isOk: true, detail: `does not answer: ${rare}` });
    stubPath('console.log("ffmpeg version 9\\nbuilt with care")');
    expect(await checkFfmpeg(60_000)).toMatchObject({ isOk: true, detail: "found: ffmpeg version 9" });
  },
  90_000,
);
