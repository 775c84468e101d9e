// The bundled model end to end against PyTorch (test/reference/pocket.json, made by training/make_fixtures.py).
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { Embedder } from "../../main/clap/embedder.ts";
import { dotProduct } from "../../main/clap/embedding.ts";
import { WholeFeatureBuilder } from "../../main/clap/front-end.ts";
import { getModel } from "../../main/clap/model-catalogue.ts";
import { verifyModel } from "../../main/clap/model-check.ts";
import { TextTokenizer } from "../../main/clap/tokenizer.ts";
import { lcgNoise, mean, sine } from "./signals.ts";

interface SoundCase {
  name: string;
  formula: "lcg" | "sine";
  frequencyHz: number | null;
  samples: number;
  frames: number;
  meanDb: number;
  embedding: string;
}

interface TextCase {
  text: string;
  ids: number[];
  embedding: string;
}

const referenceFile = path.join(import.meta.dirname, "..", "reference", "pocket.json");
const reference = JSON.parse(readFileSync(referenceFile, "utf8")) as {
  files: Record<string, string>;
  sounds: SoundCase[];
  texts: TextCase[];
};

const model = getModel("pocket");
const embedder = new Embedder();
const minCosine = 0.9999;

function decodeEmbedding(base64: string): Float32Array {
  return new Float32Array(new Uint8Array(Buffer.from(base64, "base64")).buffer);
}

test("the model's files are those that the reference was made with, and whole", async () => {
  const sums = Object.fromEntries(model.files.map((file) => [file.name, file.sha256]));
  expect(sums).toMatchObject(reference.files);
  await verifyModel(model);
});

test.each(reference.sounds)("$name", async ({ formula, frequencyHz, samples, frames, meanDb, embedding }) => {
  const builder = new WholeFeatureBuilder(model.frontEnd);
  builder.push(formula === "lcg" ? lcgNoise(samples) : sine(frequencyHz as number, samples));
  const features = builder.finish();
  expect(features.map((part) => part.shape)).toEqual([[1, frames, 64]]);
  expect(mean(features[0]?.data ?? [])).toBeCloseTo(meanDb, 5);
  const ours = await embedder.embedAudio({ modelId: "pocket", features });
  expect(dotProduct(ours, decodeEmbedding(embedding))).toBeGreaterThan(minCosine);
});

test("texts have the tokens of the reference", async () => {
  const tokenizer = await TextTokenizer.open(model.folder, model.maxTokens);
  expect(reference.texts.map(({ text }) => tokenizer.encode(text))).toEqual(
    reference.texts.map(({ ids }) => ids),
  );
});

test("texts have the embeddings of the reference, alone and together", async () => {
  const texts = reference.texts.map(({ text }) => text);
  const together = await embedder.embedText({ modelId: "pocket", texts });
  const alone: Float32Array[] = [];
  const fresh = new Embedder();
  for (const text of texts) {
    const [embedding] = await fresh.embedText({ modelId: "pocket", texts: [text] });
    alone.push(embedding as Float32Array);
  }
  for (const [i, { embedding }] of reference.texts.entries()) {
    const expected = decodeEmbedding(embedding);
    expect(dotProduct(together[i] as Float32Array, expected)).toBeGreaterThan(minCosine);
    expect(dotProduct(alone[i] as Float32Array, expected)).toBeGreaterThan(minCosine);
  }
});

test("a 30 s sound gives the same bits twice", async () => {
  expect(await embedAnew(lcgNoise(1_440_000))).toEqual(await embedAnew(lcgNoise(1_440_000)));
});

function embedAnew(samples: Float32Array): Promise<Float32Array> {
  const builder = new WholeFeatureBuilder(model.frontEnd);
  builder.push(samples);
  return new Embedder().embedAudio({ modelId: "pocket", features: builder.finish() });
}
