// A model of two small real ONNX graphs for tests: the mean spectrum and the sum of word rows, each through a fixed
// matrix. It answers in milliseconds and means nothing.
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { lcgNoise } from "./signals.ts";
import { type GraphConstant, writeOnnx } from "./onnx-writer.ts";

const dim = 512;
const letters = "abcdefghijklmnopqrstuvwxyz0123456789".split("");
const words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "kick", "snare", "door", "rain", "deep", "warm"];
const vocabulary = [...words, ...letters, ...letters.map((letter) => `##${letter}`)];

/** Audio tower: input_features (batch, channels, frames, 64) to audio_embeds (batch, 512). */
export function tinyAudioGraph(): Uint8Array {
  return writeOnnx({
    nodes: [
      {
        op: "ReduceMean",
        inputs: ["input_features"],
        output: "mean",
        attributes: { axes: [1, 2], keepdims: 0 },
      },
      { op: "MatMul", inputs: ["mean", "weights"], output: "projected" },
      {
        op: "LpNormalization",
        inputs: ["projected"],
        output: "audio_embeds",
        attributes: { axis: -1, p: 2 },
      },
    ],
    constants: [matrix("weights", 64, 7)],
    inputs: [{ name: "input_features", type: "float32", shape: ["batch", "channels", "frames", 64] }],
    outputs: [{ name: "audio_embeds", type: "float32", shape: ["batch", dim] }],
  });
}

/** Text tower: input_ids and attention_mask (batch, tokens) to text_embeds (batch, 512). */
export function tinyTextGraph(): Uint8Array {
  return writeOnnx({
    nodes: [
      { op: "Gather", inputs: ["rows", "input_ids"], output: "words", attributes: { axis: 0 } },
      { op: "Cast", inputs: ["attention_mask"], output: "mask", attributes: { to: 1 } },
      { op: "Unsqueeze", inputs: ["mask", "last"], output: "column" },
      { op: "Mul", inputs: ["words", "column"], output: "masked" },
      { op: "ReduceSum", inputs: ["masked", "second"], output: "sum", attributes: { keepdims: 0 } },
      { op: "LpNormalization", inputs: ["sum"], output: "text_embeds", attributes: { axis: -1, p: 2 } },
    ],
    constants: [matrix("rows", vocabulary.length, 3), wholeNumber("last", 2n), wholeNumber("second", 1n)],
    inputs: [
      { name: "input_ids", type: "int64", shape: ["batch", "tokens"] },
      { name: "attention_mask", type: "int64", shape: ["batch", "tokens"] },
    ],
    outputs: [{ name: "text_embeds", type: "float32", shape: ["batch", dim] }],
  });
}

/** Files of a whole model with a tokenizer and a valid description. */
export function tinyModelFiles(id: string): Record<string, Uint8Array | string> {
  const files: Record<string, Uint8Array | string> = {
    "audio.onnx": tinyAudioGraph(),
    "text.onnx": tinyTextGraph(),
    "tokenizer.json": JSON.stringify(wordPieceTokenizer()),
  };
  const described = Object.entries(files).map(([name, content]) => [
    name,
    { bytes: Buffer.byteLength(content), sha256: createHash("sha256").update(content).digest("hex") },
  ]);
  const description = {
    id,
    version: 1,
    dim,
    frontEnd: { sampleRate: 48_000, minDurationSec: 1, maxDurationSec: 10, shortPadding: "zero" },
    text: { maxTokens: 16, template: "{}" },
    logitScale: 10,
    files: Object.fromEntries(described),
  };
  return { ...files, "model.json": JSON.stringify(description) };
}

/** Writes a model into a folder, made when it is not there. */
export function writeTinyModel(folder: string, id: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(tinyModelFiles(id))) {
    writeFileSync(path.join(folder, name), content);
  }
}

/** An Earshot home of the running test alone, with a model named `tiny`; gone when the test ends. */
export function tinyHome(): { home: string; modelFolder: string } {
  const home = mkdtempSync(path.join(tmpdir(), "earshot-clap-"));
  const before = process.env["EARSHOT_HOME"];
  process.env["EARSHOT_HOME"] = home;
  onTestFinished(() => {
    if (before === undefined) delete process.env["EARSHOT_HOME"];
    else process.env["EARSHOT_HOME"] = before;
    rmSync(home, { recursive: true, force: true });
  });
  const modelFolder = path.join(home, "models", "tiny");
  writeTinyModel(modelFolder, "tiny");
  return { home, modelFolder };
}

function matrix(name: string, rowCount: number, seed: number): GraphConstant {
  const data = Float32Array.from(lcgNoise(rowCount * dim + seed).subarray(seed));
  return { name, shape: [rowCount, dim], data };
}

function wholeNumber(name: string, value: bigint): GraphConstant {
  return { name, shape: [1], data: BigInt64Array.of(value) };
}

function wordPieceTokenizer(): object {
  const special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"].map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: special,
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: {
      type: "TemplateProcessing",
      single: [
        { SpecialToken: { id: "[CLS]", type_id: 0 } },
        { Sequence: { id: "A", type_id: 0 } },
        { SpecialToken: { id: "[SEP]", type_id: 0 } },
      ],
      pair: [],
      special_tokens: {
        "[CLS]": { id: "[CLS]", ids: [2], tokens: ["[CLS]"] },
        "[SEP]": { id: "[SEP]", ids: [3], tokens: ["[SEP]"] },
      },
    },
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((word, id) => [word, id])),
    },
  };
}
