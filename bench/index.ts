// Indexing end to end, as a person starts it: `earshot index` on a folder into a new library, then once more.

import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs, promisify } from "node:util";
import { AppError } from "../main/base/app-error.ts";
import type { Benchmark } from "./bench.ts";

const cli = path.join(import.meta.dirname, "..", "main", "cli", "earshot.ts");
const sampleEveryMs = 250;
const runProgram = promisify(execFile);

/** The last line of `earshot index --json`. */
interface Summary {
  foundCount: number;
  soundCount: number;
  readyCount: number;
  pendingCount: number;
  errorCount: number;
  windowCount: number;
}

interface Run {
  summary: Summary;
  errorLines: number;
  elapsedSec: number;
  /** Most resident memory of shell, engine and embedder together; null where `ps` cannot tell. */
  peakRssMb: number | null;
}

export const benchmark: Benchmark = {
  usage: "--folder FOLDER [--model ID]   indexing end to end, then again without work",
  run: async (args) => {
    const { values } = parseArgs({
      args,
      options: { folder: { type: "string" }, model: { type: "string", default: "pocket" } },
    });
    if (values.folder === undefined) throw new AppError("usage", "Name a folder of sounds: --folder FOLDER");
    const temporary = mkdtempSync(path.join(tmpdir(), "earshot-bench-"));
    try {
      const library = path.join(temporary, "library.db");
      const first = await index([values.folder, "--library", library, "--model", values.model]);
      check(first);
      const again = await index(["--library", library]);
      check(again);
      if (again.summary.readyCount !== first.summary.readyCount)
        throw new Error("The second run changed the library.");
      const { readyCount, errorCount, windowCount } = first.summary;
      return {
        folder: values.folder,
        model: values.model,
        sounds: readyCount,
        errors: errorCount,
        windows: windowCount,
        elapsedSec: round(first.elapsedSec),
        clipsPerSec: round((readyCount + windowCount) / first.elapsedSec),
        soundsPerSec: round(readyCount / first.elapsedSec),
        peakRssMb: first.peakRssMb,
        againSec: round(again.elapsedSec),
      };
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  },
};

/** Every sound is ready or listed with a reason, and nothing is left over. */
function check({ summary, errorLines }: Run): void {
  const { readyCount, pendingCount, soundCount, errorCount } = summary;
  if (pendingCount !== 0 || errorLines !== errorCount || readyCount + errorCount < soundCount) {
    throw new Error(`The run left sounds over: ${JSON.stringify(summary)}`);
  }
  if (readyCount === 0) throw new Error("No sound in the folder could be read.");
}

async function index(args: string[]): Promise<Run> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [cli, "index", ...args, "--json"], {
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  let peakRssMb: number | null = null;
  const sample = async (): Promise<void> => {
    const rssMb = await measureGroup(child.pid ?? 0);
    if (rssMb !== null) peakRssMb = Math.max(peakRssMb ?? 0, rssMb);
  };
  const timer = setInterval(() => void sample(), sampleEveryMs);
  const exitCode = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearInterval(timer);
  if (exitCode !== 0) throw new Error(`earshot index ended with ${exitCode}`);
  const lines = output.trimEnd().split("\n");
  const summary = JSON.parse(lines.at(-1) ?? "") as Summary;
  return {
    summary,
    errorLines: lines.length - 1,
    elapsedSec: (performance.now() - startedMs) / 1000,
    peakRssMb,
  };
}

async function measureGroup(groupId: number): Promise<number | null> {
  try {
    const { stdout } = await runProgram("ps", ["-axo", "pgid=,rss="]);
    const kilobytes = stdout
      .split("\n")
      .map((line) => line.trim().split(/\s+/).map(Number))
      .filter(([group]) => group === groupId)
      .reduce((sum, [, rss]) => sum + (rss ?? 0), 0);
    return Math.round(kilobytes / 1024);
  } catch {
    return null;
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
