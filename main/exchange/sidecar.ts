// Sidecars: `kick.wav.earshot.json` beside `kick.wav` holds what the library knows of the sound. Written only on
// request; the sound itself is not touched. What others wrote there stays: a file that is none of ours, fields that are
// none of ours, and what another library says that this one does not.
import { lstat, open, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { AppError, isSystemError } from "../base/app-error.ts";
import { makePartPath } from "../base/part-files.ts";
import { explainSystemError } from "../base/system-error.ts";
import type { ExportedSound } from "../db/export-sounds.ts";
import type { LabelDefinition } from "../db/labels.ts";
import { exportVersion } from "./export-json.ts";
import { findSidecar, type ImportedSound, readSidecar, sidecarFormat } from "./read-export.ts";

export const sidecarExtension = ".earshot.json";
/** No sidecar of ours comes near it. */
const maxBytes = 4 * 1024 * 1024;

/** Path of a sound file's sidecar. The whole name stays, so that `kick.wav` and `kick.mp3` have one each. */
export function toSidecarPath(filePath: string): string {
  return filePath + sidecarExtension;
}

/** What a library says of one file; docs/formats.md describes it. */
export interface Sidecar {
  format: typeof sidecarFormat;
  version: number;
  /** The library that wrote it, or null when it has not been opened for writing since it has an id. */
  library: string | null;
  fileName: string;
  labels: LabelDefinition[];
  sound: Omit<ExportedSound, "files" | "useCount" | "lastUsedMs">;
}

/** Nothing in a sidecar changes with time alone, so that it is written again only for a reason. */
export function toSidecar(
  fileName: string,
  sound: ExportedSound,
  definitions: readonly LabelDefinition[],
  library: string | null,
): Sidecar {
  const { files: _files, useCount: _useCount, lastUsedMs: _lastUsedMs, ...facts } = sound;
  const mentioned = new Set(sound.tags.map(({ label }) => label));
  const labels = definitions.filter(({ label }) => mentioned.has(label));
  return { format: sidecarFormat, version: exportVersion, library, fileName, labels, sound: facts };
}

/**
 * The text of the sidecar beside a file, or undefined when there is none.
 * @throws AppError `not-readable`
 */
export async function findSidecarText(filePath: string): Promise<string | undefined> {
  const sidecarPath = toSidecarPath(filePath);
  try {
    const stats = await lstat(sidecarPath);
    return stats.isFile() && stats.size <= maxBytes ? await readFile(sidecarPath, "utf8") : undefined;
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return undefined;
    // The name of a file can be too long for what comes behind it: then there is none.
    if (isSystemError(error, "ENAMETOOLONG")) return undefined;
    if (!isSystemError(error)) throw error;
    throw new AppError(
      "not-readable",
      `${sidecarPath} could not be read: ${explainSystemError(error)}.`,
      "Check the rights of the file and its folder.",
      { cause: error },
    );
  }
}

/**
 * Writes the sidecar of one file: whole, or not at all.
 * @returns whether anything had to be written
 * @throws AppError `not-our-file`, `sidecar-of-another-library`, `export-too-new`, `export-invalid`, `not-writable`
 */
export async function writeSidecar(filePath: string, sidecar: Sidecar): Promise<boolean> {
  const sidecarPath = toSidecarPath(filePath);
  const temporary = makePartPath(path.dirname(sidecarPath));
  try {
    const before = await findExisting(sidecarPath);
    const text = `${JSON.stringify(mergeInto(before, sidecar, sidecarPath), null, 2)}\n`;
    if (before === text) return false;
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, sidecarPath);
    return true;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    if (!isSystemError(error)) throw error;
    throw new AppError(
      "not-writable",
      `${path.basename(sidecarPath)} could not be written: ${explainSystemError(error)}.`,
      "Check the rights of its folder.",
      { cause: error },
    );
  }
}

/** The new sidecar with the fields of the old one that are not Earshot's. */
function mergeInto(before: string | undefined, sidecar: Sidecar, sidecarPath: string): object {
  if (before === undefined) return sidecar;
  const old = findSidecar(before);
  const said = readSidecar(before, sidecarPath);
  if (!old || !said) throw notOurs(sidecarPath);
  const isOurs = sidecar.library !== null && old["library"] === sidecar.library;
  if (!isOurs && saysMore(said.sound, sidecar.sound)) {
    throw new AppError(
      "sidecar-of-another-library",
      `${sidecarPath} was written by another library and has tags, collections or a favourite mark that this one has not.`,
      "Take them over first with `earshot import --sidecars`, or move the file aside.",
    );
  }
  return { ...old, ...sidecar, sound: { ...(old["sound"] as object), ...sidecar.sound } };
}

function isSaid({ state }: { state: string }): boolean {
  return state === "confirmed" || state === "rejected";
}

/** Whether a person's words on a sound hold any on which the other is silent. */
function saysMore(sound: ImportedSound, other: Sidecar["sound"]): boolean {
  const labels = new Set(other.tags.filter(isSaid).map(({ label }) => label.toLowerCase()));
  const collections = new Set(other.collections.map((name) => name.toLowerCase()));
  return (
    (sound.favouriteMs !== null && other.favouriteMs === null) ||
    sound.tags.some((tag) => isSaid(tag) && !labels.has(tag.label.toLowerCase())) ||
    sound.collections.some((name) => !collections.has(name.toLowerCase()))
  );
}

/** @throws AppError `not-our-file` for what is no plain file, or too large to be ours */
async function findExisting(sidecarPath: string): Promise<string | undefined> {
  const stats = await lstat(sidecarPath).catch((error: unknown) => {
    if (isSystemError(error, "ENOENT")) return undefined;
    throw error;
  });
  if (stats === undefined) return undefined;
  if (!stats.isFile() || stats.size > maxBytes) throw notOurs(sidecarPath);
  return readFile(sidecarPath, "utf8");
}

function notOurs(sidecarPath: string): AppError {
  return new AppError(
    "not-our-file",
    `${sidecarPath} was not written by Earshot and is left alone.`,
    "Move it aside if a sidecar should take its place.",
  );
}
