// One process of the `bare` trial of clap-trial.ts: an ONNX session on ready input. Says that it is ready, waits for
// "go", answers with its embeddings.
import { once } from "node:events";
import path from "node:path";
import { getModel } from "../main/clap/model-catalogue.ts";
import { placeOfficialGraph } from "../main/clap/official-checkpoint.ts";
import { openSession } from "../main/clap/session.ts";
import { listen, readSounds } from "./clap-setup.ts";
import type { TrialOptions } from "./clap-trial.ts";

const options = JSON.parse(process.argv[2] ?? "{}") as TrialOptions & { index: number };
process.env["EARSHOT_HOME"] = options.home;
const model = getModel(options.modelId);
const source =
  model.audio.kind === "onnx"
    ? { path: path.join(model.folder, model.audio.file) }
    : await placeOfficialGraph(model.audio.graphPath, model.folder);
const session = await openSession(source, { threads: options.threads, provider: "cpu" });
const inputs = readSounds(options.sounds)
  .filter((_, i) => i % options.processes === options.index)
  .map((samples) => {
    const [features] = listen(samples, model.frontEnd);
    if (!features) throw new Error("a sound without features");
    const { data, shape, channelRepeat } = features;
    const repeated = new Float32Array(data.length * channelRepeat);
    for (let i = 0; i < channelRepeat; i++) repeated.set(data, i * data.length);
    const full = [1, shape[0] * channelRepeat, shape[1], shape[2]];
    return {
      input_features: { type: "float32", data: repeated, shape: full },
      is_longer: { type: "bool", data: Uint8Array.of(0), shape: [1, 1] },
    } as const;
  });
await session.run(inputs[0] as (typeof inputs)[number]);
process.send?.("ready");
await once(process, "message");
const rows: Float32Array[] = [];
for (const input of inputs) {
  const { data } = (await session.run(input))["audio_embeds"] ?? {};
  if (!data) throw new Error("the model gave no audio_embeds");
  rows.push(data.slice());
}
process.send?.(rows);
process.once("disconnect", () => process.exit(0));
