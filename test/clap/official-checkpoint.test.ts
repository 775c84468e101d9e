import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "../../main/base/app-error.ts";
import { Embedder } from "../../main/clap/embedder.ts";
import { placeOfficialGraph, readLogitScales } from "../../main/clap/official-checkpoint.ts";
import {
  type ExternalInitializer,
  listExternalInitializers,
  placeInitializers,
} from "../../main/clap/onnx-graph.ts";
import { listOfficialModels } from "../../main/clap/official-models.ts";
import { findOfficialModelAt } from "./official-model.ts";
import { makeSafetensors, tinyFixture, writeTinyCheckpoint } from "./random-checkpoint.ts";

const graphs = {
  audio: path.join(tinyFixture, "audio.onnx"),
  text: path.join(tinyFixture, "text.onnx"),
};
const headerText = readFileSync(path.join(tinyFixture, "safetensors-header.json"), "utf8");

let root: string;
beforeAll(() => void (root = realpathSync(mkdtempSync(path.join(tmpdir(), "earshot-official-")))));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A checkpoint folder with this header; a new one each time. */
function writeCheckpoint(name: string, header: string): string {
  const folder = path.join(root, name);
  writeTinyCheckpoint(folder);
  writeFileSync(path.join(folder, "model.safetensors"), makeSafetensors(header));
  return folder;
}

async function complaintOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.catch((thrown: unknown) => thrown);
  if (!(error instanceof AppError)) throw new Error("no AppError was thrown", { cause: error });
  return `${error.code}: ${error.message}`;
}

test("every weight of a tower is pointed at its bytes in the file", async () => {
  const folder = writeCheckpoint("whole", headerText);
  const { graph, weightsFolder } = await placeOfficialGraph(graphs.audio, folder);
  expect(weightsFolder).toBe(folder);
  expect(listExternalInitializers(graph)).toEqual(listExternalInitializers(readFileSync(graphs.audio)));
  // Offsets of the header count from its end; those of the graph from the start of the file.
  const places = readPlaces(graph);
  const header = JSON.parse(headerText) as Record<string, { data_offsets: [number, number] }>;
  const dataStart = 8 + Buffer.byteLength(headerText);
  expect(places.size).toBe(134);
  for (const [name, place] of places) {
    const [begin, end] = header[name]?.data_offsets ?? [NaN, NaN];
    expect([name, place]).toEqual([
      name,
      { location: "model.safetensors", offset: String(dataStart + begin), length: String(end - begin) },
    ]);
  }
});

/** External data of a placed graph, found by searching its bytes for the three entries behind each name. */
function readPlaces(graph: Uint8Array): Map<string, Record<string, string>> {
  const places = new Map<string, Record<string, string>>();
  const text = Buffer.from(graph).toString("latin1");
  const pattern = /B.([\w.]+)p.j.\n.location..([\w.]+)j.\n.offset..(\d+)j.\n.length..(\d+)/gs;
  for (const [, name = "", location = "", offset = "", length = ""] of text.matchAll(pattern)) {
    places.set(name, { location, offset, length });
  }
  return places;
}

/** Numbers in all float32 tensors. */
function countNumbers(tensors: ExternalInitializer[]): number {
  return tensors
    .filter(({ dataType }) => dataType === 1)
    .reduce((sum, { dims }) => sum + dims.reduce((product, size) => product * size, 1), 0);
}

test("the graphs of the official model name the tensors of the official architecture", () => {
  const model = listOfficialModels()[0];
  if (model?.audio.kind !== "checkpoint" || model.text.kind !== "checkpoint")
    throw new Error("no checkpoint");
  const audio = listExternalInitializers(readFileSync(model.audio.graphPath));
  const text = listExternalInitializers(readFileSync(model.text.graphPath));
  const types = [...audio, ...text].map(({ name, dataType }) => (dataType === 1 ? "float32" : name));
  // 458 float32 tensors of the published file less the two logit scales, which no tower uses.
  expect(types.filter((type) => type === "float32").length).toBe(456);
  expect(types.filter((type) => type !== "float32")).toEqual(["text_model.embeddings.token_type_ids"]);
  // transformers counts 153,507,530 parameters in the model of the hub's configuration, the two scales among them;
  // BatchNorm statistics (608 numbers) are no parameters.
  expect(countNumbers(audio) + countNumbers(text) + 2).toBe(153_507_530 + 608);
});

test("placing nothing leaves a graph as it is, byte for byte", () => {
  const model = Buffer.from([0x08, 0x08, 0x12, 0x02, 0x61, 0x62, 0x3a, 0x05, 0x2a, 0x03, 0x42, 0x01, 0x78]);
  expect(Buffer.from(placeInitializers(model, () => expect.fail("asked for a place")))).toEqual(model);
});

test("logit scales are read from the file", async () => {
  const scales = await readLogitScales(writeCheckpoint("scales", headerText));
  // transformers: test/fixtures/clap-tiny/reference/reference.json
  expect(scales.audio).toBeCloseTo(18.1444855, 4);
  expect(scales.text).toBeCloseTo(12.9380493, 4);
});

test("a renamed tensor is named", async () => {
  const renamed = headerText.replace("audio_projection.linear1.bias", "audio_projection.linear1.bios");
  const folder = writeCheckpoint("renamed", renamed);
  expect(await complaintOf(placeOfficialGraph(graphs.audio, folder))).toBe(
    "model-damaged: model.safetensors is not the checkpoint of laion/clap-htsat-fused: the tensor audio_projection.linear1.bias (F32 [512]) is not in it.",
  );
});

test("a tensor of another shape is named with both shapes", async () => {
  const header = JSON.parse(headerText) as Record<string, { shape: number[] }>;
  const name = "text_projection.linear1.weight";
  (header[name] as { shape: number[] }).shape.reverse();
  const folder = writeCheckpoint("reshaped", JSON.stringify(header));
  expect(await complaintOf(placeOfficialGraph(graphs.text, folder))).toContain(
    `the tensor ${name} should be F32 [512, 32] and is F32 [32, 512]`,
  );
});

test("a tensor of another type is named with both types", async () => {
  const header = JSON.parse(headerText) as Record<string, { dtype: string }>;
  const name = "text_projection.linear1.weight";
  (header[name] as { dtype: string }).dtype = "I32";
  const folder = writeCheckpoint("retyped", JSON.stringify(header));
  expect(await complaintOf(placeOfficialGraph(graphs.text, folder))).toContain(
    `the tensor ${name} should be F32 [512, 32] and is I32 [512, 32]`,
  );
});

test("another model's checkpoint is refused by the first tensor that does not fit", async () => {
  const official = listOfficialModels()[0];
  if (official?.audio.kind !== "checkpoint") throw new Error("no checkpoint");
  const tiny = writeCheckpoint("another", headerText);
  expect(await complaintOf(placeOfficialGraph(official.audio.graphPath, tiny))).toMatch(
    /the tensor \S+ should be F32 \[\d.*\] and is F32 \[\d/,
  );
});

test("a checkpoint that is cut short, or missing, stops the embedder with a reason", async () => {
  const folder = writeCheckpoint("short", headerText);
  const { load, weightsPath } = await openEmbedder(folder);
  const whole = readFileSync(weightsPath);
  writeFileSync(weightsPath, whole.subarray(0, whole.length - 4));
  expect(await complaintOf(load())).toMatch(/^model-damaged: .*it is cut short/);
  rmSync(weightsPath);
  expect(await complaintOf(load())).toMatch(/^model-damaged: .*model\.safetensors, it is missing/);
});

test("one bit turned since the last check is found before the model is opened", async () => {
  const folder = writeCheckpoint("bit", headerText);
  const { load, weightsPath } = await openEmbedder(folder);
  await load();
  expect(Object.keys(readReceipt(folder).files)).toEqual([
    "config.json",
    "preprocessor_config.json",
    "model.safetensors",
  ]);
  const bytes = readFileSync(weightsPath);
  bytes[2_000_000] = (bytes[2_000_000] as number) ^ 1;
  writeFileSync(weightsPath, bytes);
  const again = await openEmbedder(folder, false);
  expect(await complaintOf(again.load())).toMatch(/^model-damaged: .*model\.safetensors, its SHA-256 is/);
});

function readReceipt(folder: string): { files: object } {
  return JSON.parse(readFileSync(path.join(folder, "verified.json"), "utf8")) as { files: object };
}

/** An embedder of the tiny model; its sums are those of the files as they are now, or of the whole checkpoint. */
async function openEmbedder(
  folder: string,
  isWhole = true,
): Promise<{ load: () => Promise<unknown>; weightsPath: string }> {
  const whole = isWhole ? folder : writeCheckpoint("whole-again", headerText);
  const model = await findOfficialModelAt("clap-htsat-fused", whole, tinyFixture);
  const embedder = new Embedder(() => ({ ...model, folder }));
  return {
    load: () => embedder.load({ modelId: model.id, part: "audio", threads: 1 }),
    weightsPath: path.join(folder, "model.safetensors"),
  };
}

test("weights are found behind links, such as those of the hub's cache", async () => {
  const folder = writeCheckpoint("links", headerText);
  const elsewhere = path.join(root, "blobs");
  mkdirSync(elsewhere);
  renameSync(path.join(folder, "model.safetensors"), path.join(elsewhere, "3f64"));
  symlinkSync("../blobs/3f64", path.join(folder, "model.safetensors"));
  const { graph, weightsFolder } = await placeOfficialGraph(graphs.audio, folder);
  expect(weightsFolder).toBe(elsewhere);
  expect(readPlaces(graph).get("audio_projection.linear1.bias")?.["location"]).toBe("3f64");
  const { load } = await openEmbedder(folder);
  await load();
});
