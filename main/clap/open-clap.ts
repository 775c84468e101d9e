// CLAP for scripts: zero-shot classification and features in a few lines, in the caller's own process. The product
// itself runs embedder processes (main/engine); both give the same numbers.
import { decodeMono } from "../audio/mono-stream.ts";
import { AppError } from "../base/app-error.ts";
import { Embedder } from "./embedder.ts";
import { type Features, WholeFeatureBuilder } from "./front-end.ts";
import { defaultModelId, getModel } from "./model-catalogue.ts";
import type { ModelDefinition } from "./model-definition.ts";
import { promptFor, softmaxScores } from "./zero-shot.ts";

/** The path of an audio file, or its samples: mono, 48 kHz, -1..1. */
export type ClapAudio = string | Float32Array;

export interface ClassifierOptions {
  candidateLabels: readonly string[];
  /** The sentence around a label, with `{}` in its place; default "This is a sound of {}." */
  hypothesisTemplate?: string;
}

export interface LabelledScore {
  /** Softmax over the candidates, 0..1. */
  score: number;
  label: string;
}

/** An open model. Its functions need no `this`. */
export interface Clap {
  /** Every candidate with its score, the best first: transformers' `zero-shot-audio-classification` pipeline. */
  classifier: (audio: ClapAudio, options: ClassifierOptions) => Promise<LabelledScore[]>;
  /** 512 float32 of unit length: `ClapModel.get_audio_features`. */
  getAudioFeatures: (audio: ClapAudio) => Promise<Float32Array>;
  /** One row of 512 float32 of unit length for each text: `ClapModel.get_text_features`. */
  getTextFeatures: (texts: readonly string[]) => Promise<Float32Array[]>;
  /** Gives the memory back. */
  close: () => Promise<void>;
}

/**
 * Opens a model; its towers are loaded when they are first needed.
 * @param model an id of `earshot models list`; of the official model `clap-htsat-fused@hf-single` gives the very
 *   scores of transformers' pipeline, which takes every sound for a long one
 * @param threads of one inference
 * @throws AppError `unknown-model`; the functions throw `model-not-installed`, `model-damaged`, and what the
 *   decoders refuse
 */
export async function openClap(model: string | ModelDefinition = defaultModelId, threads = 1): Promise<Clap> {
  const definition = typeof model === "string" ? getModel(model) : model;
  const modelId = definition.id;
  const embedder = new Embedder(() => definition);
  await embedder.load({ modelId, part: "audio", threads });
  await embedder.load({ modelId, part: "text", threads });

  const getAudioFeatures = async (audio: ClapAudio): Promise<Float32Array> => {
    const samples = typeof audio === "string" ? (await decodeMono(audio)).samples : audio;
    return embedder.embedAudio({ modelId, features: toFeatures(samples, definition) });
  };
  const getTextFeatures = (texts: readonly string[]): Promise<Float32Array[]> =>
    embedder.embedText({ modelId, texts: [...texts] });

  return {
    classifier: async (audio, { candidateLabels, hypothesisTemplate }) => {
      if (candidateLabels.length === 0) {
        throw new AppError("no-labels", "There is no candidate label.", "Give one label or more.");
      }
      const features = await getAudioFeatures(audio);
      const prompts = candidateLabels.map((label) => promptFor(label, hypothesisTemplate));
      const logitScale = await embedder.getLogitScale({ modelId });
      const scores = softmaxScores(features, await getTextFeatures(prompts), logitScale);
      return candidateLabels
        .map((label, i) => ({ score: scores[i] as number, label }))
        .toSorted((a, b) => b.score - a.score);
    },
    getAudioFeatures,
    getTextFeatures,
    close: async () => {
      await embedder.release({ modelId, part: "audio" });
      await embedder.release({ modelId, part: "text" });
    },
  };
}

function toFeatures(samples: Float32Array, { frontEnd }: ModelDefinition): Features[] {
  const builder = new WholeFeatureBuilder(frontEnd);
  builder.push(samples);
  return builder.finish();
}
