// What the program knows of a model before it is loaded. Types only.
import type { FrontEndSpec } from "./front-end.ts";

/** One file of a model, as its authors published it. */
export interface ModelFile {
  /** Path in the model's folder and in the repository it comes from, with `/`. */
  name: string;
  /** Null where the exact number is not known. */
  sizeBytes: number | null;
  /** Lower-case hexadecimal. */
  sha256: string;
}

/** Where a model is downloaded from: a file lies at `${baseUrl}/${name}`. */
export interface ModelSource {
  /** Pinned to one revision. */
  baseUrl: string;
  revision: string;
  /** About how much is downloaded, for display and the check of free space. */
  downloadBytes: number;
}

/** A graph with its weights in one ONNX file, or a graph of ours over the authors' safetensors file. */
export type ModelGraph =
  | { kind: "onnx"; file: string }
  /** `graphPath` is absolute; the weights are `model.safetensors` of the model's folder. */
  | { kind: "checkpoint"; graphPath: string };

export interface ModelCalibration {
  matched: { mean: number; /** One right pair in twenty lies above. */ p95?: number | undefined };
  unmatched: { mean: number };
}

export interface ModelDefinition {
  /** `pocket`, `clap-htsat-fused`, `clap-htsat-fused@hf-single`, ...: what users and commands say. */
  id: string;
  /**
   * Key of stored embeddings: id and version. Equal keys mean comparable embeddings; the same model trained anew
   * has another key.
   */
  embeddingKey: string;
  title: string;
  description: string;
  /** SPDX. */
  licence: string;
  dim: 512;
  /** Absolute path of the folder with the files, whether or not it is there. */
  folder: string;
  isBundled: boolean;
  files: readonly ModelFile[];
  /** Null when it is not downloaded: bundled, or added by the user. */
  source: ModelSource | null;
  frontEnd: FrontEndSpec;
  audio: ModelGraph;
  text: ModelGraph;
  /** Longest text, in tokens; the rest is left out. */
  maxTokens: number;
  /** Prompt of zero-shot labels, `{}` for the label. */
  template: string;
  /** Null: it is in the checkpoint. */
  logitScale: number | null;
  /** Cosines of right and wrong pairs of text and sound, for the score shown; null where not measured. */
  calibration: ModelCalibration | null;
}
