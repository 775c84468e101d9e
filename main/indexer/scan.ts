// Walks a root folder and reports its audio files. Knows nothing of the database; runs in a worker thread,
// since synchronous calls are several times faster here than asynchronous ones.
import { type Dirent, type Stats, readdirSync, statSync } from "node:fs";
import { isUtf8 } from "node:buffer";
import path from "node:path";
import type { ErrorData } from "../../preload/error-data.ts";
import { AppError, isSystemError } from "../base/app-error.ts";
import { explainSystemError } from "../base/system-error.ts";
import { isAudioPath } from "../audio/open-audio.ts";
import { compileExcludes, isExcludedFolder } from "./excludes.ts";
import type { ChangedPlace } from "./watch/changed-place.ts";

/** What stands in a name for bytes that are no text. */
const replacement = "\uFFFD";

export interface FoundFile {
  /** Absolute. */
  path: string;
  sizeBytes: number;
  /** Unix milliseconds, whole. */
  modifiedMs: number;
}

/** A file or folder that could not be looked at. */
export interface ScanProblem {
  path: string;
  isFolder: boolean;
  error: ErrorData;
}

/** What one folder holds, without its sub-folders. */
export interface ScannedFolder {
  path: string;
  /** Everything in it, audio or not. */
  entryCount: number;
  files: FoundFile[];
  problems: ScanProblem[];
}

/**
 * Walks `root` and yields folder by folder.
 * Links are followed; a folder that can be reached on several ways is reported once, on its own path where
 * that lies below the root, so that a link to a folder above ends no one in a circle.
 *
 * @param root absolute path of a folder
 * @param places folders below the root to look at instead of all of it; one that is gone yields nothing
 * @throws AppError `no-such-folder`, `not-a-folder`, `unreadable-folder` for the root itself
 */
export function* scanFolder(
  root: string,
  excludePatterns: readonly string[],
  places?: readonly ChangedPlace[],
): Generator<ScannedFolder> {
  const excludes = compileExcludes(root, excludePatterns);
  const visited = new Set<string>();
  const waiting = places ? listPlaces(root, excludePatterns, places) : [root];
  const shallow = new Set(places?.filter(({ isDeep }) => !isDeep).map((place) => place.path));
  // Links are walked last: a real folder keeps its real path.
  const waitingLinks: string[] = [];
  checkRoot(root);

  for (;;) {
    const folderPath = waiting.pop() ?? waitingLinks.pop();
    if (folderPath === undefined) return;
    const scanned: ScannedFolder = { path: folderPath, entryCount: 0, files: [], problems: [] };
    const subfolders: string[] = [];
    for (const entry of readFolder(folderPath, visited, scanned.problems)) {
      scanned.entryCount++;
      const entryPath = path.join(folderPath, entry.name);
      const isLink = entry.isSymbolicLink();
      if (entry.isDirectory() || (isLink && leadsToFolder(entryPath))) {
        if (!shallow.has(folderPath) && !excludes.hasFolder(entryPath, entry.name))
          (isLink ? waitingLinks : subfolders).push(entryPath);
      } else if ((isLink || entry.isFile()) && isAudioPath(entry.name)) {
        if (!excludes.hasFile(entryPath, entry.name)) lookAtFile(entryPath, scanned);
      }
    }
    // The stack gives them back in the order of their names, so that the same tree is always walked alike.
    waiting.push(...subfolders.reverse());
    yield scanned;
  }
}

/** Those that are there and not left out, the last of the alphabet first: they are taken from the end. */
function listPlaces(root: string, patterns: readonly string[], places: readonly ChangedPlace[]): string[] {
  return places
    .map((place) => place.path)
    .filter((place) => !isExcludedFolder(root, patterns, place) && !isGone(place))
    .toSorted((a, b) => (a < b ? 1 : -1));
}

/** False for a folder that only may not be looked at: reading it says so. */
function isGone(folderPath: string): boolean {
  try {
    return !statSync(folderPath).isDirectory();
  } catch (error) {
    return isSystemError(error, "ENOENT") || isSystemError(error, "ENOTDIR");
  }
}

function leadsToFolder(linkPath: string): boolean {
  try {
    return statSync(linkPath).isDirectory();
  } catch {
    // A dead link: named as a problem if it looks like a sound.
    return false;
  }
}

function lookAtFile(filePath: string, scanned: ScannedFolder): void {
  try {
    const stats = statSync(filePath);
    if (!stats.isFile()) return;
    scanned.files.push({ path: filePath, sizeBytes: stats.size, modifiedMs: Math.floor(stats.mtimeMs) });
  } catch (error) {
    scanned.problems.push({ path: filePath, isFolder: false, error: explainFile(filePath, error) });
  }
}

function checkRoot(root: string): void {
  let stats: Stats;
  try {
    stats = statSync(root);
  } catch (error) {
    if (isSystemError(error, "ENOENT") || isSystemError(error, "ENOTDIR")) {
      throw new AppError(
        "no-such-folder",
        `There is no folder ${root}.`,
        "Check the spelling, or connect the drive that it lies on.",
      );
    }
    throw unreadableFolder(root, error);
  }
  if (!stats.isDirectory()) {
    throw new AppError("not-a-folder", `${root} is a file, not a folder.`, "Give the folder that holds it.");
  }
  try {
    readdirSync(root);
  } catch (error) {
    throw unreadableFolder(root, error);
  }
}

function readFolder(folderPath: string, visited: Set<string>, problems: ScanProblem[]): Dirent[] {
  try {
    const stats = statSync(folderPath, { bigint: true });
    const identity = `${stats.dev}:${stats.ino}`;
    if (visited.has(identity)) return [];
    visited.add(identity);
    const entries = readdirSync(folderPath, { withFileTypes: true });
    const foreign = entries.some(({ name }) => name.includes(replacement))
      ? reportForeignNames(folderPath, problems)
      : new Set<string>();
    return entries.filter(({ name }) => !foreign.has(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const { code, message, hint } = unreadableFolder(folderPath, error);
    problems.push({ path: folderPath, isFolder: true, error: { code, message, hint } });
    return [];
  }
}

/**
 * Names that are not UTF-8: as text they cannot be opened, and two of them may look alike. Each is reported under a name
 * of its own, with the bytes in question as `\xE9`.
 * @returns the names as they look as text
 */
function reportForeignNames(folderPath: string, problems: ScanProblem[]): Set<string> {
  const looks = new Set<string>();
  for (const entry of readdirSync(folderPath, { encoding: "buffer", withFileTypes: true })) {
    if (isUtf8(entry.name)) continue;
    looks.add(entry.name.toString());
    const shown = path.join(folderPath, showBytes(entry.name));
    const isFolder = entry.isDirectory();
    if (isFolder || isAudioPath(shown))
      problems.push({ path: shown, isFolder, error: unreadableName(isFolder) });
  }
  return looks;
}

/** Latin-1 beyond ASCII as hexadecimal: never ambiguous, and close to what other programs show. */
function showBytes(name: Buffer): string {
  return Array.from(name, (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16).toUpperCase().padStart(2, "0")}`,
  ).join("");
}

function unreadableName(isFolder: boolean): ErrorData {
  const what = isFolder ? "folder" : "file";
  return {
    code: "unreadable-name",
    message: `The ${what}'s name is not valid Unicode, so it cannot be opened.`,
    hint: `Rename the ${what}.`,
  };
}

function unreadableFolder(folderPath: string, error: unknown): AppError {
  return new AppError(
    "unreadable-folder",
    `The folder ${folderPath} cannot be read: ${explainSystemError(error)}.`,
    "Give yourself the right to read it, or exclude it.",
  );
}

function explainFile(filePath: string, error: unknown): ErrorData {
  if (isSystemError(error, "ENOENT") || isSystemError(error, "ELOOP")) {
    return {
      code: "dead-link",
      message: "The link leads to no file.",
      hint: "Remove the link or mend it.",
    };
  }
  return {
    code: "unreadable-file",
    message: `The file cannot be looked at: ${explainSystemError(error)}.`,
    hint: "Check the file's permissions and the drive.",
  };
}
