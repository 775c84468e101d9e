// The published CLAP checkpoints that Earshot runs: where they come from and how their files are recognised.
// Sizes and sums are those published for the pinned revisions; an installation that differs is refused.
import path from "node:path";
import { findAppRoot } from "../base/entry.ts";
import { findModelsFolder } from "../base/home.ts";
import type { FrontEndSpec } from "./front-end.ts";
import type { ModelDefinition, ModelFile, ModelSource } from "./model-definition.ts";
import { defaultTemplate } from "./zero-shot.ts";

const fusedRevision = "365dea6ef167def6676140ed93bbc43f84dabb28";
const unfusedRevision = "c28f2883575e590e04d3146ff0713c2448d691ba";

const fusedFiles: readonly ModelFile[] = [
  {
    name: "config.json",
    sizeBytes: 5422,
    sha256: "b1d63489dc5061da229c23d2b11e9ca731639574449f82319fabb01da7fcf480",
  },
  {
    name: "preprocessor_config.json",
    sizeBytes: 537,
    sha256: "072bdd9ba771b6d213c56f15c0f765e33192b92e481581b52271cf16c9013684",
  },
  {
    name: "tokenizer_config.json",
    sizeBytes: 384,
    sha256: "377f91458f7729a4574a84c77bdce67dbc3c58c1a345a29bbf8c4eb1307948a3",
  },
  {
    name: "tokenizer.json",
    sizeBytes: 2_108_747,
    sha256: "4e105259baf1a26f1ed8b503ad09678d69d02b6be1c91faa55075a22d5bee148",
  },
  {
    name: "model.safetensors",
    // Published are the sum and "614 MB": the exact number of bytes is known once it is downloaded.
    sizeBytes: null,
    sha256: "3f648de6d030e17494be455d323b8d191233fbae0c7ce0ba745fd21a926a63a6",
  },
];

const unfusedTokenizer: ModelFile = {
  name: "tokenizer.json",
  sizeBytes: 2_108_774,
  sha256: "dc239041d98de27ffc3975473a1a23e3db4c937b23c138c38bbc66588bd247e5",
};
const unfusedText: ModelFile = {
  name: "onnx/text_model.onnx",
  sizeBytes: 501_513_769,
  sha256: "6df7c51f2d78e236a03f2b816e613d538c815639d13644fe7c2124f439da9648",
};
const unfusedAudio: ModelFile = {
  name: "onnx/audio_model.onnx",
  sizeBytes: 117_528_416,
  sha256: "a1c2b43c44f71e0fa841a4b86700886c199bf87699ea45632c4d831bc6c88957",
};
const unfusedAudioInt8: ModelFile = {
  name: "onnx/audio_model_quantized.onnx",
  sizeBytes: 34_301_667,
  sha256: "3fcff2c8824e7bcb83a983f2a49edab3b60cbcf4872ac70efee517355173bd1f",
};

/** RoBERTa's positions: transformers fails beyond, Earshot leaves the rest of a longer text out. */
const robertaTokens = 512;

/** The downloadable models in the order they are shown, variants after their model. */
export function listOfficialModels(): ModelDefinition[] {
  return [
    defineFused("clap-htsat-fused", "laion-eval"),
    defineFused("clap-htsat-fused@hf-single", "hf-single"),
    defineUnfused("clap-htsat-unfused", unfusedAudio),
    defineUnfused("clap-htsat-unfused@int8", unfusedAudioInt8),
  ];
}

function defineFused(
  id: string,
  semantics: Extract<FrontEndSpec, { kind: "fused" }>["semantics"],
): ModelDefinition {
  const graphs = path.join(findAppRoot(), "assets", "graphs", "clap-htsat-fused");
  return {
    ...shared,
    id,
    embeddingKey: `${id}:${fusedRevision.slice(0, 8)}`,
    title: semantics === "laion-eval" ? "LAION CLAP, fused" : "LAION CLAP, fused, for comparison",
    description:
      semantics === "laion-eval"
        ? "The official CLAP of LAION. Hears sounds over 10 s as a whole and in detail. Large, and much slower than Pocket."
        : "The same files, with the very scores that Hugging Face's transformers gives. To find sounds, take LAION CLAP, fused.",
    folder: path.join(findModelsFolder(), "clap-htsat-fused"),
    files: fusedFiles,
    source: sourceOf("laion/clap-htsat-fused", fusedRevision, 616_700_000),
    frontEnd: { kind: "fused", semantics },
    audio: { kind: "checkpoint", graphPath: path.join(graphs, "audio.onnx") },
    text: { kind: "checkpoint", graphPath: path.join(graphs, "text.onnx") },
    logitScale: null,
  };
}

function defineUnfused(id: string, audioFile: ModelFile): ModelDefinition {
  const files = [unfusedTokenizer, unfusedText, audioFile];
  const isInt8 = audioFile === unfusedAudioInt8;
  return {
    ...shared,
    id,
    embeddingKey: `${id}:${unfusedRevision.slice(0, 8)}`,
    title: isInt8 ? "LAION CLAP, unfused, small" : "LAION CLAP, unfused",
    description: isInt8
      ? "The same with rounded numbers: a smaller download, quicker, a little less exact."
      : "The CLAP of LAION without its part for sounds over 10 s. Large, and much slower than Pocket.",
    folder: path.join(findModelsFolder(), "clap-htsat-unfused"),
    files,
    source: sourceOf(
      "Xenova/clap-htsat-unfused",
      unfusedRevision,
      files.reduce((sum, file) => sum + (file.sizeBytes ?? 0), 0),
    ),
    frontEnd: { kind: "unfused" },
    audio: { kind: "onnx", file: audioFile.name },
    text: { kind: "onnx", file: unfusedText.name },
    // The export leaves `logit_scale_a` out: this is its value before training, 1 / 0.07.
    logitScale: 1 / 0.07,
  };
}

const shared = {
  licence: "Apache-2.0",
  dim: 512,
  isBundled: false,
  maxTokens: robertaTokens,
  template: defaultTemplate,
  calibration: null,
} as const;

function sourceOf(repository: string, revision: string, downloadBytes: number): ModelSource {
  return { baseUrl: `https://huggingface.co/${repository}/resolve/${revision}`, revision, downloadBytes };
}
