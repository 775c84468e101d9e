// How fast a library is tagged from stored embeddings, and how long a query waits meanwhile.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Benchmark } from "./bench.ts";
import type { TagsTrialOptions, TagsTrialResult } from "./tags-trial.ts";
import { runTrial } from "./trial.ts";

export const benchmark: Benchmark = {
  usage: "[--sounds N]",
  async run(args) {
    const at = args.indexOf("--sounds");
    const soundCount = at >= 0 ? Number(args[at + 1]) : 100_000;
    const folder = mkdtempSync(path.join(os.tmpdir(), "earshot-tags-"));
    try {
      const options: TagsTrialOptions = { folder, soundCount };
      return { soundCount, ...(await runTrial<TagsTrialResult>("tags", options)) };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
