// Embeddings of prompts outlast the process, to the last bit, and are never taken for another model's.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { PromptStore } from "../../main/clap/prompt-store.ts";
import { unitEmbedding } from "../db/library-setups.ts";
import { tinyHome } from "./tiny-model.ts";

const key = "clap-htsat-fused@hf-single:365dea6e";

function promptFile(): string {
  const folder = path.join(process.env["EARSHOT_HOME"] ?? "", "prompts");
  return path.join(folder, readdirSync(folder)[0] ?? "");
}

test("what was kept is found by the next store, to the last bit", () => {
  tinyHome();
  const embedding = Float32Array.from({ length: 512 }, (_, i) => Math.fround(Math.sin(i) / 16));
  new PromptStore(key).keep(new Map([["a kick 🥁", embedding]]));
  const store = new PromptStore(key);
  expect(store.find("a kick 🥁")).toEqual(embedding);
  expect(store.find("a snare")).toBeUndefined();
});

test("a later call adds to what is there", () => {
  tinyHome();
  new PromptStore(key).keep(new Map([["kick", unitEmbedding(1)]]));
  new PromptStore(key).keep(new Map([["snare", unitEmbedding(2)]]));
  const store = new PromptStore(key);
  expect([store.find("kick"), store.find("snare")]).toEqual([unitEmbedding(1), unitEmbedding(2)]);
});

test("another model finds nothing, even in a file with this model's name", () => {
  tinyHome();
  new PromptStore(key).keep(new Map([["kick", unitEmbedding(1)]]));
  expect(new PromptStore("other:1").find("kick")).toBeUndefined();
  const file = promptFile();
  writeFileSync(file, readFileSync(file, "utf8").replace(key, "other:1"));
  expect(new PromptStore(key).find("kick")).toBeUndefined();
});

test.each([
  ["no JSON", "{"],
  ["another version", JSON.stringify({ version: 2, embeddingKey: key, prompts: {} })],
  ["an embedding cut short", JSON.stringify({ version: 1, embeddingKey: key, prompts: { kick: "AAAA" } })],
])("a damaged file is as good as none: %s", (_what, text) => {
  tinyHome();
  new PromptStore(key).keep(new Map([["kick", unitEmbedding(1)]]));
  writeFileSync(promptFile(), text);
  const store = new PromptStore(key);
  expect(store.find("kick")).toBeUndefined();
  store.keep(new Map([["kick", unitEmbedding(3)]]));
  expect(new PromptStore(key).find("kick")).toEqual(unitEmbedding(3));
});
