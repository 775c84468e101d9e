// kill -9 at random moments of indexing, marking and editing: the library is whole every time, and at the end it holds
// what an undisturbed run makes of the same folder, row by row.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { connectEngine } from "../main/engine/connect-engine.ts";
import type { Benchmark } from "./bench.ts";
import { changeSounds, makeChance, makeSounds } from "./kills-sounds.ts";
import { dumpLibrary } from "./library-dump.ts";
import { runTrial } from "./trial.ts";

export interface KillsResult {
  rounds: number;
  /** Kills that hit a run before it had ended by itself. */
  killed: number;
  /** Looks of `doctor` that found the library whole. */
  wholeCount: number;
  rows: number;
}

const leastMs = 50;
const spreadMs = 2950;

export const benchmark: Benchmark = {
  usage:
    "--rounds N [--files N] [--model ID]   kill -9 at random moments, then compared with an undisturbed run",
  run: async (args) => {
    const { values } = parseArgs({
      args,
      options: {
        rounds: { type: "string", default: "100" },
        files: { type: "string", default: "120" },
        model: { type: "string", default: "pocket" },
      },
    });
    return { ...(await runKills(Number(values.rounds), Number(values.files), values.model)) };
  },
};

/** @throws Error when a library was not whole, or the end differs */
export async function runKills(rounds: number, fileCount: number, modelId: string): Promise<KillsResult> {
  const temporary = mkdtempSync(path.join(tmpdir(), "earshot-kills-"));
  const folder = path.join(temporary, "sounds");
  mkdirSync(folder);
  const libraryPath = path.join(temporary, "killed.db");
  const doctor = await connectEngine({ libraryPath, mode: "none" });
  try {
    makeSounds(folder, fileCount);
    const chance = makeChance(4711);
    let killed = 0;
    let wholeCount = 0;
    for (let round = 1; round <= rounds; round++) {
      if (round > 1) changeSounds(folder, round);
      if (await killAfter(leastMs + chance(spreadMs), { folder, libraryPath, modelId })) killed++;
      // Killed before it was made, there is none to look at.
      if (!existsSync(libraryPath)) continue;
      await checkWhole(round);
      wholeCount++;
      process.stderr.write(`round ${round} of ${rounds}: whole\n`);
    }
    const undisturbed = path.join(temporary, "undisturbed.db");
    await runTrial("kills", { folder, libraryPath, modelId });
    await runTrial("kills", { folder, libraryPath: undisturbed, modelId });
    const [rows, expected] = [dumpLibrary(libraryPath), dumpLibrary(undisturbed)];
    const difference = rows.findIndex((row, i) => row !== expected[i]);
    if (rows.length !== expected.length || difference !== -1) {
      const [got = "nothing", wanted = "nothing"] = [rows[difference], expected[difference]];
      throw new Error(`${rows.length} rows for ${expected.length}; first difference:\n${got}\n${wanted}`);
    }
    return { rounds, killed, wholeCount, rows: rows.length };
  } finally {
    await doctor.close();
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }

  async function checkWhole(round: number): Promise<void> {
    const checks = await doctor.api.diagnose({});
    const library = checks.find(({ name }) => name === "library");
    if (library?.isOk !== true) throw new Error(`round ${round}: ${library?.detail ?? "doctor is silent"}`);
  }
}

/** Starts a trial and kills it with all its processes, as when the power goes. @returns false when it had ended before */
async function killAfter(ms: number, options: object): Promise<boolean> {
  const script = path.join(import.meta.dirname, "kills-trial.ts");
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    detached: true,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const winner = await Promise.race([ended.then((code) => ({ code })), sleep(ms).then(() => undefined)]);
  if (winner?.code === 0) return false;
  if (winner) throw new Error(`the run ended by itself with ${winner.code}`);
  process.kill(-(child.pid as number), "SIGKILL");
  await ended;
  return true;
}
