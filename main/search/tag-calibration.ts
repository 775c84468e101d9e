// What was measured for a model's ear: where each label's cosines lie, from which cosine on it is right, and how close
// to a confirmed example is close enough. Written by `bench tag-calibrate`; assets/labels/README.md has the format.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { ModelCalibration } from "../clap/model-definition.ts";
import { findLabelsFolder } from "./vocabulary.ts";

const labelSchema = z.object({
  /** Of the cosines of the label and all calibration sounds. */
  mean: z.number(),
  deviation: z.number().positive(),
  /** Least cosine at which the label is right often enough; null where it was not shown to be. */
  threshold: z.number().nullable(),
  /** Calibration sounds that the label is right for. */
  positives: z.int(),
  /** Of the prompts that all this was measured with (`toPromptsKey`). */
  promptsKey: z.string(),
  /** Their mean embedding as int8 in base64, so that tagging needs no text tower. */
  code: z.base64(),
});
const calibrationSchema = z.object({
  version: z.literal(1),
  modelId: z.string(),
  /** Of the embeddings it holds for: a model trained anew must be calibrated anew. */
  embeddingKey: z.string(),
  soundCount: z.int(),
  /** Mean embedding: what all sounds have in common and tells none apart. */
  center: z.array(z.number()).length(512),
  /** Least evidence from examples (see example-evidence.ts) for a tag, by how much a person has said about the label. */
  exampleThresholds: z.array(z.object({ wordCount: z.int(), threshold: z.number() })).min(1),
  labels: z.record(z.string(), labelSchema),
});

export type TagCalibration = z.infer<typeof calibrationSchema>;
export type LabelCalibration = z.infer<typeof labelSchema>;

/** Stands for a label's prompts as the model gets them. */
export function toPromptsKey(texts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(texts)).digest("hex").slice(0, 12);
}

/** The unit embedding that a calibration holds. */
export function toEmbedding({ code }: LabelCalibration): Float32Array {
  const bytes = Buffer.from(code, "base64");
  const embedding = Float32Array.from(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length));
  const length = Math.hypot(...embedding);
  return embedding.map((value) => value / length);
}

/** File that the calibration of a model lies in, whether or not it is there. */
export function findCalibrationFile(modelId: string): string {
  return path.join(findLabelsFolder(), `calibration-${modelId}.json`);
}

/** The calibration for exactly these embeddings, or undefined. */
export function findTagCalibration(model: { id: string; embeddingKey: string }): TagCalibration | undefined {
  const file = findCalibrationFile(model.id);
  if (!existsSync(file)) return undefined;
  const calibration = calibrationSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  return calibration.embeddingKey === model.embeddingKey ? calibration : undefined;
}

/**
 * For models that were not calibrated: the cosine that nearly only right pairs of text and sound reach. No precision
 * is known for it, so that a sound gets at most one label by it.
 */
export function guessThreshold(calibration: ModelCalibration | null): number {
  // LAION-CLAP's own models: see `defaultCalibration` of rank.ts.
  const { matched, unmatched } = calibration ?? { matched: { mean: 0.45 }, unmatched: { mean: 0.08 } };
  return matched.p95 ?? 2 * matched.mean - unmatched.mean;
}
