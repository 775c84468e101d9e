// One trial of bench/clap.ts, in a process of its own: `node clap-trial.ts OPTIONS_AS_JSON`.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openLog } from "../main/base/log.ts";
import type { Features } from "../main/clap/front-end.ts";
import { WholeFeatureBuilder } from "../main/clap/front-end.ts";
import { getModel } from "../main/clap/model-catalogue.ts";
import { placeOfficialGraph } from "../main/clap/official-checkpoint.ts";
import { openSession } from "../main/clap/session.ts";
import { connectEngine } from "../main/engine/connect-engine.ts";
import { EmbedderHost } from "../main/engine/embedder-host.ts";
import { forkEmbedder } from "../main/engine/embedder-spawner.ts";
import { startCpuClock } from "./process-tree.ts";

export interface TrialOptions {
  /**
   * `earshot`: samples to embeddings through the front end and the embedder process.
   * `bare`: ready features through a session in this process.
   * `index`: files to rows of a library, through the whole engine.
   */
  kind: "earshot" | "bare" | "index";
  modelId: string;
  /** EARSHOT_HOME with the model. */
  home: string;
  /** 0.f32, 1.f32, ... and the same as WAV. */
  sounds: string;
  /** Of one inference; the engine chooses its own. */
  threads: number;
  /** Where the embeddings go, row after row; not for `index`. */
  out: string;
}

export interface TrialResult {
  clipsPerSec: number;
  /** Processor time of all processes of the trial. */
  cpuSecPerClip: number;
}

const options = JSON.parse(process.argv[2] ?? "{}") as TrialOptions;
process.env["EARSHOT_HOME"] = options.home;
const trials = { earshot: runEarshot, bare: runBare, index: runIndex };
console.log(JSON.stringify(await trials[options.kind]()));
process.exit(0);

async function runEarshot(): Promise<TrialResult> {
  const { modelId, threads } = options;
  const host = new EmbedderHost({ spawn: forkEmbedder, threadCount: threads, log: openLog("bench") });
  const { frontEnd } = getModel(modelId);
  const sounds = readSounds();
  const listen = (samples: Float32Array): Features[] => {
    const builder = new WholeFeatureBuilder(frontEnd);
    builder.push(samples);
    return builder.finish();
  };
  await host.embedAudio(modelId, listen(sounds[0] as Float32Array));
  const embeddings: Promise<Float32Array>[] = [];
  const cpuSec = startCpuClock();
  const start = performance.now();
  for (const [i, samples] of sounds.entries()) {
    const features = listen(samples);
    // Two in flight, as the engine has them: one is computed while the next is prepared.
    if (i >= 2) await embeddings[i - 2];
    embeddings.push(host.embedAudio(modelId, features));
  }
  const rows = await Promise.all(embeddings);
  const elapsedSec = (performance.now() - start) / 1000;
  writeFileSync(options.out, Buffer.concat(rows.map((row) => Buffer.from(row.buffer))));
  const cpuSecPerClip = cpuSec() / sounds.length;
  await host.close();
  return { clipsPerSec: sounds.length / elapsedSec, cpuSecPerClip };
}

async function runBare(): Promise<TrialResult> {
  const model = getModel(options.modelId);
  const source =
    model.audio.kind === "onnx"
      ? { path: path.join(model.folder, model.audio.file) }
      : await placeOfficialGraph(model.audio.graphPath, model.folder);
  const session = await openSession(source, { threads: options.threads, provider: "cpu" });
  const inputs = readSounds().map((samples) => {
    const builder = new WholeFeatureBuilder(model.frontEnd);
    builder.push(samples);
    const { data, shape, channelRepeat } = builder.finish()[0] as Features;
    const repeated = new Float32Array(data.length * channelRepeat);
    for (let i = 0; i < channelRepeat; i++) repeated.set(data, i * data.length);
    const full = [1, shape[0] * channelRepeat, shape[1], shape[2]];
    return {
      input_features: { type: "float32", data: repeated, shape: full },
      is_longer: { type: "bool", data: Uint8Array.of(0), shape: [1, 1] },
    } as const;
  });
  await session.run(inputs[0] as (typeof inputs)[number]);
  const rows: Float32Array[] = [];
  const cpuSec = startCpuClock();
  const start = performance.now();
  for (const input of inputs) rows.push((await session.run(input))["audio_embeds"]?.data as Float32Array);
  const elapsedSec = (performance.now() - start) / 1000;
  writeFileSync(options.out, Buffer.concat(rows.map((row) => Buffer.from(row.slice().buffer))));
  return { clipsPerSec: rows.length / elapsedSec, cpuSecPerClip: cpuSec() / rows.length };
}

async function runIndex(): Promise<TrialResult> {
  const work = mkdtempSync(path.join(tmpdir(), "earshot-bench-index-"));
  const files = readdirSync(options.sounds).filter((name) => name.endsWith(".wav"));
  const engine = await connectEngine({
    libraryPath: path.join(work, "library.db"),
    mode: "write",
    modelId: options.modelId,
  });
  const index = async (name: string, some: string[]): Promise<number> => {
    const folder = path.join(work, name);
    mkdirSync(folder);
    for (const file of some) symlinkSync(path.join(options.sounds, file), path.join(folder, file));
    const start = performance.now();
    const { errorCount, problem } = await engine.api.indexAll({
      folders: [folder],
      excludes: [],
      modelId: null,
    });
    if (errorCount > 0 || problem) throw new Error(`not all sounds were indexed: ${JSON.stringify(problem)}`);
    return (performance.now() - start) / 1000;
  };
  try {
    // The first sound loads the model and starts the worker.
    await index("first", files.slice(0, 1));
    const cpuSec = startCpuClock();
    const elapsedSec = await index("rest", files.slice(1));
    const cpuSecPerClip = cpuSec() / (files.length - 1);
    const { readyCount } = await engine.api.getStatus({});
    if (readyCount !== files.length) throw new Error(`${readyCount} of ${files.length} sounds are ready`);
    return { clipsPerSec: (files.length - 1) / elapsedSec, cpuSecPerClip };
  } finally {
    await engine.close();
    rmSync(work, { recursive: true, force: true });
  }
}

function readSounds(): Float32Array[] {
  const names = readdirSync(options.sounds).filter((name) => name.endsWith(".f32"));
  return names
    .toSorted((a, b) => Number.parseInt(a) - Number.parseInt(b))
    .map((name) => {
      const bytes = readFileSync(path.join(options.sounds, name));
      return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    });
}
