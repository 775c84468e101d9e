// From a query to its ranked list in a library of N embeddings, and the same embeddings in sqlite-vec, in turn on the
// same machine in the same run. The answer is checked against an exact float32 search before anything is timed.
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { getLatestVersion } from "../main/db/migrate.ts";
import type { Benchmark } from "./bench.ts";
import type { CheckResult, SearchResult, SearchTrialOptions, SqliteVecResult } from "./search-trial.ts";
import { runTrial } from "./trial.ts";

/** Below this the answer counts as wrong, and no time is given. */
const leastRecall = 0.999;

export const benchmark: Benchmark = {
  usage:
    "[--windows N] [--rounds N] [--queries N] [--model ID] [--make]   query to ranked list, beside sqlite-vec; --make only makes the library",
  run: async (args) => {
    const { values } = parseArgs({
      args,
      options: {
        windows: { type: "string", default: "100000" },
        rounds: { type: "string", default: "3" },
        queries: { type: "string", default: "200" },
        model: { type: "string", default: "pocket" },
        make: { type: "boolean", default: false },
      },
    });
    const windows = Number(values.windows);
    const folder = getCacheFolder(windows);
    const trial: Omit<SearchTrialOptions, "kind"> = {
      folder,
      windows,
      queries: Number(values.queries),
      modelId: values.model,
    };
    await makeOnce(trial);
    if (values.make) return { windows, folder };
    const check = await runTrial<CheckResult>("search", { ...trial, kind: "check" });
    console.error(JSON.stringify(check));
    if (check.recall < leastRecall) {
      throw new Error(`The best 100 are not the exact ones: recall ${check.recall}, at least ${leastRecall}`);
    }
    const searches: SearchResult[] = [];
    const others: SqliteVecResult[] = [];
    for (let round = 0; round < Number(values.rounds); round++) {
      searches.push(await runTrial<SearchResult>("search", { ...trial, kind: "search" }));
      others.push(await runTrial<SqliteVecResult>("search", { ...trial, kind: "sqlite-vec" }));
      console.error(JSON.stringify({ earshot: searches.at(-1), sqliteVec: others.at(-1) }));
    }
    return summarise(windows, check.recall, searches, others);
  },
};

/** Grows with every change of search-data.ts or of what search-trial.ts makes of it. */
const dataVersion = 3;

/** Where the library of so many embeddings is kept between runs: a million take 5 GB and some minutes. */
export function getCacheFolder(windows: number): string {
  const name = `search-${dataVersion}-schema-${getLatestVersion()}-${windows}`;
  return path.join(import.meta.dirname, ".cache", name);
}

/** Makes the library unless an earlier run has finished it. */
export async function makeOnce(trial: Omit<SearchTrialOptions, "kind">): Promise<void> {
  const doneFile = path.join(trial.folder, "done.json");
  if (existsSync(doneFile)) return;
  rmSync(trial.folder, { recursive: true, force: true });
  mkdirSync(trial.folder, { recursive: true });
  const made = JSON.stringify(await runTrial("search", { ...trial, kind: "make" }));
  console.error(made);
  writeFileSync(doneFile, made);
}

/** The middle round of each figure; the largest of memory. */
function summarise(
  windows: number,
  recall: number,
  searches: readonly SearchResult[],
  others: readonly SqliteVecResult[],
): Record<string, unknown> {
  const p95Ms = median(searches.map((search) => search.p95Ms));
  const sqliteVecP95Ms = median(others.map((other) => other.p95Ms));
  return {
    windows,
    p50Ms: median(searches.map((search) => search.p50Ms)),
    p95Ms,
    recall,
    rssMb: Math.max(...searches.map((search) => search.rssMb)),
    sqliteVecP95Ms,
    ratio: Number((sqliteVecP95Ms / p95Ms).toFixed(2)),
    cpuMeanMs: median(searches.map((search) => search.cpuMeanMs)),
    filteredP95Ms: median(searches.map((search) => search.filteredP95Ms)),
    namesP95Ms: median(searches.map((search) => search.namesP95Ms)),
    tagCountsP95Ms: median(searches.map((search) => search.tagCountsP95Ms)),
    scanP95Ms: median(searches.map((search) => search.scanP95Ms)),
    loadMs: median(searches.map((search) => search.loadMs)),
    textModel: searches[0]?.textModel ?? null,
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
