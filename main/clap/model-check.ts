// Is a model whole? Names the file that is not, and the way to mend it.
import { open, stat } from "node:fs/promises";
import path from "node:path";
import { AppError, isSystemError } from "../base/app-error.ts";
import type { ModelPart } from "./embedder-api.ts";
import { hashFile } from "./install/hash-file.ts";
import { findUnverifiedFiles, rememberVerified, wasInstalled } from "./install/receipt.ts";
import type { ModelDefinition, ModelFile } from "./model-definition.ts";
import { checkpointFileName } from "./official-checkpoint.ts";
import { readSafetensorsHeader } from "./safetensors.ts";

export interface VerifyProgress {
  file: string;
  checkedBytes: number;
  totalBytes: number;
}

/**
 * Checks size and first bytes of the files that a part needs, or of all files: takes no time.
 * @throws AppError `model-not-installed` when the model was never put there, `model-damaged` naming a file that is
 * not whole
 */
export async function checkModel(model: ModelDefinition, part?: ModelPart): Promise<void> {
  const sizes = await Promise.all(model.files.map((file) => findSize(toPath(model, file))));
  const missing = model.files.filter((_, i) => sizes[i] === undefined);
  if (missing.length === model.files.length) throw notInstalled(model);
  // Variants of a model share a folder: one may lack a file because only the other was installed.
  if (missing.length > 0 && !(await wasInstalled(model.folder, missing))) throw notInstalled(model);
  for (const [i, file] of model.files.entries()) {
    if (part === undefined || isNeeded(model, file, part)) await checkFile(model, file, sizes[i]);
  }
}

/**
 * Before a part is opened: `checkModel`, and the sums of those of its files that are new or have changed since their
 * sums were last found right. Reads nothing when nothing has changed.
 * @throws AppError as `checkModel`
 */
export async function assertModelWhole(model: ModelDefinition, part: ModelPart): Promise<void> {
  await checkModel(model, part);
  const needed = model.files.filter((file) => isNeeded(model, file, part));
  const unverified = await findUnverifiedFiles(model.folder, needed);
  for (const file of unverified) await compareSum(model, file);
  if (!model.isBundled && unverified.length > 0) await rememberVerified(model.folder, unverified);
}

/**
 * Reads every byte and compares the sums.
 * @throws AppError as `checkModel`
 */
export async function verifyModel(
  model: ModelDefinition,
  onProgress: (progress: VerifyProgress) => void = () => {},
): Promise<void> {
  await checkModel(model);
  for (const file of model.files) {
    const totalBytes = (await stat(toPath(model, file))).size;
    await compareSum(model, file, (checkedBytes) =>
      onProgress({ file: file.name, checkedBytes, totalBytes }),
    );
  }
  if (!model.isBundled) await rememberVerified(model.folder, model.files);
}

async function compareSum(
  model: ModelDefinition,
  file: ModelFile,
  onBytes?: (checkedBytes: number) => void,
): Promise<void> {
  const found = await hashFile(toPath(model, file), undefined, onBytes);
  if (found === file.sha256) return;
  // Where the file itself tells what is wrong with it, that says more than its sum.
  if (file.name.endsWith(".safetensors")) await readSafetensorsHeader(toPath(model, file));
  throw damaged(model, file, `its SHA-256 is ${found} and should be ${file.sha256}`);
}

/** Bytes of the model's files on disk, 0 for those that are not there. */
export async function measureModel(model: ModelDefinition): Promise<number> {
  const sizes = await Promise.all(model.files.map((file) => findSize(toPath(model, file))));
  return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

/** The way to a whole model again, for hints. */
export function howToMend(model: ModelDefinition): string {
  if (model.isBundled) return "Install Earshot again: the model is part of it.";
  if (model.source) return `Install it again: \`earshot models install ${model.id}\`.`;
  return `Copy the file again into ${model.folder}.`;
}

function isNeeded(model: ModelDefinition, file: ModelFile, part: ModelPart): boolean {
  if (file.name === checkpointFileName) return true;
  if (file.name.startsWith("tokenizer")) return part === "text";
  const other = part === "audio" ? model.text : model.audio;
  return !(other.kind === "onnx" && other.file === file.name);
}

async function checkFile(
  model: ModelDefinition,
  file: ModelFile,
  sizeBytes: number | undefined,
): Promise<void> {
  if (sizeBytes === undefined) throw damaged(model, file, "it is missing");
  if (file.sizeBytes !== null && sizeBytes !== file.sizeBytes) {
    throw damaged(model, file, `it has ${sizeBytes} bytes and should have ${file.sizeBytes}`);
  }
  const start = await readStart(toPath(model, file));
  if (file.name.endsWith(".json") && start[0] !== "{".charCodeAt(0)) {
    throw damaged(model, file, "it does not begin as a JSON file");
  }
  // ModelProto's first field: ir_version, a varint.
  if (file.name.endsWith(".onnx") && start[0] !== 0x08) {
    throw damaged(model, file, "it does not begin as an ONNX file");
  }
  // Length of the header, then the header.
  if (file.name.endsWith(".safetensors") && start[8] !== "{".charCodeAt(0)) {
    throw damaged(model, file, "it does not begin as a safetensors file");
  }
}

async function findSize(file: string): Promise<number | undefined> {
  try {
    const found = await stat(file);
    return found.isFile() ? found.size : undefined;
  } catch (error) {
    if (isSystemError(error, "ENOENT") || isSystemError(error, "ENOTDIR")) return undefined;
    throw error;
  }
}

async function readStart(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const start = new Uint8Array(16);
    await handle.read(start, 0, start.length, 0);
    return start;
  } finally {
    await handle.close();
  }
}

function toPath(model: ModelDefinition, file: ModelFile): string {
  return path.join(model.folder, ...file.name.split("/"));
}

function notInstalled(model: ModelDefinition): AppError {
  return new AppError(
    "model-not-installed",
    `The model ${model.id} is not on this machine: ${model.folder} does not hold it.`,
    model.source ? `Install it: \`earshot models install ${model.id}\`.` : howToMend(model),
  );
}

function damaged(model: ModelDefinition, file: ModelFile, what: string): AppError {
  return new AppError(
    "model-damaged",
    `The model ${model.id} is damaged: in ${toPath(model, file)}, ${what}.`,
    howToMend(model),
  );
}
