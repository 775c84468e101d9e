// Export and import of a large library by the command line: memory must not grow with the number of sounds as the
// text does. What was exported is counted before anything is reported.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Benchmark } from "./bench.ts";
import { readResidentBytes } from "./process-tree.ts";
import { runTrial } from "./trial.ts";

const cli = path.join(import.meta.dirname, "..", "main", "cli", "earshot.ts");
const sampleEveryMs = 50;

export const benchmark: Benchmark = {
  usage: "[--sounds N]   earshot export and import of N sounds and of a tenth of them: time and peak memory",
  run: async (args) => {
    const { values } = parseArgs({ args, options: { sounds: { type: "string", default: "100000" } } });
    const sounds = Number(values.sounds);
    const tenth = await measure(Math.floor(sounds / 10));
    return { ...(await measure(sounds)), tenth };
  },
};

async function measure(sounds: number): Promise<Record<string, number>> {
  const folder = mkdtempSync(path.join(tmpdir(), "earshot-bench-export-"));
  try {
    const library = path.join(folder, "library.db");
    await runTrial("export", { library, sounds });
    const file = path.join(folder, "export.json");
    const exported = await runCli("export", "--library", library, "--out", file, "--json");
    const imported = await runCli("import", file, "--library", library, "--dry-run", "--json");
    const { soundCount, byHashCount } = JSON.parse(imported.stdout) as Record<string, number>;
    if (soundCount !== sounds || byHashCount !== sounds) {
      throw new Error(`${soundCount} sounds exported and ${byHashCount} found again, of ${sounds}`);
    }
    return {
      sounds,
      exportSec: exported.elapsedSec,
      exportMb: toMb(statSync(file).size),
      exportPeakMb: exported.peakMb,
      importSec: imported.elapsedSec,
      importPeakMb: imported.peakMb,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Peak memory is that of the command and its engine together, without this process. */
async function runCli(...args: string[]): Promise<{ stdout: string; elapsedSec: number; peakMb: number }> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [cli, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  let peakBytes = 0;
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, readResidentBytes() - process.memoryUsage.rss());
  }, sampleEveryMs);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`earshot ${args[0]} ended with ${code}`);
  return {
    stdout,
    elapsedSec: Math.round((performance.now() - startedMs) / 100) / 10,
    peakMb: toMb(peakBytes),
  };
}

function toMb(bytes: number): number {
  return Math.round(bytes / 1e6);
}
