// Sidecars: `kick.wav.earshot.json` beside `kick.wav` holds what the library knows of the sound. Written only on
// request; the sound itself is not touched, and a file that is none of ours is never overwritten.
import { randomBytes } from "node:crypto";
import { lstat, open, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { AppError, isSystemError } from "../base/app-error.ts";
import { explainSystemError } from "../base/system-error.ts";
import type { ExportedSound } from "../db/export-sounds.ts";
import type { LabelDefinition } from "../db/labels.ts";
import { exportVersion } from "./export-json.ts";
import { findSidecar, sidecarFormat } from "./read-export.ts";

export const sidecarExtension = ".earshot.json";
/** No sidecar of ours comes near it. */
const maxBytes = 4 * 1024 * 1024;

/** Path of a sound file's sidecar. The whole name stays, so that `kick.wav` and `kick.mp3` have one each. */
export function toSidecarPath(filePath: string): string {
  return filePath + sidecarExtension;
}

/** A sidecar's text. Nothing in it changes with time alone, so that it is written again only for a reason. */
export function toSidecar(
  fileName: string,
  sound: ExportedSound,
  definitions: readonly LabelDefinition[],
): string {
  const { files: _files, useCount: _useCount, lastUsedMs: _lastUsedMs, ...facts } = sound;
  const mentioned = new Set(sound.tags.map(({ label }) => label));
  const labels = definitions.filter(({ label }) => mentioned.has(label));
  const sidecar = { format: sidecarFormat, version: exportVersion, fileName, labels, sound: facts };
  return `${JSON.stringify(sidecar, null, 2)}\n`;
}

/** The text of the sidecar beside a file, or undefined when there is none. */
export async function findSidecarText(filePath: string): Promise<string | undefined> {
  const sidecarPath = toSidecarPath(filePath);
  try {
    const stats = await lstat(sidecarPath);
    return stats.isFile() && stats.size <= maxBytes ? await readFile(sidecarPath, "utf8") : undefined;
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

/**
 * Writes the sidecar of one file: whole, or not at all.
 * @returns whether anything had to be written
 * @throws AppError `not-our-file`, `not-writable`
 */
export async function writeSidecar(filePath: string, text: string): Promise<boolean> {
  const sidecarPath = toSidecarPath(filePath);
  const temporary = `${sidecarPath}.${randomBytes(4).toString("hex")}.part`;
  try {
    const before = await findExisting(sidecarPath);
    if (before === text) return false;
    if (before !== undefined && findSidecar(before) === undefined) throw notOurs(sidecarPath);
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
