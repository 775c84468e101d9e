// The trial of bench/clap-memory.ts, in a process of its own: `node clap-memory-trial.ts OPTIONS_AS_JSON`.
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { makeParitySounds } from "../test/clap/official-inputs.ts";
import { connectEngine } from "../main/engine/connect-engine.ts";
import { wavHeader } from "./clap-setup.ts";
import { type ProcessMemory, readMemory } from "./process-tree.ts";

export interface MemoryOptions {
  modelId: string;
  /** EARSHOT_HOME with the model. */
  home: string;
  durationSec: number;
}

export interface MemoryResult {
  /** Highest sums over this process, the engine and its embedders. Not all at the same moment. */
  peak: MemorySums;
  /** Before the first sound. */
  start: MemorySums;
  /** The processes at the moment of the highest proportional sum. */
  processesAtPeak: ProcessMemory[];
  windowCount: number;
  elapsedSec: number;
}

export type MemorySums = Omit<ProcessMemory, "id" | "name">;

const sampleEveryMs = 100;
const sumNames = ["residentBytes", "proportionalBytes", "anonymousBytes"] as const;

const options = JSON.parse(process.argv[2] ?? "{}") as MemoryOptions;
process.env["EARSHOT_HOME"] = options.home;
console.log(JSON.stringify(await measure()));
process.exit(0);

async function measure(): Promise<MemoryResult> {
  const work = mkdtempSync(path.join(tmpdir(), "earshot-bench-memory-"));
  const folder = path.join(work, "sounds");
  mkdirSync(folder);
  writeLongSound(path.join(folder, "long.wav"), options.durationSec);
  // What was made for the file is no memory of Earshot's.
  globalThis.gc?.();
  const engine = await connectEngine({
    libraryPath: path.join(work, "library.db"),
    mode: "write",
    modelId: options.modelId,
    gentleMode: "off",
  });
  try {
    const start = sumUp(readMemory());
    const peak = { ...start };
    let processesAtPeak: ProcessMemory[] = [];
    const look = (): void => {
      const processes = readMemory();
      const sums = sumUp(processes);
      if (sums.proportionalBytes > peak.proportionalBytes) processesAtPeak = processes;
      for (const key of sumNames) peak[key] = Math.max(peak[key], sums[key]);
    };
    const timer = setInterval(look, sampleEveryMs);
    const startMs = performance.now();
    const { errorCount, problem } = await engine.api.indexAll({
      folders: [folder],
      excludes: [],
      modelId: null,
    });
    clearInterval(timer);
    if (errorCount > 0 || problem) throw new Error(`the sound was not indexed: ${JSON.stringify(problem)}`);
    const { readyCount, windowCount } = await engine.api.getStatus({});
    if (readyCount !== 1) throw new Error("the sound is not ready");
    return { start, peak, processesAtPeak, windowCount, elapsedSec: (performance.now() - startMs) / 1000 };
  } finally {
    await engine.close();
    rmSync(work, { recursive: true, force: true });
  }
}

function sumUp(processes: readonly ProcessMemory[]): MemorySums {
  const sums = { residentBytes: 0, proportionalBytes: 0, anonymousBytes: 0 };
  for (const process of processes) for (const key of sumNames) sums[key] += process[key];
  return sums;
}

/** 32-bit float, mono, 48 kHz: ten seconds of a sweep, again and again, each a little quieter. */
function writeLongSound(file: string, durationSec: number): void {
  const sweep = makeParitySounds().find(({ name }) => name === "sweep of 480000 samples")?.samples;
  if (!sweep) throw new Error("no sweep");
  const target = openSync(file, "w");
  const count = Math.ceil(durationSec / 10);
  writeSync(target, wavHeader(count * sweep.length));
  for (let i = 0; i < count; i++) {
    const quieter = sweep.map((value) => value * (1 - i / (2 * count)));
    writeSync(target, new Uint8Array(quieter.buffer));
  }
  closeSync(target);
}
