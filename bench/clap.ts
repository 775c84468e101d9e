// Sounds a second from decoded audio to embedding: Earshot, the bare ONNX session, and transformers on PyTorch, in turn
// on the same sounds; and the whole engine from files to library. Ratios are taken pair by pair, so that other work on
// the machine weighs on both sides.
import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { getModel } from "../main/clap/model-catalogue.ts";
import { checkModel } from "../main/clap/model-check.ts";
import type { Benchmark } from "./bench.ts";
import { modelOptions, withHome, writeSounds } from "./clap-setup.ts";
import type { TrialOptions, TrialResult } from "./clap-trial.ts";
import { runJson, runTrial } from "./trial.ts";

interface Round {
  earshot: TrialResult;
  /** One session of a thread a core, and a session of one thread for each core: by name of the way. */
  bare: Record<string, TrialResult>;
  index: TrialResult;
  /** By batch size and threads. */
  transformers: Record<string, TrialResult> | null;
}

export const benchmark: Benchmark = {
  usage: "--model ID [--checkpoint FOLDER] [--python PROGRAM] [--rounds N] [--clips N]   sounds a second",
  run: async (args) => {
    const { values } = parseArgs({
      args,
      options: {
        ...modelOptions,
        python: { type: "string" },
        rounds: { type: "string", default: "5" },
        clips: { type: "string", default: "32" },
      },
    });
    return withHome(values, async (home, work) => {
      process.env["EARSHOT_HOME"] = home;
      await checkModel(getModel(values.model));
      const sounds = writeSounds(work, Number(values.clips));
      const trial = { modelId: values.model, home, sounds };
      // The reference implementation is one of the official checkpoint.
      const checkpoint = values.model === "clap-htsat-fused" ? getModel(values.model).folder : null;
      const rounds: Round[] = [];
      for (let round = 0; round < Number(values.rounds); round++) {
        rounds.push(await runRound(work, trial, values.python ?? null, checkpoint));
        console.error(JSON.stringify(rounds.at(-1)));
      }
      return summarise(rounds, Number(values.clips));
    });
  },
};

async function runRound(
  work: string,
  trial: Pick<TrialOptions, "modelId" | "home" | "sounds">,
  python: string | null,
  checkpoint: string | null,
): Promise<Round> {
  const run = (kind: TrialOptions["kind"], processes = 1, threads = 1): Promise<TrialResult> => {
    const out = path.join(work, `${kind}.f32`);
    return runTrial<TrialResult>("clap", { ...trial, kind, processes, threads, out } satisfies TrialOptions);
  };
  const cores = os.availableParallelism();
  const bare = { [bareSession]: await run("bare", 1, cores), [bareProcesses]: await run("bare", cores, 1) };
  const index = await run("index");
  const earshot = await run("earshot");
  let transformers: Round["transformers"] = null;
  if (python !== null && checkpoint !== null) {
    const out = path.join(work, "transformers.f32");
    const script = path.join(import.meta.dirname, "clap_transformers.py");
    const answer = await runJson<{ ways: Record<string, TrialResult> }>(python, [
      script,
      `--checkpoint=${checkpoint}`,
      `--sounds=${trial.sounds}`,
      `--out=${out}`,
    ]);
    transformers = answer.ways;
    assertEqual(path.join(work, "earshot.f32"), out);
  }
  assertEqual(path.join(work, "earshot.f32"), path.join(work, "bare.f32"));
  return { earshot, bare, index, transformers };
}

const bareSession = "one session, a thread a core";
const bareProcesses = "a session of one thread for each core";
/** How transformers' pipelines run by default: one sound at a time, with the threads that torch chooses. */
const pipelineWay = /^batch 1,/;

/** A fast wrong answer is no result. */
function assertEqual(ours: string, theirs: string): void {
  const [a, b] = [ours, theirs].map((file) => {
    const bytes = readFileSync(file);
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  }) as [Float32Array, Float32Array];
  if (a.length !== b.length || a.length === 0) throw new Error(`${a.length} numbers against ${b.length}`);
  for (let row = 0; row < a.length; row += 512) {
    let dot = 0;
    for (let i = row; i < row + 512; i++) dot += (a[i] as number) * (b[i] as number);
    if (!(dot >= 0.99999)) throw new Error(`sound ${row / 512}: cosine ${dot} between ${ours} and ${theirs}`);
  }
}

function summarise(rounds: readonly Round[], clipCount: number): Record<string, unknown> {
  const medianOf = (value: (round: Round) => number | null): number | null => {
    const found = rounds.map(value).filter((number) => number !== null);
    return found.length > 0 ? (found.toSorted((a, b) => a - b)[found.length >> 1] as number) : null;
  };
  const medianRatio = (own: "earshot" | "index", other: (round: Round) => number | null): number | null =>
    medianOf((round) => {
      const otherRate = other(round);
      return otherRate === null ? null : round[own].clipsPerSec / otherRate;
    });
  const waysOf = (kind: "bare" | "transformers"): Record<string, number | null> =>
    Object.fromEntries(
      Object.keys(rounds[0]?.[kind] ?? {}).map((way) => [
        way,
        medianOf((round) => round[kind]?.[way]?.clipsPerSec ?? null),
      ]),
    );
  const ratiosOf = (own: "earshot" | "index"): Record<string, number | null> => ({
    toPipeline: medianRatio(own, findPipelineRate),
    toBestOfTransformers: medianRatio(own, ({ transformers }) => transformers && findBestRate(transformers)),
    toBareSession: medianRatio(own, ({ bare }) => bare[bareSession]?.clipsPerSec ?? null),
    toBestOfBare: medianRatio(own, ({ bare }) => findBestRate(bare)),
  });
  return {
    clipCount,
    coreCount: os.availableParallelism(),
    clipsPerSec: medianOf(({ earshot }) => earshot.clipsPerSec),
    indexClipsPerSec: medianOf(({ index }) => index.clipsPerSec),
    bareClipsPerSec: medianOf(({ bare }) => findBestRate(bare)),
    bareWays: waysOf("bare"),
    transformersClipsPerSec: medianOf(findPipelineRate),
    transformersWays: waysOf("transformers"),
    ratio: medianRatio("index", findPipelineRate),
    ratios: ratiosOf("earshot"),
    indexRatios: ratiosOf("index"),
    // Other work on the machine weighs little on these.
    cpuSecPerClip: {
      earshot: medianOf(({ earshot }) => earshot.cpuSecPerClip),
      index: medianOf(({ index }) => index.cpuSecPerClip),
      bare: medianOf(({ bare }) => findLeastCpu(bare)),
      transformers: medianOf(({ transformers }) => transformers && findLeastCpu(transformers)),
    },
    rounds,
  };
}

function findPipelineRate({ transformers }: Round): number | null {
  const way = Object.keys(transformers ?? {}).find((name) => pipelineWay.test(name));
  return way === undefined ? null : (transformers?.[way]?.clipsPerSec ?? null);
}

function findBestRate(ways: Record<string, TrialResult>): number {
  return Math.max(...Object.values(ways).map(({ clipsPerSec }) => clipsPerSec));
}

function findLeastCpu(ways: Record<string, TrialResult>): number {
  return Math.min(...Object.values(ways).map(({ cpuSecPerClip }) => cpuSecPerClip));
}
