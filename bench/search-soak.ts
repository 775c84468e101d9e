// A day of searching in short: thousands of different queries, filters, suggestions, similar sounds and edits in
// one process. Its memory must not grow, and every edit must show in the very next answer.
import { parseArgs } from "node:util";
import type { Benchmark } from "./bench.ts";
import { getCacheFolder, makeOnce } from "./search.ts";
import type { SoakOptions, SoakResult } from "./search-soak-trial.ts";
import { runTrial } from "./trial.ts";

export const benchmark: Benchmark = {
  usage:
    "[--windows N] [--queries N] [--model ID]   memory over a long run of searches; answers right after edits",
  run: async (args) => {
    const { values } = parseArgs({
      args,
      options: {
        windows: { type: "string", default: "100000" },
        queries: { type: "string", default: "10000" },
        model: { type: "string", default: "pocket" },
      },
    });
    const windows = Number(values.windows);
    const folder = getCacheFolder(windows);
    const options: SoakOptions = { folder, windows, queries: Number(values.queries), modelId: values.model };
    await makeOnce({ ...options });
    return { windows, ...(await runTrial<SoakResult>("search-soak", options)) };
  },
};
