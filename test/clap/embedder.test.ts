// Real onnxruntime sessions on two small graphs; expected values are computed here from the same weights.
import { rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { Embedder } from "../../main/clap/embedder.ts";
import { dotProduct } from "../../main/clap/embedding.ts";
import { type Features, WholeFeatureBuilder } from "../../main/clap/front-end.ts";
import { getModel } from "../../main/clap/model-catalogue.ts";
import { logMel } from "../../main/clap/log-mel.ts";
import { lcgNoise, sine } from "./signals.ts";
import { tinyHome } from "./tiny-model.ts";

function featuresOf(samples: Float32Array): Features[] {
  const builder = new WholeFeatureBuilder(getModel("tiny").frontEnd);
  builder.push(samples);
  return builder.finish();
}

function loadAudio(): Promise<unknown> {
  return new Embedder().load({ modelId: "tiny", part: "audio", threads: 1 });
}

/** The tiny audio tower, by hand: mean spectrum through the matrix, to unit length. */
function expectedEmbedding(mel: Float32Array): Float64Array {
  const weights = lcgNoise(64 * 512 + 7).subarray(7);
  const frameCount = mel.length / 64;
  const sums = new Float64Array(512);
  for (let band = 0; band < 64; band++) {
    let mean = 0;
    for (let frame = 0; frame < frameCount; frame++) mean += (mel[frame * 64 + band] as number) / frameCount;
    for (let i = 0; i < 512; i++) sums[i] = (sums[i] as number) + mean * (weights[band * 512 + i] as number);
  }
  const length = Math.hypot(...sums);
  return sums.map((sum) => sum / length);
}

test("a sound's embedding is what its graph computes, with unit length", async () => {
  tinyHome();
  const samples = sine(440, 96_000);
  const embedding = await new Embedder().embedAudio({ modelId: "tiny", features: featuresOf(samples) });
  const expected = Float32Array.from(expectedEmbedding(logMel(samples)));
  expect(embedding.length).toBe(512);
  expect(dotProduct(embedding, embedding)).toBeCloseTo(1, 6);
  expect(Math.max(...embedding.map((value, i) => Math.abs(value - (expected[i] as number))))).toBeLessThan(
    1e-5,
  );
});

test("the same sound gives the same bits twice, in one process and in a new session", async () => {
  tinyHome();
  const embedder = new Embedder();
  const request = { modelId: "tiny", features: featuresOf(lcgNoise(240_000)) };
  const first = await embedder.embedAudio(request);
  const again = await embedder.embedAudio(request);
  await embedder.release({ modelId: "tiny", part: "audio" });
  const afterwards = await embedder.embedAudio(request);
  expect([again, afterwards]).toEqual([first, first]);
});

test("a long sound is the normalised mean of its three parts", async () => {
  tinyHome();
  const embedder = new Embedder();
  const parts = featuresOf(lcgNoise(1_440_000));
  const whole = await embedder.embedAudio({ modelId: "tiny", features: parts });
  const alone = await Promise.all(
    parts.map((part) => embedder.embedAudio({ modelId: "tiny", features: [part] })),
  );
  const mean = Float64Array.from({ length: 512 }, (_, i) =>
    alone.reduce((sum, part) => sum + (part[i] as number), 0),
  );
  const length = Math.hypot(...mean);
  expect(parts.length).toBe(3);
  for (let i = 0; i < 512; i++) expect(whole[i]).toBeCloseTo((mean[i] as number) / length, 6);
});

test("padding does not change a text's embedding, and equal texts are run once", async () => {
  tinyHome();
  const embedder = new Embedder();
  const alone = await new Embedder().embedText({ modelId: "tiny", texts: ["kick"] });
  const batch = await embedder.embedText({
    modelId: "tiny",
    texts: ["kick", "deep warm rain on a door", "kick", ""],
  });
  expect(batch.length).toBe(4);
  expect(batch[2]).toBe(batch[0]);
  expect(dotProduct(batch[0] as Float32Array, alone[0] as Float32Array)).toBeCloseTo(1, 6);
});

test("recent texts are remembered when the text tower is gone", async () => {
  const { modelFolder } = tinyHome();
  const embedder = new Embedder();
  const [first] = await embedder.embedText({ modelId: "tiny", texts: ["deep kick"] });
  await embedder.release({ modelId: "tiny", part: "text" });
  rmSync(path.join(modelFolder, "text.onnx"));
  expect(await embedder.embedText({ modelId: "tiny", texts: ["deep kick"] })).toEqual([first]);
  await expect(embedder.embedText({ modelId: "tiny", texts: ["rain"] })).rejects.toMatchObject({
    code: "model-damaged",
    message: expect.stringContaining("text.onnx") as string,
  });
});

test("a query is answered before sounds that wait", async () => {
  tinyHome();
  const embedder = new Embedder();
  const features = featuresOf(sine(440, 48_000));
  const order: string[] = [];
  await Promise.all([
    embedder.embedAudio({ modelId: "tiny", features }).then(() => order.push("first sound")),
    embedder.embedAudio({ modelId: "tiny", features }).then(() => order.push("second sound")),
    embedder.embedText({ modelId: "tiny", texts: ["rain"] }).then(() => order.push("query")),
  ]);
  expect(order).toEqual(["first sound", "query", "second sound"]);
});

test("features that do not fill their shape and embeddings that are no numbers are refused", async () => {
  tinyHome();
  const embedder = new Embedder();
  const data = new Float32Array(101 * 64).fill(Number.NaN);
  const features: Features = { data, shape: [1, 101, 64], channelRepeat: 1, isLonger: false };
  await expect(embedder.embedAudio({ modelId: "tiny", features: [features] })).rejects.toMatchObject({
    code: "no-embedding",
  });
  await expect(
    embedder.embedAudio({ modelId: "tiny", features: [{ ...features, shape: [1, 100, 64] }] }),
  ).rejects.toThrow("do not fill the shape");
});

test("a provider that is not there falls back to the processor and says so", async () => {
  tinyHome();
  const answer = await new Embedder().load({
    modelId: "tiny",
    part: "audio",
    threads: 1,
    provider: "coreml",
  });
  expect(answer.executionProvider).toBe("cpu");
  expect(answer.problem).toContain("coreml");
});

test("the state names what is loaded", async () => {
  tinyHome();
  const embedder = new Embedder();
  await embedder.load({ modelId: "tiny", part: "audio", threads: 2 });
  const before = embedder.getEmbedderState().loaded;
  await embedder.release({ modelId: "tiny", part: "audio" });
  expect([before, embedder.getEmbedderState().loaded]).toEqual([
    [{ modelId: "tiny", part: "audio", executionProvider: "cpu", threads: 2 }],
    [],
  ]);
});

test("a damaged model is named before use: cut off, other bytes, gone", async () => {
  const { modelFolder } = tinyHome();
  const audio = path.join(modelFolder, "audio.onnx");
  writeFileSync(audio, "x".repeat(getModel("tiny").files[0]?.sizeBytes ?? 0));
  await expect(loadAudio()).rejects.toMatchObject({
    code: "model-damaged",
    message: expect.stringContaining("does not begin as an ONNX file") as string,
  });
  truncateSync(audio, 1_000);
  await expect(loadAudio()).rejects.toMatchObject({
    code: "model-damaged",
    message: expect.stringContaining(`${audio}, it has 1000 bytes`) as string,
    hint: expect.stringContaining(modelFolder) as string,
  });
  rmSync(audio);
  await expect(loadAudio()).rejects.toMatchObject({
    code: "model-damaged",
    message: expect.stringContaining("missing") as string,
  });
});
