// Ways of running the audio tower on this machine: threads of one session against several processes of one thread,
// and batches against single sounds. The bare session only, on ready features.
import { parseArgs } from "node:util";
import type { Benchmark } from "./bench.ts";
import { modelOptions, withHome } from "./clap-setup.ts";
import type { WaysOptions, WaysResult } from "./clap-ways-trial.ts";
import { runTrial } from "./trial.ts";

/** Processes, threads of each, sounds a run. */
const ways = [
  [1, 1, 1],
  [1, 2, 1],
  [2, 1, 1],
  [1, 2, 4],
  [2, 1, 4],
] as const;

export const benchmark: Benchmark = {
  usage: "--model ID --checkpoint FOLDER [--clips N] [--rounds N]   threads, processes and batches compared",
  run: async (args) => {
    const { values } = parseArgs({
      args,
      options: {
        ...modelOptions,
        model: { type: "string", default: "clap-htsat-fused" },
        clips: { type: "string", default: "16" },
        rounds: { type: "string", default: "3" },
      },
    });
    if (!values.checkpoint) throw new Error("--checkpoint names the folder of the official model's files");
    return withHome(values, async (home) => {
      const results: Record<string, number[]> = {};
      for (let round = 0; round < Number(values.rounds); round++) {
        for (const [processes, threads, batch] of ways) {
          const runs = Number(values.clips) / batch / processes;
          const options: WaysOptions = { home, modelId: values.model, threads, batch, runs };
          const trials = Array.from({ length: processes }, () => runTrial<WaysResult>("clap-ways", options));
          const done = await Promise.all(trials);
          const embeddings = new Set(done.map(({ checksum }) => checksum));
          if (embeddings.size !== 1) throw new Error("Two processes gave different embeddings");
          // All run at the same time, so their speeds add up.
          const clipsPerSec = done.reduce((sum, trial) => sum + trial.clipsPerSec, 0);
          (results[`${processes} processes, ${threads} threads, batch ${batch}`] ??= []).push(clipsPerSec);
        }
      }
      return Object.fromEntries(Object.entries(results).map(([way, speeds]) => [way, median(speeds)]));
    });
  },
};

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
