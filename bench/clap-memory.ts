// Peak memory of listening to one long sound: decoder, log-mel, whole embedding and all windows, all processes together.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { findHomeFolder } from "../main/base/home.ts";
import type { Benchmark } from "./bench.ts";
import type { MemoryOptions, MemoryResult, MemorySums } from "./clap-memory-trial.ts";
import { makeHome } from "./clap-setup.ts";
import { runTrial } from "./trial.ts";

export const benchmark: Benchmark = {
  usage: "--model ID [--checkpoint FOLDER] [--minutes N]   peak memory of embedding one long sound",
  run: async (args) => {
    const { values } = parseArgs({
      args,
      options: {
        model: { type: "string", default: "pocket" },
        checkpoint: { type: "string" },
        minutes: { type: "string", default: "60" },
      },
    });
    const work = mkdtempSync(path.join(tmpdir(), "earshot-bench-"));
    try {
      const home = values.checkpoint ? makeHome(work, values.model, values.checkpoint) : findHomeFolder();
      const options: MemoryOptions = {
        modelId: values.model,
        home,
        durationSec: Number(values.minutes) * 60,
      };
      const result = await runTrial<MemoryResult>("clap-memory", options);
      const { start, peak, processesAtPeak, ...rest } = result;
      const minutes = Number(values.minutes);
      return {
        minutes,
        peakMb: peak.proportionalBytes / 1e6,
        peak: toMb(peak),
        start: toMb(start),
        processesAtPeak: processesAtPeak.map((process) => ({ name: process.name, ...toMb(process) })),
        ...rest,
      };
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  },
};

function toMb(sums: MemorySums): Record<string, number> {
  return {
    residentMb: sums.residentBytes / 1e6,
    proportionalMb: sums.proportionalBytes / 1e6,
    anonymousMb: sums.anonymousBytes / 1e6,
  };
}
