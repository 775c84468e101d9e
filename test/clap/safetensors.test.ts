import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "../../main/base/app-error.ts";
import { readFloat32Scalar, readSafetensorsHeader } from "../../main/clap/safetensors.ts";
import { makeTinyWeights } from "./random-checkpoint.ts";

let folder: string;
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), "earshot-safetensors-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file with this header and `dataBytes` zero bytes of data. */
function writeFile(header: unknown, dataBytes: number): string {
  const text = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return writeBytes(Buffer.concat([length, text, Buffer.alloc(dataBytes)]));
}

function writeBytes(bytes: Uint8Array): string {
  const filePath = path.join(folder, "some.safetensors");
  writeFileSync(filePath, bytes);
  return filePath;
}

function float(shape: number[], begin: number, end: number): object {
  return { dtype: "F32", shape, data_offsets: [begin, end] };
}

async function complaintAbout(filePath: string): Promise<string> {
  const error: unknown = await readSafetensorsHeader(filePath).catch((thrown: unknown) => thrown);
  if (!(error instanceof AppError)) throw new Error("no AppError", { cause: error });
  expect(error.code).toBe("model-damaged");
  return error.message;
}

test("tensors are found with absolute offsets", async () => {
  const filePath = writeFile(
    { __metadata__: { format: "pt" }, b: float([2, 3], 4, 28), a: float([], 0, 4) },
    28,
  );
  const header = await readSafetensorsHeader(filePath);
  const dataStart = header.fileBytes - 28;
  expect([...header.tensors.values()]).toEqual([
    { name: "b", dtype: "F32", shape: [2, 3], offsetBytes: dataStart + 4, byteLength: 24 },
    { name: "a", dtype: "F32", shape: [], offsetBytes: dataStart, byteLength: 4 },
  ]);
});

test("the file that Python's safetensors wrote is read, with its scalars", async () => {
  const filePath = writeBytes(makeTinyWeights());
  const header = await readSafetensorsHeader(filePath);
  expect(header.tensors.size).toBe(191);
  expect(header.tensors.get("audio_model.audio_encoder.patch_embed.proj.weight")?.shape).toEqual([
    8, 1, 4, 4,
  ]);
  // exp of these two is `logitScales` of the reference made by transformers.
  expect(Math.exp(await readFloat32Scalar(filePath, header, "logit_scale_a"))).toBeCloseTo(18.1444855, 5);
  expect(Math.exp(await readFloat32Scalar(filePath, header, "logit_scale_t"))).toBeCloseTo(12.9380493, 5);
  await expect(readFloat32Scalar(filePath, header, "text_projection.linear1.bias")).rejects.toThrow(
    "text_projection.linear1.bias should be one F32 number",
  );
  await expect(readFloat32Scalar(filePath, header, "logit_scale")).rejects.toThrow("nothing was found");
});

test("a file cut short names the tensor that lost its bytes", async () => {
  const whole = makeTinyWeights();
  expect(await complaintAbout(writeBytes(whole.subarray(0, whole.length - 1)))).toMatch(
    /the tensor \S+ ends at byte 3043040, and the file has 3043039: it is cut short/,
  );
  expect(await complaintAbout(writeBytes(whole.subarray(0, 20_000)))).toMatch(/its header .* cut short/);
  expect(await complaintAbout(writeBytes(whole.subarray(0, 5)))).toMatch(/5 bytes, too few/);
  expect(await complaintAbout(writeBytes(new Uint8Array(0)))).toMatch(/0 bytes, too few/);
});

test("a file with bytes after its tensors is refused", async () => {
  const filePath = writeFile({ a: float([2], 0, 8) }, 9);
  expect(await complaintAbout(filePath)).toMatch(/its tensors end at byte \d+, and the file has \d+/);
});

test.each([
  ["is no JSON", "{nonsense", 0, "its header is not a JSON object"],
  ["is a list", "[1, 2, 3]", 0, "its header is not a JSON object"],
  ["has an entry that is no tensor", { a: 7 }, 0, "entry for the tensor a is malformed"],
  ["has a negative size", { a: float([-1], 0, 4) }, 4, "entry for the tensor a is malformed"],
  [
    "has an unknown type",
    { a: { dtype: "F31", shape: [1], data_offsets: [0, 4] } },
    4,
    "tensor a has the unknown type F31",
  ],
  [
    "has a range of another length than the shape",
    { a: float([3], 0, 8) },
    8,
    "tensor a (F32 [3]) needs 12 bytes",
  ],
  ["has overlapping tensors", { a: float([2], 0, 8), b: float([2], 4, 12) }, 12, "tensor b overlaps"],
  ["has a hole", { a: float([2], 0, 8), b: float([2], 12, 20) }, 20, "tensor b follows a gap"],
])("a header that %s is refused", async (_fault, header, dataBytes, complaint) => {
  expect(await complaintAbout(writeFile(header, dataBytes))).toContain(complaint);
});

test("a file of another kind is refused", async () => {
  expect(await complaintAbout(writeBytes(Buffer.from("RIFF....WAVEfmt and more bytes than that")))).toMatch(
    /no safetensors file/,
  );
});
