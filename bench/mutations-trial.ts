// Mutated files through the real worker pool, as the indexer has them listened to. Prints what became of them.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AppError } from "../main/base/app-error.ts";
import { getModel } from "../main/clap/model-catalogue.ts";
import type { HeardSound } from "../main/indexer/index-sound.ts";
import { SoundListener } from "../main/indexer/sound-listener.ts";
import { mutate } from "../test/audio/mutate.ts";

const options = JSON.parse(process.argv[2] ?? "{}") as MutationOptions;
const threadCount = 2;
const fixtures = path.join(import.meta.dirname, "..", "test", "fixtures", "audio");

export interface MutationOptions {
  /** Number of the first file: a run can go on where another one ended, with other mutations. */
  firstFile: number;
  fileCount: number;
  withFfmpeg: boolean;
  /** Where the result so far is kept after each twentieth, or null. */
  outPath: string | null;
}

export interface MutationResult {
  doneCount: number;
  /** `samples`, or the code of the reason -> number of files. */
  outcomes: Record<string, number>;
  /** What must not be: file and seed, and what happened. */
  faults: string[];
  formatCount: number;
  /** Resident memory of this process and its threads after each twentieth of the files. */
  residentMb: number[];
  slowestSec: number;
  /** File and seed of the slowest. */
  slowest: string;
  /** Processor time of all threads. */
  cpuSec: number;
}

const folder = mkdtempSync(path.join(tmpdir(), "earshot-mutations-"));
if (!options.withFfmpeg) process.env["PATH"] = folder;
const names = readdirSync(fixtures).filter((name) => !/\.(f32|json)$/.test(name));
const originals = new Map(names.map((name) => [name, readFileSync(path.join(fixtures, name))]));
const listener = new SoundListener(threadCount);
const spec = getModel("pocket").frontEnd;
const result: MutationResult = {
  doneCount: 0,
  outcomes: {},
  faults: [],
  formatCount: names.length,
  residentMb: [],
  slowestSec: 0,
  slowest: "",
  cpuSec: 0,
};
let next = options.firstFile;
const end = options.firstFile + options.fileCount;
const each = Math.max(1, Math.floor(options.fileCount / 20));

async function work(): Promise<void> {
  for (let i = next++; i < end; i = next++) {
    const name = names[i % names.length] as string;
    const seed = 1 + Math.floor(i / names.length);
    const file = path.join(folder, `${i}-${name}`);
    const bytes = mutate(originals.get(name) as Uint8Array, seed);
    writeFileSync(file, bytes);
    const startedMs = performance.now();
    const outcome = await listen(file, bytes.length);
    noteTime(`${name} seed ${seed}`, (performance.now() - startedMs) / 1000);
    result.outcomes[outcome] = (result.outcomes[outcome] ?? 0) + 1;
    if (outcome.startsWith("fault")) result.faults.push(`${name} seed ${seed}: ${outcome}`);
    rmSync(file);
    if (++result.doneCount % each === 0) noteProgress();
  }
}

function noteTime(file: string, elapsedSec: number): void {
  if (elapsedSec <= result.slowestSec) return;
  result.slowestSec = elapsedSec;
  result.slowest = file;
}

/** So that a run that is interrupted has told what it knew. */
function noteProgress(): void {
  const { user, system } = process.cpuUsage();
  result.cpuSec = (user + system) / 1e6;
  result.residentMb.push(Math.round(process.memoryUsage.rss() / 2 ** 20));
  const outcomes = Object.entries(result.outcomes).map(([outcome, count]) => `${outcome} ${count}`);
  process.stderr.write(
    `${result.doneCount} of ${options.fileCount}: ${outcomes.join(", ")}; ${result.faults.length} faults; ` +
      `${result.residentMb.at(-1)} MB; ${result.cpuSec.toFixed(0)} s of processor time; ` +
      `slowest ${result.slowestSec.toFixed(1)} s (${result.slowest})\n`,
  );
  if (options.outPath !== null) writeFileSync(options.outPath, `${JSON.stringify({ options, ...result })}\n`);
}

async function listen(file: string, sizeBytes: number): Promise<string> {
  try {
    return isFinite(await listener.listen({ path: file, sizeBytes }, spec)) ? "samples" : "fault: not finite";
  } catch (error) {
    if (!(error instanceof AppError)) return `fault: ${String(error)}`;
    const isFault = ["decoder-crashed", "decoder-too-slow", "internal"].includes(error.code);
    if (isFault || error.message === "") return `fault: ${error.code}`;
    return error.code;
  }
}

/** Every number of the model's input and of the facts. */
function isFinite({ features, facts }: HeardSound): boolean {
  const numbers = Object.values(facts).filter((fact) => typeof fact === "number");
  return (
    features.every(({ data }) => data.every((value) => Number.isFinite(value))) &&
    // Silence has a peak of -Infinity dBFS.
    numbers.every((fact) => Number.isFinite(fact) || fact === Number.NEGATIVE_INFINITY)
  );
}

await Promise.all(Array.from({ length: threadCount }, () => work()));
listener.close();
rmSync(folder, { recursive: true, force: true });
console.log(JSON.stringify(result));
