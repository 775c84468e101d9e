// Sounds a second from decoded audio to embedding: Earshot, the bare ONNX session, and transformers on PyTorch, in turn
// on the same sounds; and the whole engine from files to library. Ratios are taken pair by pair, so that other work on
// the machine weighs on both sides.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { findHomeFolder } from "../main/base/home.ts";
import { getModel } from "../main/clap/model-catalogue.ts";
import { checkModel } from "../main/clap/model-check.ts";
import type { Benchmark } from "./bench.ts";
import { makeHome, writeSounds } from "./clap-setup.ts";
import type { TrialOptions, TrialResult } from "./clap-trial.ts";
import { runJson, runTrial } from "./trial.ts";

interface Round {
  earshot: TrialResult;
  bare: TrialResult;
  index: TrialResult;
  /** By batch size and threads. */
  transformers: Record<string, TrialResult> | null;
}

export const benchmark: Benchmark = {
  usage:
    "--model ID [--checkpoint FOLDER] [--python PROGRAM] [--rounds N] [--clips N] [--threads N]   sounds a second",
  run: async (args) => {
    const { values } = parseArgs({
      args,
      options: {
        model: { type: "string", default: "pocket" },
        checkpoint: { type: "string" },
        python: { type: "string" },
        rounds: { type: "string", default: "5" },
        clips: { type: "string", default: "16" },
        threads: { type: "string", default: "1" },
      },
    });
    const work = mkdtempSync(path.join(tmpdir(), "earshot-bench-"));
    try {
      const home = values.checkpoint ? makeHome(work, values.model, values.checkpoint) : findHomeFolder();
      process.env["EARSHOT_HOME"] = home;
      await checkModel(getModel(values.model));
      const sounds = writeSounds(work, Number(values.clips));
      const trial = { modelId: values.model, home, sounds, threads: Number(values.threads) };
      // The reference implementation is one of the official checkpoint.
      const checkpoint = values.model === "clap-htsat-fused" ? getModel(values.model).folder : null;
      const rounds: Round[] = [];
      for (let round = 0; round < Number(values.rounds); round++) {
        rounds.push(await runRound(work, trial, values.python ?? null, checkpoint));
        console.error(JSON.stringify(rounds.at(-1)));
      }
      return summarise(rounds, Number(values.clips), trial.threads);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  },
};

async function runRound(
  work: string,
  trial: Omit<TrialOptions, "kind" | "out">,
  python: string | null,
  checkpoint: string | null,
): Promise<Round> {
  const run = (kind: TrialOptions["kind"]): Promise<TrialResult> =>
    runTrial<TrialResult>("clap", { ...trial, kind, out: path.join(work, `${kind}.f32`) });
  const bare = await run("bare");
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

function summarise(rounds: readonly Round[], clipCount: number, threads: number): Record<string, unknown> {
  const medianOf = (value: (round: Round) => number | null): number | null => {
    const found = rounds.map(value).filter((number) => number !== null);
    return found.length > 0 ? (found.toSorted((a, b) => a - b)[found.length >> 1] as number) : null;
  };
  const ratioOf =
    (own: "earshot" | "index", other: (round: Round) => number | null) =>
    (round: Round): number | null => {
      const otherRate = other(round);
      return otherRate === null ? null : round[own].clipsPerSec / otherRate;
    };
  const bareRate = ({ bare }: Round): number => bare.clipsPerSec;
  const ways = Object.keys(rounds[0]?.transformers ?? {});
  return {
    clipCount,
    threads,
    clipsPerSec: medianOf(({ earshot }) => earshot.clipsPerSec),
    bareClipsPerSec: medianOf(bareRate),
    indexClipsPerSec: medianOf(({ index }) => index.clipsPerSec),
    transformersClipsPerSec: medianOf(findBestRate),
    transformersWays: Object.fromEntries(
      ways.map((way) => [way, medianOf(({ transformers }) => transformers?.[way]?.clipsPerSec ?? null)]),
    ),
    ratio: medianOf(ratioOf("earshot", findBestRate)),
    indexRatio: medianOf(ratioOf("index", findBestRate)),
    ofBare: medianOf(ratioOf("earshot", bareRate)),
    indexOfBare: medianOf(ratioOf("index", bareRate)),
    // Other work on the machine weighs little on these.
    cpuSecPerClip: {
      earshot: medianOf(({ earshot }) => earshot.cpuSecPerClip),
      bare: medianOf(({ bare }) => bare.cpuSecPerClip),
      index: medianOf(({ index }) => index.cpuSecPerClip),
      transformers: medianOf(findLeastCpu),
      ratio: medianOf((round) => {
        const theirs = findLeastCpu(round);
        return theirs === null ? null : theirs / round.earshot.cpuSecPerClip;
      }),
    },
    rounds,
  };
}

/** Earshot is compared with the best way of running transformers. */
function findBestRate({ transformers }: Round): number | null {
  return transformers && Math.max(...Object.values(transformers).map((way) => way.clipsPerSec));
}

function findLeastCpu({ transformers }: Round): number | null {
  return transformers && Math.min(...Object.values(transformers).map((way) => way.cpuSecPerClip));
}
