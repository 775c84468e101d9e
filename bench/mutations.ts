// Thousands of damaged files of all formats through the real worker pool: no crash, no hang, no growth of memory, and
// for each finite samples or a reason.
import path from "node:path";
import { parseArgs } from "node:util";
import type { Benchmark } from "./bench.ts";
import type { MutationOptions, MutationResult } from "./mutations-trial.ts";
import { runTrial } from "./trial.ts";

/** Threads and decoders have their full size by then. */
const warmShare = 0.25;
const mostGrowthMb = 150;

export const benchmark: Benchmark = {
  usage:
    "--files N [--from N] [--out FILE] [--ffmpeg]   damaged files of all formats through the worker pool; --out holds what is known so far",
  run: async (args) => {
    const { values } = parseArgs({
      args,
      options: {
        files: { type: "string", default: "10000" },
        from: { type: "string", default: "0" },
        out: { type: "string" },
        ffmpeg: { type: "boolean", default: false },
      },
    });
    const options: MutationOptions = {
      firstFile: Number(values.from),
      fileCount: Number(values.files),
      withFfmpeg: values.ffmpeg,
      outPath: values.out === undefined ? null : path.resolve(values.out),
    };
    const startedMs = performance.now();
    const { faults, residentMb, ...result } = await runTrial<MutationResult>("mutations", options, true);
    const elapsedSec = Math.round((performance.now() - startedMs) / 1000);
    // It was interrupted otherwise, and its answers are those of fewer files.
    if (result.doneCount !== options.fileCount) throw new Error(`Only ${result.doneCount} files were read.`);
    if (faults.length > 0) throw new Error(`${faults.length} faults:\n${faults.slice(0, 20).join("\n")}`);
    const warm = residentMb.slice(Math.floor(residentMb.length * warmShare));
    const growthMb = Math.max(...warm) - (warm[0] ?? 0);
    if (growthMb > mostGrowthMb) throw new Error(`Memory grew by ${growthMb} MB: ${residentMb.join(", ")}`);
    return {
      files: options.fileCount,
      firstFile: options.firstFile,
      ...result,
      growthMb,
      residentMb,
      elapsedSec,
    };
  },
};
