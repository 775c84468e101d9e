// How good the answers are: judged queries over labelled sounds, by names, by meaning, by both. The folder of
// labelled sounds is not part of the repository (assets/models/MODELS.md says where they come from).
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { AppError } from "../main/base/app-error.ts";
import type { Benchmark } from "./bench.ts";
import { readRankingData, unpackSounds } from "./ranking-data.ts";
import type { RankingResult, RankingTrialOptions } from "./ranking-trial.ts";
import { runProgram, runTrial } from "./trial.ts";

const cacheFolder = path.join(import.meta.dirname, ".cache", "ranking-1");
const cli = path.join(import.meta.dirname, "..", "main", "cli", "earshot.ts");

export const benchmark: Benchmark = {
  usage:
    "--data FOLDER [--model ID] [--sweep]   judged queries by names, by meaning, by both; --sweep tries other weights",
  run: async (args) => {
    const { values } = parseArgs({
      args,
      options: {
        data: { type: "string", default: "" },
        model: { type: "string", default: "pocket" },
        sweep: { type: "boolean", default: false },
      },
    });
    if (!existsSync(path.join(values.data, "clips.tsv"))) {
      throw new AppError(
        "no-labelled-sounds",
        `There is no clips.tsv in "${values.data}".`,
        "Name the folder of labelled sounds with --data.",
      );
    }
    mkdirSync(cacheFolder, { recursive: true });
    const trial: RankingTrialOptions = {
      dataFolder: path.resolve(values.data),
      soundFolder: path.join(cacheFolder, "sounds"),
      libraryPath: path.join(cacheFolder, `${values.model}.db`),
      modelId: values.model,
      isSweep: values.sweep,
    };
    unpackSounds(trial.dataFolder, readRankingData(trial.dataFolder).sounds, trial.soundFolder);
    // Only sounds that this very model has not heard yet are listened to.
    const { libraryPath, modelId, soundFolder } = trial;
    const indexArgs = ["index", soundFolder, "--library", libraryPath, "--model", modelId, "--json"];
    await runProgram(process.execPath, [cli, ...indexArgs]);
    const { sweep, ...result } = await runTrial<RankingResult>("ranking", trial);
    for (const row of sweep) console.error(JSON.stringify(row));
    return result;
  },
};
