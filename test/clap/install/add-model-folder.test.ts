import { randomBytes } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AppError } from "../../../main/base/app-error.ts";
import { addModelFolder, type AddOptions } from "../../../main/clap/install/add-model-folder.ts";
import { checkModel } from "../../../main/clap/model-check.ts";
import { getModel } from "../../../main/clap/model-catalogue.ts";
import type { ModelDefinition } from "../../../main/clap/model-definition.ts";
import { makeSafetensors, makeTinyWeights, tinyFixture } from "../random-checkpoint.ts";
import { tinyModelFiles } from "../tiny-model.ts";
import { makeModel } from "./hub-server.ts";

const files = {
  "tokenizer.json": readFileSync(path.join(tinyFixture, "tokenizer.json")),
  "model.safetensors": makeTinyWeights(),
};

let folder: string;
let source: string;
let model: ModelDefinition;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "earshot-add-"));
  process.env["EARSHOT_HOME"] = path.join(folder, "home");
  source = path.join(folder, "source");
  writeFiles(source, files);
  model = {
    ...makeModel(folder, files),
    audio: { kind: "checkpoint", graphPath: path.join(tinyFixture, "audio.onnx") },
    text: { kind: "checkpoint", graphPath: path.join(tinyFixture, "text.onnx") },
  };
});
afterEach(() => {
  delete process.env["EARSHOT_HOME"];
  rmSync(folder, { recursive: true, force: true });
});

function writeFiles(target: string, content: Record<string, Uint8Array | string>): void {
  for (const [name, bytes] of Object.entries(content)) {
    mkdirSync(path.dirname(path.join(target, name)), { recursive: true });
    writeFileSync(path.join(target, name), bytes);
  }
}

function add(from: string, options: AddOptions = {}): Promise<ModelDefinition> {
  return addModelFolder(from, { models: [model], ...options });
}

async function catchError(promise: Promise<unknown>): Promise<AppError> {
  const error: unknown = await promise.catch((thrown: unknown) => thrown);
  if (!(error instanceof AppError)) throw new Error("no AppError was thrown", { cause: error });
  return error;
}

function readInstalled(): Record<string, boolean> {
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      name,
      readFileSync(path.join(model.folder, name)).equals(content),
    ]),
  );
}
const allRight = { "tokenizer.json": true, "model.safetensors": true };

test("a folder with the files is copied, and stays as it was", async () => {
  writeFiles(source, { "README.md": "not asked for" });
  const before = readdirSync(source);
  expect(await add(source)).toBe(model);
  expect(readInstalled()).toEqual(allRight);
  expect(readdirSync(model.folder).sort()).toEqual(["model.safetensors", "tokenizer.json", "verified.json"]);
  expect(readdirSync(path.dirname(model.folder))).toEqual(["test-model"]);
  expect(readdirSync(source)).toEqual(before);
});

test.each([
  ["the snapshot", "hub/models--owner--model/snapshots/0123"],
  ["the repository", "hub/models--owner--model"],
  ["the whole cache", "hub"],
])("the hub's cache is read through its links: %s", async (_what, named) => {
  const repository = path.join(folder, "hub", "models--owner--model");
  const snapshot = path.join(repository, "snapshots", "0123");
  mkdirSync(snapshot, { recursive: true });
  Object.entries(files).forEach(([name, content], index) => {
    writeFiles(path.join(repository, "blobs"), { [`blob${index}`]: content });
    symlinkSync(`../../blobs/blob${index}`, path.join(snapshot, name));
  });
  await add(path.join(folder, named));
  expect(readInstalled()).toEqual(allRight);
});

test("files of sub-folders may lie side by side, as a browser saves them", async () => {
  const audio = randomBytes(1000);
  model = makeModel(folder, { "onnx/audio_model.onnx": audio });
  writeFiles(source, { "audio_model.onnx": audio });
  await add(source);
  expect(readFileSync(path.join(model.folder, "onnx", "audio_model.onnx")).equals(audio)).toBe(true);
});

test("a missing file is named, and a pickle is no stand-in", async () => {
  rmSync(path.join(source, "model.safetensors"));
  writeFiles(source, { "pytorch_model.bin": "pickle" });
  const error = await catchError(add(source));
  expect([error.code, error.message, error.hint]).toEqual([
    "not-a-model-folder",
    `${source} holds a part of test-model; missing: model.safetensors. pytorch_model.bin cannot stand in for it.`,
    "Get it from https://hub.example/owner/model at revision 0123.",
  ]);
});

test("a folder of something else, no folder, and a file are told apart", async () => {
  mkdirSync(path.join(folder, "empty"));
  expect((await catchError(add(path.join(folder, "empty")))).message).toMatch(
    /holds no model that Earshot knows/,
  );
  expect((await catchError(add(path.join(folder, "nowhere")))).message).toMatch(/^There is no folder/);
  expect((await catchError(add(path.join(source, "tokenizer.json")))).message).toMatch(
    /is a file, and a folder/,
  );
});

test("a checkpoint that is cut short is refused with the tensor that lost bytes", async () => {
  writeFiles(source, { "model.safetensors": files["model.safetensors"].subarray(0, 3_000_000) });
  const error = await catchError(add(source));
  expect(error.code).toBe("model-damaged");
  expect(error.message).toMatch(
    /model\.safetensors is damaged: the tensor \S+ ends at byte .* it is cut short/,
  );
  expect(existsSync(model.folder)).toBe(false);
  expect(existsSync(`${model.folder}.adding`)).toBe(false);
});

test("a checkpoint with a renamed tensor is refused with its name", async () => {
  const header = readFileSync(path.join(tinyFixture, "safetensors-header.json"), "utf8");
  const renamed = header.replace("text_projection.linear2.bias", "text_projection.linear3.bias");
  writeFiles(source, { "model.safetensors": makeSafetensors(renamed) });
  expect((await catchError(add(source))).message).toContain(
    "the tensor text_projection.linear2.bias (F32 [512]) is not in it",
  );
});

test("two tensors swapped for each other, or one bit turned, are seen by the checksum", async () => {
  const header = readFileSync(path.join(tinyFixture, "safetensors-header.json"), "utf8");
  const swapped = header
    .replace("text_projection.linear1.bias", "#")
    .replace("text_projection.linear2.bias", "text_projection.linear1.bias")
    .replace("#", "text_projection.linear2.bias");
  writeFiles(source, { "model.safetensors": makeSafetensors(swapped) });
  const complaint = /model\.safetensors is not the file of test-model that was published: its SHA-256 is/;
  expect((await catchError(add(source))).message).toMatch(complaint);
  const bytes = Buffer.from(files["model.safetensors"]);
  bytes[2_000_000] = (bytes[2_000_000] as number) ^ 1;
  writeFiles(source, { "model.safetensors": bytes });
  expect((await catchError(add(source))).message).toMatch(complaint);
});

test("another file of the model is refused by name", async () => {
  writeFiles(source, { "tokenizer.json": "{}" });
  expect((await catchError(add(source))).message).toMatch(
    /source\/tokenizer\.json is not the file of test-model .* It has 2 bytes and should have \d+\./,
  );
});

test("a good model stays when a bad one is added", async () => {
  await add(source);
  writeFiles(source, { "tokenizer.json": "{}" });
  await catchError(add(source));
  expect(readInstalled()).toEqual(allRight);
});

test("too little space is told with numbers", async () => {
  const error = await catchError(add(source, { getFreeBytes: async () => 10_000_000 }));
  expect([error.code, error.message]).toEqual([
    "disk-full",
    `The model needs 4 MB more in ${model.folder}.adding, and 10 MB are free on that drive.`,
  ]);
});

test("the model's own folder is only checked", async () => {
  cpSync(source, model.folder, { recursive: true });
  expect(await add(model.folder)).toBe(model);
  writeFileSync(path.join(model.folder, "tokenizer.json"), "{}");
  expect((await catchError(add(model.folder))).code).toBe("model-damaged");
});

test("a model of the user's with a model.json is added under its id", async () => {
  const own = path.join(folder, "own");
  writeFiles(own, tinyModelFiles("my-clap"));
  const added = await addModelFolder(own);
  expect(added.id).toBe("my-clap");
  expect(getModel("my-clap").folder).toBe(added.folder);
  await checkModel(getModel("my-clap"));
  writeFiles(own, { "text.onnx": "other" });
  expect((await catchError(addModelFolder(own))).message).toMatch(
    /own\/text\.onnx is not the file of my-clap/,
  );
  await checkModel(getModel("my-clap"));
});

test("a model of the user's cannot take the id of one of Earshot's", async () => {
  const own = path.join(folder, "own");
  writeFiles(own, tinyModelFiles("clap-htsat-fused"));
  expect((await catchError(addModelFolder(own))).code).toBe("not-a-model-folder");
});
