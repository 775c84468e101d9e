// Builds the tiny checkpoint of test/fixtures/clap-tiny: random weights that depend on the tensor's name and the
// place in it alone. The same bytes as training/export_clap/random_checkpoint.py writes, without Python.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

export const tinyFixture = path.join(import.meta.dirname, "..", "fixtures", "clap-tiny");

interface HeaderEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}
export type Header = Record<string, HeaderEntry>;

/** The header of the tiny checkpoint, as Python's safetensors wrote it. */
export function readTinyHeader(): Header {
  const { __metadata__: _, ...tensors } = JSON.parse(
    readFileSync(path.join(tinyFixture, "safetensors-header.json"), "utf8"),
  ) as Header & { __metadata__: unknown };
  return tensors;
}

/** Bytes of the tiny model.safetensors (3.0 MB). */
export function makeTinyWeights(): Buffer {
  return makeSafetensors(readFileSync(path.join(tinyFixture, "safetensors-header.json"), "utf8"));
}

/** Writes a folder as the hub has it: configuration, tokenizer and model.safetensors. */
export function writeTinyCheckpoint(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(tinyFixture)) {
    if (/config\.json$|^tokenizer\.json$|tokens_map\.json$/.test(name))
      copyFileSync(path.join(tinyFixture, name), path.join(folder, name));
  }
  writeFileSync(path.join(folder, "model.safetensors"), makeTinyWeights());
}

/** A file with this header text, every tensor filled with its random values. */
export function makeSafetensors(headerText: string): Buffer {
  const { __metadata__: _, ...tensors } = JSON.parse(headerText) as Header & { __metadata__: unknown };
  const headerBytes = Buffer.from(headerText, "utf8");
  const dataStart = 8 + headerBytes.length;
  const dataBytes = Math.max(...Object.values(tensors).map((tensor) => tensor.data_offsets[1]));
  const file = Buffer.alloc(dataStart + dataBytes);
  file.writeBigUInt64LE(BigInt(headerBytes.length));
  headerBytes.copy(file, 8);
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(tensors)) {
    if (dtype === "F32") fillRandom(file, dataStart + offsets[0], name, shape);
    else fillIntegers(file, dataStart + offsets[0], name, shape);
  }
  return file;
}

function fillRandom(file: Buffer, position: number, name: string, shape: number[]): void {
  const [centre, spread] = findCentreAndSpread(name, shape);
  const seed = hashName(name);
  const count = shape.reduce((product, size) => product * size, 1);
  for (let index = 0; index < count; index++) {
    const unit = mix(Math.imul(index, 0x9e3779b9) + seed) * 2 ** -31 - 1;
    file.writeFloatLE(Math.fround(centre + spread * unit), position + 4 * index);
  }
}

/** FNV-1a, 32 bits. */
function hashName(name: string): number {
  let hashed = 0x811c9dc5;
  for (const byte of Buffer.from(name)) hashed = Math.imul(hashed ^ byte, 0x01000193);
  return hashed;
}

/** The finaliser of MurmurHash3. */
function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** As `centre_and_spread` of random_checkpoint.py, where the reasons are. */
function findCentreAndSpread(name: string, shape: number[]): [number, number] {
  if (name.endsWith("audio_encoder.batch_norm.running_mean")) return [-40, 10];
  if (name.endsWith("audio_encoder.batch_norm.running_var")) return [400, 200];
  if (name.startsWith("logit_scale")) return [3, 0.5];
  if (name.endsWith("running_mean")) return [0, 0.2];
  if (name.endsWith("running_var")) return [1, 0.5];
  if (shape.length === 1) return name.endsWith("weight") ? [1, 0.3] : [0, 0.2];
  if (name.endsWith("relative_position_bias_table")) return [0, 1];
  if (name.includes("embeddings")) return [0, 1];
  const fanIn = shape.slice(1).reduce((product, size) => product * size, 1);
  return [0, Math.sqrt(3 / fanIn)];
}

/** The integer buffers of the architecture; Earshot does not read them, transformers does. */
function fillIntegers(file: Buffer, position: number, name: string, shape: number[]): void {
  const count = shape.reduce((product, size) => product * size, 1);
  for (let index = 0; index < count; index++) {
    let value = 0;
    if (name.endsWith("position_ids")) value = index;
    if (name.endsWith("relative_position_index")) value = relativePosition(index, Math.sqrt(shape[0] ?? 1));
    file.writeBigInt64LE(BigInt(value), position + 8 * index);
  }
}

/** Swin's index of the pair (a, b) of places in a window of `size` x `size`. */
function relativePosition(pair: number, size: number): number {
  const a = Math.floor(pair / (size * size));
  const b = pair % (size * size);
  const down = Math.floor(a / size) - Math.floor(b / size) + size - 1;
  const right = (a % size) - (b % size) + size - 1;
  return down * (2 * size - 1) + right;
}
