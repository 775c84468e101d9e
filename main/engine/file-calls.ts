// Calls about one file or text and a model; no library is needed.
import { stat } from "node:fs/promises";
import type { LabelScore } from "../../preload/tags.ts";
import type { HandlersOf } from "../base/channel.ts";
import { AppError } from "../base/app-error.ts";
import { isAudible, nothingHeard } from "../base/audible.ts";
import { explainSystemError } from "../base/system-error.ts";
import { getModel } from "../clap/model-catalogue.ts";
import type { ModelDefinition } from "../clap/model-definition.ts";
import { promptFor, softmaxScores } from "../clap/zero-shot.ts";
import type { ShellHandlers } from "./call-types.ts";
import type { EngineParts } from "./engine-parts.ts";
import type { ModelChoice } from "./model-choice.ts";

type Names = "classifyFile" | "embedFile" | "embedText";

export function makeFileCalls(parts: EngineParts, models: ModelChoice): HandlersOf<ShellHandlers<Names>> {
  const findModel = (modelId: string | null): ModelDefinition =>
    modelId === null ? models.getActive() : getModel(modelId);
  return {
    embedFile: async ({ path, modelId }) => (await hearFile(parts, path, findModel(modelId))).embedding,
    embedText: async ({ text, modelId }) => {
      if (text.trim() === "") throw new AppError("empty-query", "The text is empty.", "Give some words.");
      const [embedding] = await parts.embedder.embedTexts(findModel(modelId).id, [text]);
      return embedding as Float32Array;
    },
    classifyFile: async ({ path, labels, template, modelId }) => {
      const model = findModel(modelId);
      const { embedding: audio } = await hearFile(parts, path, model);
      const prompts = labels.map((label) => promptFor(label, template));
      const texts = await parts.embedder.embedTexts(model.id, prompts);
      const scores = softmaxScores(audio, texts, await parts.embedder.getLogitScale(model.id));
      return labels
        .map((label, i): LabelScore => ({ label, score: scores[i] as number }))
        .sort((a, b) => b.score - a.score);
    },
  };
}

/** A file that need not be in the library. */
interface HeardFile {
  /** Of the whole sound. */
  embedding: Float32Array;
  /** False where nothing can be heard: then the embedding is that of noise. */
  isAudible: boolean;
}

/**
 * Hears any file, by the way that indexing takes.
 * @throws AppError `no-such-file`, and as the decoder and the model refuse
 */
export async function hearFile(
  { listener, embedder }: EngineParts,
  filePath: string,
  model: ModelDefinition,
): Promise<HeardFile> {
  const { size } = await stat(filePath).catch((error: unknown) => {
    throw new AppError(
      "no-such-file",
      `The file ${filePath} cannot be opened: ${explainSystemError(error)}.`,
      "Check the spelling.",
    );
  });
  const { facts, features } = await listener.listen({ path: filePath, sizeBytes: size }, model.frontEnd);
  return {
    embedding: await embedder.embedAudio(model.id, features),
    isAudible: isAudible(facts.peakDb),
  };
}

/**
 * The embedding of a file that others are compared with.
 * @throws AppError `nothing-heard`, and as `hearFile`
 */
export async function embedExample(
  parts: EngineParts,
  filePath: string,
  model: ModelDefinition,
): Promise<Float32Array> {
  const heard = await hearFile(parts, filePath, model);
  if (!heard.isAudible) throw nothingHeard();
  return heard.embedding;
}
