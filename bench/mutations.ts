// Thousands of damaged files of all formats through the real worker pool: no crash, no hang, no growth of memory, and
// for each finite samples or a reason.
import { parseArgs } from "node:util";
import type { Benchmark } from "./bench.ts";
import type { MutationOptions, MutationResult } from "./mutations-trial.ts";
import { runTrial } from "./trial.ts";

/** Threads and decoders have their full size by then. */
const warmShare = 0.25;
const mostGrowthMb = 150;

export const benchmark: Benchmark = {
  usage: "--files N [--ffmpeg]   damaged files of all formats through the worker pool",
  run: async (args) => {
    const { values } = parseArgs({
      args,
      options: { files: { type: "string", default: "10000" }, ffmpeg: { type: "boolean", default: false } },
    });
    const options: MutationOptions = { fileCount: Number(values.files), withFfmpeg: values.ffmpeg };
    const startedMs = performance.now();
    const { faults, residentMb, ...result } = await runTrial<MutationResult>("mutations", options);
    const elapsedSec = Math.round((performance.now() - startedMs) / 1000);
    if (faults.length > 0) throw new Error(`${faults.length} faults:\n${faults.slice(0, 20).join("\n")}`);
    const warm = residentMb.slice(Math.floor(residentMb.length * warmShare));
    const growthMb = Math.max(...warm) - (warm[0] ?? 0);
    if (growthMb > mostGrowthMb) throw new Error(`Memory grew by ${growthMb} MB: ${residentMb.join(", ")}`);
    return { files: options.fileCount, ...result, growthMb, residentMb, elapsedSec };
  },
};
