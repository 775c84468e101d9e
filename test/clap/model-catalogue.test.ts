import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { getModel, listModels } from "../../main/clap/model-catalogue.ts";
import { checkModel, measureModel, verifyModel } from "../../main/clap/model-check.ts";
import { tinyHome } from "./tiny-model.ts";

test("the published models and the user's own are listed, each with its own key of embeddings", () => {
  tinyHome();
  const models = listModels();
  expect(models.map((model) => model.id)).toEqual(
    expect.arrayContaining([
      "clap-htsat-fused",
      "clap-htsat-fused@hf-single",
      "clap-htsat-unfused",
      "clap-htsat-unfused@int8",
      "tiny",
    ]),
  );
  expect(new Set(models.map((model) => model.embeddingKey)).size).toBe(models.length);
});

test("both meanings of is_longer share one folder and differ in id and front end", () => {
  const laion = getModel("clap-htsat-fused");
  const hf = getModel("clap-htsat-fused@hf-single");
  expect([laion.frontEnd, hf.frontEnd]).toEqual([
    { kind: "fused", semantics: "laion-eval" },
    { kind: "fused", semantics: "hf-single" },
  ]);
  expect(laion.folder).toBe(hf.folder);
  expect(laion.embeddingKey).not.toBe(hf.embeddingKey);
});

test("an unknown model is refused with the names of those that are known", () => {
  expect(() => getModel("clap")).toThrow(/no model named “clap”.*clap-htsat-fused/);
});

test("a model retrained under its id has another key of embeddings", () => {
  const { modelFolder } = tinyHome();
  const before = getModel("tiny").embeddingKey;
  const file = path.join(modelFolder, "model.json");
  const description = JSON.parse(readFileSync(file, "utf8")) as {
    files: Record<string, { sha256: string }>;
  };
  (description.files["audio.onnx"] as { sha256: string }).sha256 = "ab".repeat(32);
  writeFileSync(file, JSON.stringify(description));
  expect(getModel("tiny").embeddingKey).not.toBe(before);
});

test("the scale of a model's scores is read from its description", () => {
  const { modelFolder } = tinyHome();
  const file = path.join(modelFolder, "model.json");
  const description = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  const calibration = {
    matched: { mean: 0.31, p5: 0.1, p95: 0.52 },
    unmatched: { mean: 0.07, p5: -0.1, p95: 0.3 },
  };
  writeFileSync(file, JSON.stringify({ ...description, calibration }));
  expect(getModel("tiny").calibration).toEqual({
    matched: { mean: 0.31, p95: 0.52 },
    unmatched: { mean: 0.07 },
  });
});

test("a description that says nothing usable is named with the field, and hides no other model", () => {
  const { home, modelFolder } = tinyHome();
  const broken = path.join(home, "models", "broken");
  mkdirSync(broken);
  const description = JSON.parse(readFileSync(path.join(modelFolder, "model.json"), "utf8")) as object;
  writeFileSync(path.join(broken, "model.json"), JSON.stringify({ ...description, dim: 128 }));
  expect(() => getModel("broken")).toThrow(/model\.json is not usable: dim/);
  writeFileSync(path.join(broken, "model.json"), "{ not JSON");
  expect(() => getModel("broken")).toThrow(/model\.json is not usable/);
  expect(listModels().map((model) => model.id)).toContain("tiny");
});

test("a whole model passes both checks", async () => {
  tinyHome();
  const model = getModel("tiny");
  const seen: string[] = [];
  await checkModel(model);
  await verifyModel(model, ({ file, checkedBytes, totalBytes }) => {
    if (checkedBytes === totalBytes) seen.push(file);
  });
  expect(seen).toEqual(["audio.onnx", "text.onnx", "tokenizer.json"]);
  expect(await measureModel(model)).toBe(model.files.reduce((sum, file) => sum + (file.sizeBytes ?? 0), 0));
});

test("one changed byte is found by the sum alone, and the file is named", async () => {
  const { modelFolder } = tinyHome();
  const file = path.join(modelFolder, "text.onnx");
  const content = readFileSync(file);
  content[content.length - 100] = (content[content.length - 100] as number) ^ 1;
  writeFileSync(file, content);
  const model = getModel("tiny");
  await checkModel(model);
  await expect(verifyModel(model)).rejects.toMatchObject({
    code: "model-damaged",
    message: expect.stringMatching(/text\.onnx, its SHA-256 is [0-9a-f]{64} and should be/) as string,
    hint: expect.stringContaining(modelFolder) as string,
  });
});

test("only the files of a part are looked at before it is loaded", async () => {
  const { modelFolder } = tinyHome();
  rmSync(path.join(modelFolder, "tokenizer.json"));
  const model = getModel("tiny");
  await checkModel(model, "audio");
  await expect(checkModel(model, "text")).rejects.toThrow("tokenizer.json, it is missing");
});

test("a model that is not there says how to get it", async () => {
  tinyHome();
  await expect(checkModel(getModel("clap-htsat-fused"))).rejects.toMatchObject({
    code: "model-not-installed",
    hint: "Install it: `earshot models install clap-htsat-fused`.",
  });
});

test("a description that says where the files are had offers a model that is not there yet", async () => {
  const { modelFolder } = tinyHome();
  const file = path.join(modelFolder, "model.json");
  const description = JSON.parse(readFileSync(file, "utf8")) as { files: Record<string, { bytes: number }> };
  const source = { baseUrl: "https://models.example/tiny/resolve/1", revision: "1" };
  for (const name of Object.keys(description.files)) rmSync(path.join(modelFolder, name));
  writeFileSync(file, JSON.stringify({ ...description, source }));
  const model = getModel("tiny");
  const downloadBytes = Object.values(description.files).reduce((sum, { bytes }) => sum + bytes, 0);
  expect(model.source).toEqual({ ...source, downloadBytes });
  await expect(checkModel(model)).rejects.toMatchObject({
    code: "model-not-installed",
    hint: expect.stringContaining("models install tiny"),
  });
  // Never over a line that others can change.
  writeFileSync(file, JSON.stringify({ ...description, source: { ...source, baseUrl: "http://a.example" } }));
  expect(() => getModel("tiny")).toThrow(/source\.baseUrl/);
});
