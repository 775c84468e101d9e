// Puts a model on this machine from a folder: a copy of the published files, the hub's own cache, or a model of the
// user's with a model.json. Nothing of the folder is changed.
import { constants, type Dirent } from "node:fs";
import { copyFile, mkdir, readdir, realpath, rm, stat } from "node:fs/promises";
import path from "node:path";
import { AppError, isSystemError } from "../../base/app-error.ts";
import { findModelsFolder } from "../../base/home.ts";
import { explainSystemError } from "../../base/system-error.ts";
import { readModelFolder } from "../model-catalogue.ts";
import { verifyModel } from "../model-check.ts";
import type { ModelDefinition, ModelFile } from "../model-definition.ts";
import { listOfficialModels } from "../official-models.ts";
import { placeOfficialGraph } from "../official-checkpoint.ts";
import { assertRoom, findFreeBytes } from "./free-space.ts";
import { hashFile } from "./hash-file.ts";
import { moveIntoPlace } from "./install-model.ts";
import { withInstallLock } from "./install-lock.ts";
import { rememberVerified } from "./receipt.ts";

export interface AddOptions {
  signal?: AbortSignal;
  /** For tests: the published models and the size of the drive. */
  models?: readonly ModelDefinition[];
  getFreeBytes?: (folder: string) => Promise<number>;
}

/** Where each file of a model lies now. */
interface FoundFiles {
  model: ModelDefinition;
  paths: ReadonlyMap<ModelFile, string>;
}

/**
 * Copies a model's files after checking each against the published checksum.
 * @param folderPath a folder with the files; of the hub's cache also `models--OWNER--NAME` or the whole cache
 * @returns the model, ready for use
 * @throws AppError `no-such-folder`, `not-a-model-folder`, `model-damaged` naming the file and, of a checkpoint, the
 * tensor, `disk-full`, `cannot-write`, `install-running`
 */
export async function addModelFolder(folderPath: string, options: AddOptions = {}): Promise<ModelDefinition> {
  const folder = path.resolve(folderPath);
  await assertFolder(folder);
  const found = (await isFile(path.join(folder, "model.json")))
    ? findOwnModel(folder)
    : await findPublishedModel(folder, options.models ?? listOfficialModels());
  const { model } = found;
  if ((await tryRealPath(model.folder)) === (await tryRealPath(folder))) {
    await verifyModel(model);
    await rememberVerified(model.folder, model.files);
    return model;
  }
  try {
    await mkdir(path.dirname(model.folder), { recursive: true });
    await withInstallLock(`${model.folder}.lock`, () => copyModel(found, options));
  } catch (error) {
    if (error instanceof AppError || !isSystemError(error)) throw error;
    throw new AppError(
      isSystemError(error, "ENOSPC") ? "disk-full" : "cannot-write",
      `The model ${model.id} cannot be copied: ${error.path ?? folder}, ${explainSystemError(error)}.`,
      "Check both folders, or set EARSHOT_HOME to a folder that may be written, and try again.",
      { cause: error },
    );
  }
  return model;
}

async function copyModel({ model, paths }: FoundFiles, options: AddOptions): Promise<void> {
  // Not the folder of a broken-off download, which is kept.
  const partialFolder = `${model.folder}.adding`;
  await rm(partialFolder, { recursive: true, force: true });
  await mkdir(partialFolder, { recursive: true });
  try {
    let neededBytes = 0;
    for (const from of paths.values()) neededBytes += (await stat(from)).size;
    const getFreeBytes = options.getFreeBytes ?? findFreeBytes;
    assertRoom(neededBytes, await getFreeBytes(partialFolder), partialFolder);
    for (const [file, from] of paths) {
      const to = path.join(partialFolder, file.name);
      await mkdir(path.dirname(to), { recursive: true });
      // A copy-on-write clone where the drive can: it costs no room. Links are followed.
      await copyFile(from, to, constants.COPYFILE_FICLONE);
      options.signal?.throwIfAborted();
      // An empty sum is that of a description, which has none.
      if (file.sha256 === "") continue;
      const found = await hashFile(to, options.signal);
      if (found !== file.sha256) throw await explainWrongFile(model, file, from, found);
    }
    const files = [...paths.keys()];
    await moveIntoPlace(model.folder, partialFolder, files);
    await rememberVerified(
      model.folder,
      files.filter((file) => file.sha256 !== ""),
    );
  } catch (error) {
    await rm(partialFolder, { recursive: true, force: true });
    throw error;
  }
}

/** A model of the user's: its model.json names the files and their sums. */
function findOwnModel(folder: string): FoundFiles {
  const model = readModelFolder(folder, false);
  const isTaken = [...listOfficialModels().map(({ id }) => id), "pocket"].includes(model.id);
  if (isTaken) {
    throw new AppError(
      "not-a-model-folder",
      `${path.join(folder, "model.json")} gives the model the id “${model.id}”, which a model of Earshot's has.`,
      "Give it another id there.",
    );
  }
  const description: ModelFile = { name: "model.json", sizeBytes: null, sha256: "" };
  const paths = new Map(
    [description, ...model.files].map((file) => [file, path.join(folder, file.name)] as const),
  );
  return { model: { ...model, folder: path.join(findModelsFolder(), model.id) }, paths };
}

async function findPublishedModel(folder: string, models: readonly ModelDefinition[]): Promise<FoundFiles> {
  let closest: { model: ModelDefinition; missing: ModelFile[]; place: string } | undefined;
  for (const place of await listPlaces(folder)) {
    for (const model of models) {
      const paths = await findFiles(place, model);
      const missing = model.files.filter((file) => !paths.has(file));
      if (missing.length === 0) return { model, paths };
      if (paths.size > 0 && missing.length < (closest?.missing.length ?? Infinity)) {
        closest = { model, missing, place };
      }
    }
  }
  if (!closest) {
    throw new AppError(
      "not-a-model-folder",
      `${folder} holds no model that Earshot knows.`,
      `It can be a copy of ${models.map(toRepository).join(" or ")}, a folder of the hub's cache, or a folder with a model.json.`,
    );
  }
  const { model, missing, place } = closest;
  const names = missing.map((file) => file.name).join(", ");
  const isPickle = await isFile(path.join(place, "pytorch_model.bin"));
  const pickle = isPickle ? " pytorch_model.bin cannot stand in for it." : "";
  throw new AppError(
    "not-a-model-folder",
    `${place} holds a part of ${model.id}; missing: ${names}.${pickle}`,
    `Get ${missing.length === 1 ? "it" : "them"} from ${toRepository(model)} at revision ${model.source?.revision ?? ""}.`,
  );
}

/** The folder itself, and inside the hub's cache the snapshots, whose files are links to blobs. */
async function listPlaces(folder: string): Promise<string[]> {
  const repositories = (await listFolders(folder))
    .filter((name) => name.startsWith("models--"))
    .map((name) => path.join(folder, name));
  const places = [folder];
  for (const repository of [folder, ...repositories]) {
    const snapshots = path.join(repository, "snapshots");
    places.push(...(await listFolders(snapshots)).map((name) => path.join(snapshots, name)));
  }
  return places;
}

/** Files under their published path, or side by side as a browser saves them. */
async function findFiles(place: string, model: ModelDefinition): Promise<Map<ModelFile, string>> {
  const paths = new Map<ModelFile, string>();
  for (const file of model.files) {
    const published = path.join(place, file.name);
    const flat = path.join(place, path.basename(file.name));
    if (await isFile(published)) paths.set(file, published);
    else if (await isFile(flat)) paths.set(file, flat);
  }
  return paths;
}

/** Says more than "another checksum" where the file tells it: cut short, another model's, or changed weights. */
async function explainWrongFile(
  model: ModelDefinition,
  file: ModelFile,
  from: string,
  found: string,
): Promise<AppError> {
  const where = `Get the file again from ${toRepository(model)} at revision ${model.source?.revision ?? "of the model"}.`;
  if (
    model.audio.kind === "checkpoint" &&
    model.text.kind === "checkpoint" &&
    file.name.endsWith(".safetensors")
  ) {
    try {
      await placeOfficialGraph(model.audio.graphPath, path.dirname(from));
      await placeOfficialGraph(model.text.graphPath, path.dirname(from));
    } catch (error) {
      if (error instanceof AppError) return new AppError("model-damaged", `${from}: ${error.message}`, where);
      throw error;
    }
  }
  const size = (await stat(from)).size;
  const sizes =
    file.sizeBytes !== null && size !== file.sizeBytes
      ? ` It has ${size} bytes and should have ${file.sizeBytes}.`
      : "";
  return new AppError(
    "model-damaged",
    `${from} is not the file of ${model.id} that was published: its SHA-256 is ${found} and should be ${file.sha256}.${sizes}`,
    where,
  );
}

function toRepository(model: ModelDefinition): string {
  return model.source ? model.source.baseUrl.replace(/\/resolve\/.*$/, "") : model.id;
}

async function assertFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  throw new AppError(
    "no-such-folder",
    found ? `${folder} is a file, and a folder is needed.` : `There is no folder ${folder}.`,
    "Name the folder that holds the model's files.",
  );
}

async function isFile(filePath: string): Promise<boolean> {
  const found = await stat(filePath).catch(() => undefined);
  return found?.isFile() ?? false;
}

async function listFolders(folder: string): Promise<string[]> {
  const entries: Dirent[] = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink()).map((entry) => entry.name);
}

async function tryRealPath(folder: string): Promise<string> {
  return realpath(folder).catch(() => folder);
}
