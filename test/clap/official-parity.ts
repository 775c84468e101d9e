// Earshot against transformers on the same sounds and texts. Used by the test (tiny checkpoint, stored reference) and
// by `bench clap-parity` (any checkpoint, transformers run on the spot).
import { readFileSync } from "node:fs";
import path from "node:path";
import { decodeMono } from "../../main/audio/mono-stream.ts";
import { Embedder } from "../../main/clap/embedder.ts";
import { type FrontEndSpec, WholeFeatureBuilder } from "../../main/clap/front-end.ts";
import type { ModelDefinition } from "../../main/clap/model-definition.ts";
import { promptFor, softmaxScores } from "../../main/clap/zero-shot.ts";
import {
  makeParitySounds,
  parityLabels,
  type ParitySound,
  parityTemplate,
  parityTexts,
} from "./official-inputs.ts";
import { tinyFixture } from "./random-checkpoint.ts";

export const semanticsOfIds = {
  "clap-htsat-fused": "laion-eval",
  "clap-htsat-fused@hf-single": "hf-single",
} as const;

/** Written by test/reference/make_official_reference.py. */
export interface Reference {
  audio: Record<string, Float32Array>;
  text: Float32Array;
  checkpointSha256: string;
  logitScales: { audio: number; text: number };
  tokenIds: number[][];
  scores: Record<string, number[][]>;
}

export interface Comparison {
  minCosine: number;
  maxAbsDifference: number;
}

/** The forty sounds: made ones, and two files through the decoder. */
export async function listParitySounds(): Promise<ParitySound[]> {
  const files = ["stereo-44k1.wav", "tone-and-noise.mp3"];
  const decoded = files.map(async (name) => {
    const { samples } = await decodeMono(path.join(tinyFixture, "sounds", name));
    return { name, samples };
  });
  return [...makeParitySounds(), ...(await Promise.all(decoded))];
}

export function readReference(folder: string): Reference {
  const readRows = (name: string): Float32Array => {
    const bytes = readFileSync(path.join(folder, name));
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  };
  const described = JSON.parse(readFileSync(path.join(folder, "reference.json"), "utf8")) as Omit<
    Reference,
    "audio" | "text"
  >;
  const audio = Object.fromEntries(
    Object.values(semanticsOfIds).map((semantics) => [semantics, readRows(`audio-${semantics}.f32`)]),
  );
  return { ...described, audio, text: readRows("text.f32") };
}

export interface Answers {
  audio: Float32Array[];
  text: Float32Array[];
  scores: number[][];
  logitScale: number;
}

/** What Earshot makes of the sounds and texts, one at a time, through the embedder's own calls. */
export async function answerInputs(
  model: ModelDefinition,
  sounds: readonly ParitySound[],
  threads: number,
): Promise<Answers> {
  const embedder = new Embedder(() => model);
  const modelId = model.id;
  await embedder.load({ modelId, part: "audio", threads });
  await embedder.load({ modelId, part: "text", threads });
  const audio: Float32Array[] = [];
  for (const { samples } of sounds) {
    audio.push(await embedder.embedAudio({ modelId, features: featuresOf(samples, model.frontEnd) }));
  }
  const text = await embedder.embedText({ modelId, texts: parityTexts });
  const prompts = parityLabels.map((label) => promptFor(label, parityTemplate));
  const labels = await embedder.embedText({ modelId, texts: prompts });
  const logitScale = await embedder.getLogitScale({ modelId });
  const scores = audio.map((embedding) => softmaxScores(embedding, labels, logitScale));
  await embedder.release({ modelId, part: "audio" });
  await embedder.release({ modelId, part: "text" });
  return { audio, text, scores, logitScale };
}

/** In pieces of 0.7 s, as a decoder brings them. */
export function featuresOf(
  samples: Float32Array,
  frontEnd: FrontEndSpec,
): ReturnType<WholeFeatureBuilder["finish"]> {
  const builder = new WholeFeatureBuilder(frontEnd);
  for (let start = 0; start < samples.length; start += 33_600) {
    builder.push(samples.subarray(start, start + 33_600));
  }
  return builder.finish();
}

/** Over all rows: the smallest cosine and the largest difference of one number. */
export function compareRows(rows: readonly Float32Array[], reference: Float32Array): Comparison {
  let minCosine = Infinity;
  let maxAbsDifference = 0;
  rows.forEach((row, r) => {
    const expected = reference.subarray(r * row.length, (r + 1) * row.length);
    let dot = 0;
    let squares = 0;
    let expectedSquares = 0;
    row.forEach((value, i) => {
      const other = expected[i] ?? NaN;
      dot += value * other;
      squares += value * value;
      expectedSquares += other * other;
      // A NaN on either side must not pass as "no larger difference".
      const difference = Math.abs(value - other);
      if (!(difference <= maxAbsDifference)) maxAbsDifference = difference;
    });
    const cosine = dot / Math.sqrt(squares * expectedSquares);
    if (!(cosine >= minCosine)) minCosine = cosine;
  });
  if (rows.length * (rows[0]?.length ?? 0) !== reference.length) throw new Error("another number of rows");
  return { minCosine, maxAbsDifference };
}

export function findLargestDifference(
  rows: readonly (readonly number[])[],
  reference: readonly (readonly number[])[],
): number {
  return Math.max(
    ...rows.flatMap((row, r) => row.map((value, i) => Math.abs(value - (reference[r]?.[i] ?? NaN)))),
  );
}
