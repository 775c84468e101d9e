// Runs a benchmark: `npm run -s bench -- NAME [options] [--json]`. With --json the last line of the standard output is
// one JSON object. A benchmark is a file bench/NAME.ts that exports `benchmark`.
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { AppError } from "../main/base/app-error.ts";
import { describeMachine } from "./machine.ts";

/** What each bench/NAME.ts exports under the name `benchmark`. */
export interface Benchmark {
  /** Options, for the list. */
  usage: string;
  /**
   * Checks its answers, then measures, each trial in a process of its own (`runTrial`).
   * Throws when an answer is wrong: a fast wrong answer is no result.
   * @param args what follows the name, without --json
   */
  run(args: string[]): Promise<Record<string, unknown>>;
}

/** Undefined for files that only help a benchmark. */
async function findBenchmark(name: string): Promise<Benchmark | undefined> {
  const module = (await import(path.join(import.meta.dirname, `${name}.ts`))) as { benchmark?: Benchmark };
  return module.benchmark;
}

async function listBenchmarks(): Promise<string> {
  const lines: string[] = [];
  for (const file of readdirSync(import.meta.dirname).sort()) {
    // A trial is a program: importing it would run it.
    if (!file.endsWith(".ts") || file === "bench.ts" || file.endsWith("-trial.ts")) continue;
    const name = path.basename(file, ".ts");
    const benchmark = await findBenchmark(name);
    if (benchmark) lines.push(`  ${name} ${benchmark.usage}`);
  }
  return lines.join("\n");
}

async function main(): Promise<void> {
  const args = process.argv.slice(2).filter((arg) => arg !== "--json");
  const isJson = process.argv.includes("--json");
  const name = args.shift() ?? "";
  const isName = /^[a-z0-9-]+$/.test(name) && !/^bench$|-trial$/.test(name);
  const isThere = isName && existsSync(path.join(import.meta.dirname, `${name}.ts`));
  const benchmark = isThere ? await findBenchmark(name) : undefined;
  if (!benchmark) {
    console.error(`Usage: npm run -s bench -- NAME [options] [--json]\n${await listBenchmarks()}`);
    process.exitCode = 2;
    return;
  }
  const machine = describeMachine();
  console.error(
    Object.entries(machine)
      .map(([key, value]) => `${key}: ${value}`)
      .join("\n"),
  );
  const result = await benchmark.run(args);
  if (isJson) console.log(JSON.stringify({ ...result, machine }));
  else console.log(result);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof AppError ? [error.message, error.hint].filter(Boolean).join("\n") : error);
  process.exitCode = 1;
}
