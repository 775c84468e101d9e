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
  fileCount: number;
  withFfmpeg: boolean;
}

export interface MutationResult {
  /** `samples`, or the code of the reason -> number of files. */
  outcomes: Record<string, number>;
  /** What must not be: file and seed, and what happened. */
  faults: string[];
  formatCount: number;
  /** Resident memory of this process and its threads after each twentieth of the files. */
  residentMb: number[];
  slowestSec: number;
}

const folder = mkdtempSync(path.join(tmpdir(), "earshot-mutations-"));
if (!options.withFfmpeg) process.env["PATH"] = folder;
const names = readdirSync(fixtures).filter((name) => !/\.(f32|json)$/.test(name));
const originals = new Map(names.map((name) => [name, readFileSync(path.join(fixtures, name))]));
const listener = new SoundListener(threadCount);
const spec = getModel("pocket").frontEnd;
const result: MutationResult = {
  outcomes: {},
  faults: [],
  formatCount: names.length,
  residentMb: [],
  slowestSec: 0,
};
let next = 0;
const each = Math.max(1, Math.floor(options.fileCount / 20));

async function work(): Promise<void> {
  for (let i = next++; i < options.fileCount; i = next++) {
    const name = names[i % names.length] as string;
    const seed = 1 + Math.floor(i / names.length);
    const file = path.join(folder, `${i}-${name}`);
    const bytes = mutate(originals.get(name) as Uint8Array, seed);
    writeFileSync(file, bytes);
    const startedMs = performance.now();
    const outcome = await listen(file, bytes.length);
    result.slowestSec = Math.max(result.slowestSec, (performance.now() - startedMs) / 1000);
    result.outcomes[outcome] = (result.outcomes[outcome] ?? 0) + 1;
    if (outcome.startsWith("fault")) result.faults.push(`${name} seed ${seed}: ${outcome}`);
    rmSync(file);
    if ((i + 1) % each === 0) result.residentMb.push(Math.round(process.memoryUsage.rss() / 2 ** 20));
  }
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
