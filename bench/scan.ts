// A look at a large folder in which nothing has changed, and how long it takes to follow it.
import { parseArgs } from "node:util";
import type { Benchmark } from "./bench.ts";
import type { ScanResult } from "./scan-trial.ts";
import { runTrial } from "./trial.ts";

export const benchmark: Benchmark = {
  usage: "--files N [--rounds N]   looking at unchanged files",
  run: async (args) => {
    const { values } = parseArgs({
      args,
      options: { files: { type: "string", default: "100000" }, rounds: { type: "string", default: "5" } },
    });
    const options = { fileCount: Number(values.files), rounds: Number(values.rounds) };
    const { againSec, ...result } = await runTrial<ScanResult>("scan", options);
    const sorted = againSec.toSorted((a, b) => a - b);
    return {
      files: options.fileCount,
      ...result,
      againSec: sorted[Math.floor(sorted.length / 2)],
      allAgainSec: againSec,
    };
  },
};
