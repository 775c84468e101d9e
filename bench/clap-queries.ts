// What a query waits for while sounds are embedded: text to embedding, idle and beside full work.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { findHomeFolder } from "../main/base/home.ts";
import type { Benchmark } from "./bench.ts";
import type { QueriesOptions, QueriesResult } from "./clap-queries-trial.ts";
import { makeHome } from "./clap-setup.ts";
import { runTrial } from "./trial.ts";

export const benchmark: Benchmark = {
  usage: "--model ID [--checkpoint FOLDER] [--queries N]   text to embedding while sounds are embedded",
  run: async (args) => {
    const { values } = parseArgs({
      args,
      options: {
        model: { type: "string", default: "pocket" },
        checkpoint: { type: "string" },
        queries: { type: "string", default: "40" },
      },
    });
    const work = mkdtempSync(path.join(tmpdir(), "earshot-bench-"));
    try {
      const home = values.checkpoint ? makeHome(work, values.model, values.checkpoint) : findHomeFolder();
      const options: QueriesOptions = { modelId: values.model, home, queryCount: Number(values.queries) };
      const { idleMs, busyMs, clipsPerSec } = await runTrial<QueriesResult>("clap-queries", options);
      return { idle: describe(idleMs), busy: describe(busyMs), clipsPerSec };
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  },
};

function describe(times: readonly number[]): { p50Ms: number; p95Ms: number } {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
  return { p50Ms: at(0.5), p95Ms: at(0.95) };
}
