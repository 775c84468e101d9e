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
import type { Phase } from "./kills-trial.ts";
import { dumpLibrary } from "./library-dump.ts";
import { runTrial } from "./trial.ts";

export interface KillsResult {
  rounds: number;
  /** Kills that hit a run before it had ended by itself; as many as rounds. */
  killed: number;
  /** Of these, by what the run had come to: the engine opens, listens and is edited, listens on, tags, closes. */
  killedAfter: Record<Phase | "start", number>;
  /** Runs that had ended before their moment came, and were not counted. */
  missed: number;
  /** Looks of `doctor` that found the library whole. */
  wholeCount: number;
  rows: number;
}

/** Moments are counted from what a run has come to, so that they fall into all of its work on a slow machine too. */
const moments: readonly { after: Phase | "start"; withinMs: number }[] = [
  { after: "start", withinMs: 1500 },
  { after: "opened", withinMs: 1000 },
  { after: "opened", withinMs: 2500 },
  { after: "marked", withinMs: 500 },
  { after: "listened", withinMs: 500 },
];
/** A machine on which most runs end before their moment would never end. */
const mostTriesARound = 4;

export const benchmark: Benchmark = {
  usage:
    "--rounds N [--files N] [--model ID]   kill -9 at random moments of indexing, tagging and editing, then compared with an undisturbed run",
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
    const killedAfter = { start: 0, opened: 0, marked: 0, listened: 0, tagged: 0 };
    let killed = 0;
    let missed = 0;
    let wholeCount = 0;
    for (let round = 1; killed < rounds; round++) {
      if (round > rounds * mostTriesARound)
        throw new Error(`only ${killed} of ${round} runs could be killed`);
      if (round > 1) changeSounds(folder, round);
      const { after, withinMs } = moments[chance(moments.length)] as (typeof moments)[number];
      const phase = await killAfter(after, chance(withinMs), { folder, libraryPath, modelId });
      if (phase === null) missed++;
      else {
        killed++;
        killedAfter[phase]++;
      }
      // Killed before it was made, there is none to look at.
      if (!existsSync(libraryPath)) continue;
      await checkWhole(round);
      wholeCount++;
      process.stderr.write(`${killed} of ${rounds} killed, the last after "${phase ?? "its end"}": whole\n`);
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
    return { rounds, killed, killedAfter, missed, wholeCount, rows: rows.length };
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

/**
 * Starts a trial and kills it with all its processes, as when the power goes.
 * @param ms counted from the moment when it has come to `after`
 * @returns what it had come to, or null when it had ended before
 */
async function killAfter(
  after: Phase | "start",
  ms: number,
  options: object,
): Promise<Phase | "start" | null> {
  const script = path.join(import.meta.dirname, "kills-trial.ts");
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let phase: Phase | "start" = "start";
  const reached = new Promise<void>((resolve) => {
    if (after === "start") resolve();
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      const told = text.split("\n").filter(isPhase);
      phase = told.at(-1) ?? phase;
      if (told.some((each) => each === after)) resolve();
    });
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const moment = reached.then(() => sleep(ms));
  const winner = await Promise.race([ended.then((code) => ({ code })), moment.then(() => undefined)]);
  if (winner?.code === 0) return null;
  if (winner) throw new Error(`the run ended by itself with ${winner.code}`);
  process.kill(-(child.pid as number), "SIGKILL");
  await ended;
  return phase;
}

function isPhase(word: string): word is Phase {
  return ["opened", "marked", "listened", "tagged"].includes(word);
}
