// earshot open: hands files and folders to the Earshot that is running, or starts one.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Command } from "commander";
import { AppError } from "../../base/app-error.ts";
import { findAppRoot } from "../../base/entry.ts";
import { handOver } from "../../shell/hand-over.ts";
import { printNote } from "../output.ts";

/** A first start builds the window and opens the library. */
const startLimitMs = 120_000;
const knockEveryMs = 500;

export function addOpenCommand(program: Command): void {
  program
    .command("open")
    .description("show files or folders in the window")
    .argument("<path...>", "files and folders")
    .action(async (typed: string[]) => {
      const paths = typed.map((each) => path.resolve(each));
      const missing = paths.find((each) => !existsSync(each));
      if (missing !== undefined) {
        throw new AppError("no-such-file", `There is nothing at ${missing}.`, "Check the spelling.");
      }
      if (await handOver(paths)) return;
      printNote("Earshot is not running: starting it");
      startWindow();
      const limitMs = Date.now() + startLimitMs;
      while (Date.now() < limitMs) {
        await pause(knockEveryMs);
        if (await handOver(paths)) return;
      }
      throw new AppError("not-started", "Earshot did not start.", "Start it, then open the files again.");
    });
}

/** Goes on after this command has ended, as a window that was opened by hand does. */
function startWindow(): void {
  const child = spawn(process.execPath, [path.join(findAppRoot(), "main", "cli", "start.ts")], {
    stdio: "ignore",
    detached: true,
  });
  child.unref();
}
