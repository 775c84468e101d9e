// What a query waits for while sounds are embedded: text to embedding, idle and beside full work.
import { parseArgs } from "node:util";
import type { Benchmark } from "./bench.ts";
import type { QueriesOptions, QueriesResult } from "./clap-queries-trial.ts";
import { modelOptions, withHome } from "./clap-setup.ts";
import { runTrial } from "./trial.ts";

export const benchmark: Benchmark = {
  usage: "--model ID [--checkpoint FOLDER] [--queries N]   text to embedding while sounds are embedded",
  run: async (args) => {
    const { values } = parseArgs({
      args,
      options: { ...modelOptions, queries: { type: "string", default: "40" } },
    });
    const { idleMs, busyMs, clipsPerSec } = await withHome(values, (home) =>
      runTrial<QueriesResult>("clap-queries", {
        modelId: values.model,
        home,
        queryCount: Number(values.queries),
      } satisfies QueriesOptions),
    );
    return { idle: describe(idleMs), busy: describe(busyMs), clipsPerSec };
  },
};

function describe(times: readonly number[]): { p50Ms: number; p95Ms: number } {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
  return { p50Ms: at(0.5), p95Ms: at(0.95) };
}
