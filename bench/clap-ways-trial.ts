// One process of bench/clap-ways.ts: `node clap-ways-trial.ts OPTIONS_AS_JSON`.
import { type Features, WholeFeatureBuilder } from "../main/clap/front-end.ts";
import { getModel } from "../main/clap/model-catalogue.ts";
import { placeOfficialGraph } from "../main/clap/official-checkpoint.ts";
import { type ModelInput, openSession } from "../main/clap/session.ts";
import { makeParitySounds } from "../test/clap/official-inputs.ts";

export interface WaysOptions {
  home: string;
  modelId: string;
  threads: number;
  /** Sounds a run. */
  batch: number;
  runs: number;
}

export interface WaysResult {
  clipsPerSec: number;
  /** First number of the first embedding: equal in all processes of one way. */
  checksum: number;
}

const options = JSON.parse(process.argv[2] ?? "{}") as WaysOptions;
process.env["EARSHOT_HOME"] = options.home;
const model = getModel(options.modelId);
if (model.audio.kind !== "checkpoint") throw new Error(`${model.id} is not the official checkpoint`);
const placed = await placeOfficialGraph(model.audio.graphPath, model.folder);
const session = await openSession(placed, { threads: options.threads, provider: "cpu" });
const inputs = makeInputs(options.batch);

await session.run(inputs);
// Processes of one way start together, but their sessions open at different times.
await new Promise((resolve) => setTimeout(resolve, 4000 - (Date.now() % 4000)));
const startMs = performance.now();
let checksum = NaN;
for (let run = 0; run < options.runs; run++) {
  const outputs = await session.run(inputs);
  checksum = outputs["audio_embeds"]?.data[0] ?? NaN;
}
const elapsedSec = (performance.now() - startMs) / 1000;
const result: WaysResult = { clipsPerSec: (options.runs * options.batch) / elapsedSec, checksum };
console.log(JSON.stringify(result));
process.exit(0);

/** The same ten seconds in every row. */
function makeInputs(batch: number): Record<string, ModelInput> {
  const sound = makeParitySounds().find(({ samples }) => samples.length === 480_000);
  const builder = new WholeFeatureBuilder(model.frontEnd);
  builder.push(sound?.samples ?? new Float32Array(480_000));
  const [features] = builder.finish();
  const { data, shape, channelRepeat } = features as Features;
  const row = data.length * channelRepeat;
  const all = new Float32Array(batch * row);
  for (let at = 0; at < all.length; at += data.length) all.set(data, at);
  const channels = shape[0] * channelRepeat;
  return {
    input_features: { type: "float32", data: all, shape: [batch, channels, shape[1], shape[2]] },
    is_longer: { type: "bool", data: new Uint8Array(batch), shape: [batch, 1] },
  };
}
