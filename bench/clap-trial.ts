// One trial of bench/clap.ts, in a process of its own: `node clap-trial.ts OPTIONS_AS_JSON`.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os, { tmpdir } from "node:os";
import path from "node:path";
import { forkEntry } from "../main/base/child-port.ts";
import { openLog } from "../main/base/log.ts";
import { getModel } from "../main/clap/model-catalogue.ts";
import { connectEngine } from "../main/engine/connect-engine.ts";
import { EmbedderHost } from "../main/engine/embedder-host.ts";
import { forkEmbedder } from "../main/engine/embedder-spawner.ts";
import { listen, readSounds, toBytes } from "./clap-setup.ts";
import { startCpuClock } from "./process-tree.ts";

export interface TrialOptions {
  /**
   * `earshot`: samples to embeddings through the front end and the embedder process.
   * `bare`: ready features through ONNX sessions, nothing else; see clap-bare-trial.ts.
   * `index`: files to rows of a library, through the whole engine.
   */
  kind: "earshot" | "bare" | "index";
  modelId: string;
  /** EARSHOT_HOME with the model. */
  home: string;
  /** 0.f32, 1.f32, ... and the same as WAV. */
  sounds: string;
  /** Processes of `bare`, which share the sounds, and threads of each; the engine chooses its own. */
  processes: number;
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
  const { modelId } = options;
  const coreCount = os.availableParallelism();
  const host = new EmbedderHost({ spawn: forkEmbedder, coreCount, log: openLog("bench") });
  const { frontEnd } = getModel(modelId);
  const sounds = readSounds(options.sounds);
  const slotCount = await host.countAudioSlots(modelId);
  const first = listen(sounds[0] as Float32Array, frontEnd);
  await Promise.all(Array.from({ length: slotCount }, () => host.embedAudio(modelId, first)));
  const embeddings: Promise<Float32Array>[] = [];
  const cpuSec = startCpuClock();
  const start = performance.now();
  for (const [i, samples] of sounds.entries()) {
    const features = listen(samples, frontEnd);
    // As many in flight as the engine has.
    if (i >= slotCount) await embeddings[i - slotCount];
    embeddings.push(host.embedAudio(modelId, features));
  }
  const rows = await Promise.all(embeddings);
  const elapsedSec = (performance.now() - start) / 1000;
  writeFileSync(options.out, Buffer.concat(rows.map(toBytes)));
  const cpuSecPerClip = cpuSec() / sounds.length;
  await host.close();
  return { clipsPerSec: sounds.length / elapsedSec, cpuSecPerClip };
}

/** All processes are ready before the first of them begins. */
async function runBare(): Promise<TrialResult> {
  const children = Array.from({ length: options.processes }, (_, index) =>
    forkEntry(path.join(import.meta.dirname, "clap-bare-trial.ts"), [JSON.stringify({ ...options, index })]),
  );
  const receive = (child: (typeof children)[number]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      child.once("message", resolve);
      child.once("exit", (code) => reject(new Error(`a bare session ended with ${code}`)));
    });
  await Promise.all(children.map(receive));
  const cpuSec = startCpuClock();
  const start = performance.now();
  for (const child of children) child.send("go");
  const shares = (await Promise.all(children.map(receive))) as Float32Array[][];
  const elapsedSec = (performance.now() - start) / 1000;
  const count = shares.reduce((sum, share) => sum + share.length, 0);
  const cpuSecPerClip = cpuSec() / count;
  for (const child of children) child.disconnect();
  const rows = Array.from({ length: count }, (_, i) => {
    const share = shares[i % shares.length] as Float32Array[];
    return share[Math.floor(i / shares.length)] as Float32Array;
  });
  writeFileSync(options.out, Buffer.concat(rows.map(toBytes)));
  return { clipsPerSec: count / elapsedSec, cpuSecPerClip };
}

async function runIndex(): Promise<TrialResult> {
  const work = mkdtempSync(path.join(tmpdir(), "earshot-bench-index-"));
  const files = readdirSync(options.sounds).filter((name) => name.endsWith(".wav"));
  const engine = await connectEngine({
    libraryPath: path.join(work, "library.db"),
    mode: "write",
    modelId: options.modelId,
    // Other work on the machine must not make it rest.
    gentleMode: "off",
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
    // The first sounds start the worker threads and have the tagger's prompts embedded, for which the processes of the
    // model end; the second ones load it into all of them again.
    const firstCount = 2 * os.availableParallelism();
    const warmCount = 2 * firstCount;
    await index("first", files.slice(0, firstCount));
    await index("second", files.slice(firstCount, warmCount));
    const cpuSec = startCpuClock();
    const elapsedSec = await index("rest", files.slice(warmCount));
    const cpuSecPerClip = cpuSec() / (files.length - warmCount);
    const { readyCount } = await engine.api.getStatus({});
    if (readyCount !== files.length) throw new Error(`${readyCount} of ${files.length} sounds are ready`);
    return { clipsPerSec: (files.length - warmCount) / elapsedSec, cpuSecPerClip };
  } finally {
    await engine.close();
    rmSync(work, { recursive: true, force: true });
  }
}
