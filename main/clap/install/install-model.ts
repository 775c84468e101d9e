// Puts a published model on this machine: download, check, then move into place in one step.
import { mkdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { ModelInstallProgress } from "../../../preload/models.ts";
import { AppError, isSystemError } from "../../base/app-error.ts";
import { explainSystemError } from "../../base/system-error.ts";
import type { ModelDefinition, ModelFile } from "../model-definition.ts";
import { downloadFile, type DownloadOptions } from "./download-file.ts";
import { assertRoom, findFreeBytes } from "./free-space.ts";
import { hashFile } from "./hash-file.ts";
import { estimateBytes, InstallReporter } from "./install-reporter.ts";
import { withInstallLock } from "./install-lock.ts";
import { findUnverifiedFiles, rememberVerified } from "./receipt.ts";

export interface InstallOptions {
  /** Called at most five times a second, and at each change of `state`. */
  onProgress?: (progress: ModelInstallProgress) => void;
  /** Cancels; what has arrived is kept for the next time. */
  signal?: AbortSignal;
  /** Stands for https://huggingface.co; by default the variable EARSHOT_HUB_URL, when it is set. */
  hubUrl?: string | undefined;
  /** For tests: proxies, waiting and the size of the drive. */
  proxyEnv?: NodeJS.ProcessEnv;
  wait?: DownloadOptions["wait"];
  silenceMs?: number;
  getFreeBytes?: (folder: string) => Promise<number>;
}

/**
 * Downloads what is missing of a model, checks every file and puts them in place. Files that are there and right
 * are kept, so this mends a damaged model too, and goes on where an earlier run was broken off.
 * @throws AppError, each saying what to do: `not-downloadable`, `install-running`, `disk-full`, `cannot-write`,
 * `download-failed`, `download-not-found`, `download-refused`, `download-wrong-file`, `install-cancelled`
 */
export async function installModel(model: ModelDefinition, options: InstallOptions = {}): Promise<void> {
  const reporter = new InstallReporter(model, options.onProgress ?? (() => {}));
  try {
    await install(model, options, reporter);
    reporter.end("done", null);
  } catch (error) {
    const thrown = options.signal?.aborted ? cancelled(model) : toWriteError(error, model);
    reporter.end(options.signal?.aborted ? "cancelled" : "failed", thrown);
    throw thrown;
  }
}

async function install(
  model: ModelDefinition,
  options: InstallOptions,
  reporter: InstallReporter,
): Promise<void> {
  const { source } = model;
  if (!source) {
    throw new AppError(
      "not-downloadable",
      `The model ${model.id} is not downloaded from anywhere.`,
      "Add it from a folder: `earshot models add FOLDER`.",
    );
  }
  const signal = options.signal ?? new AbortController().signal;
  const partialFolder = `${model.folder}.partial`;
  await mkdir(partialFolder, { recursive: true });
  await withInstallLock(`${model.folder}.lock`, async () => {
    const missing = await findMissingFiles(model, signal);
    await checkRoom(missing, partialFolder, source.downloadBytes, options);
    reporter.start(missing);
    const baseUrl = moveToHub(source.baseUrl, options.hubUrl ?? process.env["EARSHOT_HUB_URL"]);
    for (const file of missing) {
      await fetchFile(file, `${baseUrl}/${file.name}`, partialFolder, { ...options, signal }, reporter);
    }
    await moveIntoPlace(model.folder, partialFolder, missing);
    await rememberVerified(model.folder, missing);
  });
}

/** The files that are not in the model's folder with the right checksum. */
async function findMissingFiles(model: ModelDefinition, signal: AbortSignal): Promise<ModelFile[]> {
  const missing: ModelFile[] = [];
  const whole: ModelFile[] = [];
  for (const file of model.files) {
    const isWhole = await hasChecksum(path.join(model.folder, file.name), file, model.folder, signal);
    (isWhole ? whole : missing).push(file);
  }
  if (whole.length > 0) await rememberVerified(model.folder, whole);
  return missing;
}

async function hasChecksum(
  filePath: string,
  file: ModelFile,
  folder: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    if ((await findUnverifiedFiles(folder, [file])).length === 0) return true;
    return (await hashFile(filePath, signal)) === file.sha256;
  } catch (error) {
    if (isSystemError(error, "ENOENT") || isSystemError(error, "ENOTDIR")) return false;
    throw error;
  }
}

async function fetchFile(
  file: ModelFile,
  url: string,
  partialFolder: string,
  options: InstallOptions & { signal: AbortSignal },
  reporter: InstallReporter,
): Promise<void> {
  const { signal, proxyEnv, silenceMs, wait } = options;
  const partPath = path.join(partialFolder, file.name);
  await mkdir(path.dirname(partPath), { recursive: true });
  reporter.beginFile(file);
  const download = (): Promise<void> =>
    downloadFile(
      { url, partPath, name: file.name, sizeBytes: file.sizeBytes },
      {
        signal,
        onBytes: (receivedBytes, totalBytes) => reporter.receive(receivedBytes, totalBytes),
        ...(proxyEnv && { proxyEnv }),
        ...(silenceMs !== undefined && { silenceMs }),
        ...(wait && { wait }),
      },
    );
  const wasBegun = await isThere(partPath);
  await download();
  reporter.verify();
  let found = await hashFile(partPath, signal);
  if (found !== file.sha256 && wasBegun) {
    // The part from an earlier run may be the wrong one: once more from the first byte.
    await rm(partPath);
    await download();
    found = await hashFile(partPath, signal);
  }
  if (found === file.sha256) return;
  await rm(partPath);
  throw new AppError(
    "download-wrong-file",
    `${file.name} came from ${new URL(url).host} with other content than was published: its SHA-256 is ${found} and should be ${file.sha256}.`,
    "It was deleted. Try once more; if it happens again, something on the way changes downloads (a proxy, a mirror): get the files elsewhere and run `earshot models add FOLDER`.",
  );
}

/** Into a folder that is not there yet by one rename; into one that is there (mending, variants) file by file. */
export async function moveIntoPlace(
  folder: string,
  partialFolder: string,
  files: readonly ModelFile[],
): Promise<void> {
  if (!(await isThere(folder))) {
    await rename(partialFolder, folder);
    return;
  }
  for (const file of files) {
    const target = path.join(folder, file.name);
    await mkdir(path.dirname(target), { recursive: true });
    await rename(path.join(partialFolder, file.name), target);
  }
  await rm(partialFolder, { recursive: true, force: true });
}

async function checkRoom(
  missing: readonly ModelFile[],
  partialFolder: string,
  downloadBytes: number,
  { getFreeBytes = findFreeBytes }: InstallOptions,
): Promise<void> {
  let neededBytes = estimateBytes(missing, downloadBytes);
  for (const file of missing) {
    const part = await stat(path.join(partialFolder, file.name)).catch(() => undefined);
    neededBytes -= part?.size ?? 0;
  }
  assertRoom(Math.max(0, neededBytes), await getFreeBytes(partialFolder), partialFolder);
}

function moveToHub(baseUrl: string, hubUrl: string | undefined): string {
  if (hubUrl === undefined || hubUrl === "") return baseUrl;
  return hubUrl.replace(/\/+$/, "") + new URL(baseUrl).pathname;
}

async function isThere(filePath: string): Promise<boolean> {
  return (await stat(filePath).catch(() => undefined)) !== undefined;
}

function cancelled(model: ModelDefinition): AppError {
  return new AppError(
    "install-cancelled",
    `The installation of ${model.id} was cancelled.`,
    `What has arrived is kept: \`earshot models install ${model.id}\` goes on from there.`,
  );
}

function toWriteError(error: unknown, model: ModelDefinition): unknown {
  if (!isSystemError(error) || error.path === undefined) return error;
  return new AppError(
    isSystemError(error, "ENOSPC") ? "disk-full" : "cannot-write",
    `The model ${model.id} cannot be written: ${error.path}, ${explainSystemError(error)}.`,
    "Check that folder, or set EARSHOT_HOME to a folder that may be written, and try again.",
    { cause: error },
  );
}
