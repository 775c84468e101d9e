// Peak memory of listening to one long sound: decoder, log-mel, whole embedding and all windows, all processes together.
import { parseArgs } from "node:util";
import type { Benchmark } from "./bench.ts";
import type { MemoryOptions, MemoryResult, MemorySums } from "./clap-memory-trial.ts";
import { modelOptions, withHome } from "./clap-setup.ts";
import { runTrial } from "./trial.ts";

export const benchmark: Benchmark = {
  usage: "--model ID [--checkpoint FOLDER] [--minutes N]   peak memory of embedding one long sound",
  run: async (args) => {
    const { values } = parseArgs({
      args,
      options: { ...modelOptions, minutes: { type: "string", default: "60" } },
    });
    const minutes = Number(values.minutes);
    const { start, peak, processesAtPeak, ...rest } = await withHome(values, (home) =>
      runTrial<MemoryResult>("clap-memory", {
        modelId: values.model,
        home,
        durationSec: minutes * 60,
      } satisfies MemoryOptions),
    );
    return {
      minutes,
      peakMb: peak.proportionalBytes / 1e6,
      peak: toMb(peak),
      start: toMb(start),
      processesAtPeak: processesAtPeak.map((process) => ({ name: process.name, ...toMb(process) })),
      ...rest,
    };
  },
};

function toMb(sums: MemorySums): Record<string, number> {
  return {
    residentMb: sums.residentBytes / 1e6,
    proportionalMb: sums.proportionalBytes / 1e6,
    anonymousMb: sums.anonymousBytes / 1e6,
  };
}
