// Writes labels into one sound file, on request only: a copy is made and compared, sample by sample, before it takes
// the file's place. On any doubt the file stays as it is.
import { createHash } from "node:crypto";
import type { Stats } from "node:fs";
import { lstat, open, realpath, rename, rm, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { detectFormat } from "../../audio/detect-format.ts";
import { FileReader } from "../../audio/file-reader.ts";
import { openAudio } from "../../audio/open-audio.ts";
import { AppError, isSystemError } from "../../base/app-error.ts";
import { makePartPath } from "../../base/part-files.ts";
import { syncFolder } from "../../base/sync-folder.ts";
import { explainSystemError } from "../../base/system-error.ts";
import { planAiff } from "./aiff-tags.ts";
import { planFlac } from "./flac-tags.ts";
import { planMp3 } from "./mp3-tags.ts";
import { type ByteRange, leftAlone, type Rewrite } from "./rewrite.ts";
import { planWave } from "./wave-tags.ts";

const copyBytes = 1024 * 1024;

/** How a file is to be written. */
export interface TagFileOptions {
  /** Only tell which labels would be new. */
  isDryRun: boolean;
  /** The time of the last change stays as it was; backup programs may then overlook the change. */
  keepsTime: boolean;
}

/** What came of it. */
export interface TaggedFile {
  /** Labels that the file did not have. Empty: nothing was to be done. */
  newLabels: string[];
  isWritten: boolean;
}

/**
 * Adds labels to those that the file has; none is taken out. What killed writers left in its folder stays: who writes
 * many files looks for that once.
 * @throws AppError `left-alone` with the reason; as `openAudio` for a file that cannot be read
 */
export async function tagFile(
  filePath: string,
  labels: readonly string[],
  options: TagFileOptions,
): Promise<TaggedFile> {
  try {
    return await writeLabels(await findRealFile(filePath), labels, options);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new AppError(
      "left-alone",
      `The file was left alone: ${explainSystemError(error)}.`,
      "Check the rights of the file and its folder, and the space on the disk.",
      { cause: error },
    );
  }
}

interface RealFile {
  path: string;
  stats: Stats;
}

/** The file itself where the path is a link. */
async function findRealFile(filePath: string): Promise<RealFile> {
  const real = await realpath(filePath);
  const stats = await lstat(real);
  if (!stats.isFile()) throw leftAlone("it is no plain file");
  if (stats.nlink > 1) throw leftAlone("it has several names (hard links), of which only one would change");
  // The new file is ours, whoever owned the old one.
  if (process.getuid && stats.uid !== process.getuid()) throw leftAlone("it belongs to another user");
  if ((stats.mode & 0o222) === 0) throw leftAlone("it is write-protected");
  return { path: real, stats };
}

async function writeLabels(
  file: RealFile,
  labels: readonly string[],
  { isDryRun, keepsTime }: TagFileOptions,
): Promise<TaggedFile> {
  const { newLabels } = await readPlan(file.path, labels);
  if (isDryRun || newLabels.length === 0) return { newLabels, isWritten: false };
  const folder = path.dirname(file.path);
  const temporary = makePartPath(folder);
  try {
    await writeCopy(file, temporary, labels, keepsTime);
    await compare(file.path, temporary, labels);
    await refuseChanged(file);
    await rename(temporary, file.path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
  syncFolder(folder);
  return { newLabels, isWritten: true };
}

const planners: Record<string, (file: FileReader, labels: readonly string[]) => Promise<Rewrite>> = {
  wave: planWave,
  wave64: planWave,
  aiff: planAiff,
  flac: planFlac,
  mp3: planMp3,
};

async function planFile(file: FileReader, labels: readonly string[]): Promise<Rewrite> {
  const { format, offset } = await detectFormat(file);
  const plan = planners[format];
  if (!plan) throw leftAlone(`labels are not written into files of this format (${format})`);
  if (offset !== 0 && format !== "mp3") throw leftAlone("something lies in front of its header");
  return plan(file, labels);
}

async function readPlan(filePath: string, labels: readonly string[]): Promise<Rewrite> {
  const file = await FileReader.open(filePath);
  try {
    return await planFile(file, labels);
  } finally {
    await file.close();
  }
}

async function writeCopy(
  { path: filePath, stats }: RealFile,
  temporary: string,
  labels: readonly string[],
  keepsTime: boolean,
): Promise<void> {
  const file = await FileReader.open(filePath);
  let copy: FileHandle | undefined;
  try {
    const { pieces } = await planFile(file, labels);
    copy = await open(temporary, "wx", stats.mode);
    for (const piece of pieces) {
      for await (const bytes of readPiece(file, piece)) await copy.writeFile(bytes);
    }
    await copy.chmod(stats.mode & 0o7777);
    if (keepsTime) await copy.utimes(stats.atime, stats.mtime);
    await copy.sync();
  } finally {
    await copy?.close();
    await file.close();
  }
}

async function* readPiece(file: FileReader, piece: ByteRange | Uint8Array): AsyncGenerator<Uint8Array> {
  if (piece instanceof Uint8Array) {
    yield piece;
    return;
  }
  for (let done = 0; done < piece.bytes; done += copyBytes) {
    const wanted = Math.min(copyBytes, piece.bytes - done);
    const bytes = await file.read(piece.offset + done, wanted);
    if (bytes.length < wanted) throw leftAlone("it ended while it was read");
    yield bytes;
  }
}

/** @throws AppError `left-alone` unless the copy has the same audio bytes, decodes to the same samples, and has the labels */
async function compare(filePath: string, copyPath: string, labels: readonly string[]): Promise<void> {
  const before = await hashAudio(filePath, labels);
  const after = await hashAudio(copyPath, labels);
  if (after.newLabels.length > 0) throw leftAlone("its copy does not have the labels that were written");
  if (before.audio !== after.audio) throw leftAlone("its copy does not have the same audio data");
  if ((await hashSamples(filePath)) !== (await hashSamples(copyPath))) {
    throw leftAlone("its copy does not decode to the same samples");
  }
}

async function hashAudio(
  filePath: string,
  labels: readonly string[],
): Promise<{ audio: string; newLabels: string[] }> {
  const file = await FileReader.open(filePath);
  try {
    const { audio, newLabels } = await planFile(file, labels);
    const hash = createHash("sha256");
    for (const range of audio) {
      hash.update(`${range.bytes}\n`);
      for await (const bytes of readPiece(file, range)) hash.update(bytes);
    }
    return { audio: hash.digest("hex"), newLabels };
  } finally {
    await file.close();
  }
}

/** SHA-256 of what the program decodes, float32, one for each channel, behind what the header says. */
async function hashSamples(filePath: string): Promise<string> {
  const source = await openAudio(filePath);
  try {
    const hashes = Array.from({ length: source.info.channelCount }, () => createHash("sha256"));
    for await (const block of source.blocks()) {
      for (const [i, { buffer, byteOffset, byteLength }] of block.entries()) {
        hashes[i]?.update(new Uint8Array(buffer, byteOffset, byteLength));
      }
    }
    return [JSON.stringify(source.info), ...hashes.map((hash) => hash.digest("hex"))].join("\n");
  } finally {
    await source.close();
  }
}

/** A program that saved the file meanwhile must not lose its work. */
async function refuseChanged({ path: filePath, stats }: RealFile): Promise<void> {
  const now = await lstat(filePath);
  const isSame = now.ino === stats.ino && now.size === stats.size && now.mtimeMs === stats.mtimeMs;
  if (!isSame) throw leftAlone("another program changed it meanwhile");
}
