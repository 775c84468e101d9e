// What benchmarks of models need on disk: sounds, and a home with a model. No benchmark itself.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findHomeFolder } from "../main/base/home.ts";
import { type Features, type FrontEndSpec, WholeFeatureBuilder } from "../main/clap/front-end.ts";
import { getModel } from "../main/clap/model-catalogue.ts";
import { makeParitySounds } from "../test/clap/official-inputs.ts";

/** Sounds of 0.05 to 10 s in turn, as raw float32 for transformers and as WAV for the engine: the same numbers. */
export function writeSounds(work: string, count: number): string {
  const folder = path.join(work, "sounds");
  mkdirSync(folder);
  const made = makeParitySounds().filter(({ samples }) => samples.length <= 480_000);
  for (let i = 0; i < count; i++) {
    const samples = (made[i % made.length]?.samples ?? new Float32Array(0)).slice();
    // No two alike, or the engine would know the second as a copy.
    samples[0] = (i + 1) / 1024;
    writeFileSync(path.join(folder, `${i}.f32`), samples);
    writeFileSync(
      path.join(folder, `${i}.wav`),
      Buffer.concat([wavHeader(samples.length), toBytes(samples)]),
    );
  }
  return folder;
}

/** The samples of `writeSounds`, in order. */
export function readSounds(folder: string): Float32Array[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".f32"));
  return names
    .toSorted((a, b) => Number.parseInt(a) - Number.parseInt(b))
    .map((name) => {
      const bytes = readFileSync(path.join(folder, name));
      return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    });
}

/** Model input of one sound. */
export function listen(samples: Float32Array, frontEnd: FrontEndSpec): Features[] {
  const builder = new WholeFeatureBuilder(frontEnd);
  builder.push(samples);
  return builder.finish();
}

/** The bytes of the numbers, not a copy. */
export function toBytes(samples: Float32Array): Buffer {
  return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
}

/** 32-bit float, mono, 48 kHz. */
export function wavHeader(sampleCount: number): Buffer {
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + 4 * sampleCount, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(3, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(48_000, 24);
  header.writeUInt32LE(4 * 48_000, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(32, 34);
  header.write("data", 36);
  header.writeUInt32LE(4 * sampleCount, 40);
  return header;
}

/** Options of `parseArgs` that say which model is measured. */
export const modelOptions = {
  model: { type: "string", default: "pocket" },
  checkpoint: { type: "string" },
} as const;

/**
 * Runs a job with a folder of its own, which is removed afterwards, and the home that has the model.
 * @param checkpoint folder of the official model's files; undefined for what is installed
 */
export async function withHome<Result>(
  { model, checkpoint }: { model: string; checkpoint?: string | undefined },
  job: (home: string, work: string) => Promise<Result>,
): Promise<Result> {
  const work = mkdtempSync(path.join(tmpdir(), "earshot-bench-"));
  try {
    return await job(checkpoint ? makeHome(work, model, checkpoint) : findHomeFolder(), work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * A home whose official model is another checkpoint of the same architecture, such as one of random weights. Its sums
 * are not the published ones, so a receipt says that they were found right.
 */
function makeHome(work: string, modelId: string, checkpoint: string): string {
  const home = path.join(work, "home");
  process.env["EARSHOT_HOME"] = home;
  const model = getModel(modelId);
  mkdirSync(model.folder, { recursive: true });
  const files: Record<string, object> = {};
  for (const { name, sha256 } of model.files) {
    const from = path.resolve(checkpoint, name);
    if (!existsSync(from)) throw new Error(`${from} is not there`);
    symlinkSync(from, path.join(model.folder, name));
    const { size, mtimeMs } = statSync(from);
    files[name] = { sizeBytes: size, modifiedMs: mtimeMs, sha256 };
  }
  writeFileSync(path.join(model.folder, "verified.json"), JSON.stringify({ version: 1, files }));
  return home;
}
