// The trial of bench/clap-queries.ts, in a process of its own: `node clap-queries-trial.ts OPTIONS_AS_JSON`.
import os from "node:os";
import { openLog } from "../main/base/log.ts";
import { getModel } from "../main/clap/model-catalogue.ts";
import { EmbedderHost } from "../main/engine/embedder-host.ts";
import { forkEmbedder } from "../main/engine/embedder-spawner.ts";
import { lcgNoise } from "../test/clap/signals.ts";
import { listen } from "./clap-setup.ts";

export interface QueriesOptions {
  modelId: string;
  /** EARSHOT_HOME with the model. */
  home: string;
  queryCount: number;
}

export interface QueriesResult {
  /** Milliseconds from a text of about ten tokens to its embedding, while nothing else is embedded. */
  idleMs: number[];
  /** The same while all audio processes are busy and more sounds wait. */
  busyMs: number[];
  /** Sounds embedded meanwhile, a second. */
  clipsPerSec: number;
}

const options = JSON.parse(process.argv[2] ?? "{}") as QueriesOptions;
process.env["EARSHOT_HOME"] = options.home;
console.log(JSON.stringify(await measure()));
process.exit(0);

async function measure(): Promise<QueriesResult> {
  const { modelId, queryCount } = options;
  const host = new EmbedderHost({
    spawn: forkEmbedder,
    coreCount: os.availableParallelism(),
    log: openLog("bench"),
  });
  const features = listen(lcgNoise(480_000), getModel(modelId).frontEnd);
  const slotCount = await host.countAudioSlots(modelId);
  await Promise.all(Array.from({ length: slotCount }, () => host.embedAudio(modelId, features)));
  await host.embedTexts(modelId, ["the first text opens the tower"]);

  const idleMs = await timeQueries(host, "in a quiet hall", queryCount);
  const stop = new AbortController();
  let clipCount = 0;
  const embedOn = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await host.embedAudio(modelId, features);
      clipCount++;
    }
  };
  const start = performance.now();
  const lines = Array.from({ length: slotCount + 2 }, embedOn);
  const busyMs = await timeQueries(host, "on a busy street", queryCount);
  const elapsedSec = (performance.now() - start) / 1000;
  const clipsPerSec = clipCount / elapsedSec;
  stop.abort();
  await Promise.all(lines);
  await host.close();
  return { idleMs, busyMs, clipsPerSec };
}

/** A text that was embedded before is remembered, so no two are alike. */
async function timeQueries(host: EmbedderHost, where: string, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await host.embedTexts(options.modelId, [`metal door number ${i} slams ${where}`]);
    times.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return times;
}
