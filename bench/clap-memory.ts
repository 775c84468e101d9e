// Peak memory of listening to one long sound: decoder, log-mel, whole embedding and all windows, all processes together.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { findHomeFolder } from "../main/base/home.ts";
import type { Benchmark } from "./bench.ts";
import type { MemoryOptions, MemoryResult } from "./clap-memory-trial.ts";
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
      const { startBytes, peakBytes, ...rest } = result;
      return { minutes: Number(values.minutes), startMb: startBytes / 1e6, peakMb: peakBytes / 1e6, ...rest };
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  },
};
