// The trial of bench/clap-memory.ts, in a process of its own: `node clap-memory-trial.ts OPTIONS_AS_JSON`.
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { makeParitySounds } from "../test/clap/official-inputs.ts";
import { connectEngine } from "../main/engine/connect-engine.ts";
import { wavHeader } from "./clap-setup.ts";
import { readResidentBytes } from "./process-tree.ts";

export interface MemoryOptions {
  modelId: string;
  /** EARSHOT_HOME with the model. */
  home: string;
  durationSec: number;
}

export interface MemoryResult {
  /** Of this process, the engine with its threads, and the embedder together. */
  peakBytes: number;
  /** Before the first sound. */
  startBytes: number;
  windowCount: number;
  elapsedSec: number;
}

const options = JSON.parse(process.argv[2] ?? "{}") as MemoryOptions;
process.env["EARSHOT_HOME"] = options.home;
console.log(JSON.stringify(await measure()));
process.exit(0);

async function measure(): Promise<MemoryResult> {
  const work = mkdtempSync(path.join(tmpdir(), "earshot-bench-memory-"));
  const folder = path.join(work, "sounds");
  mkdirSync(folder);
  writeLongSound(path.join(folder, "long.wav"), options.durationSec);
  const engine = await connectEngine({
    libraryPath: path.join(work, "library.db"),
    mode: "write",
    modelId: options.modelId,
    gentleMode: "off",
  });
  try {
    const startBytes = readResidentBytes();
    let peakBytes = startBytes;
    const timer = setInterval(() => (peakBytes = Math.max(peakBytes, readResidentBytes())), 100);
    const start = performance.now();
    const { errorCount, problem } = await engine.api.indexAll({
      folders: [folder],
      excludes: [],
      modelId: null,
    });
    clearInterval(timer);
    if (errorCount > 0 || problem) throw new Error(`the sound was not indexed: ${JSON.stringify(problem)}`);
    const { readyCount, windowCount } = await engine.api.getStatus({});
    if (readyCount !== 1) throw new Error("the sound is not ready");
    return { peakBytes, startBytes, windowCount, elapsedSec: (performance.now() - start) / 1000 };
  } finally {
    await engine.close();
    rmSync(work, { recursive: true, force: true });
  }
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
