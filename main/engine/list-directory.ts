// The folders of this machine, for the folder panel of a shell without a native dialog.
import { access, constants, readdir, realpath, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { DirectoryEntry, DirectoryListing } from "../../preload/folders.ts";
import { isAudioPath } from "../audio/open-audio.ts";
import { AppError } from "../base/app-error.ts";
import { explainSystemError } from "../base/system-error.ts";
import { toWholePath } from "./typed-folder.ts";

/**
 * Sub-folders (hidden ones left out, sorted by name) and the number of audio files directly inside.
 * @param folderPath as typed; the home folder when null
 * @throws AppError `no-such-folder`, and as `toWholePath`
 */
export async function listDirectory(folderPath: string | null): Promise<DirectoryListing> {
  const wanted = folderPath === null ? path.resolve(os.homedir()) : toWholePath(folderPath);
  let entries;
  try {
    entries = await readdir(await realpath(wanted), { withFileTypes: true });
  } catch (error) {
    throw new AppError(
      "no-such-folder",
      `The folder ${wanted} cannot be opened: ${explainSystemError(error)}.`,
      "Choose another folder.",
    );
  }
  const directories: DirectoryEntry[] = [];
  let audioFileCount = 0;
  for (const entry of entries) {
    const entryPath = path.join(wanted, entry.name);
    if (entry.isFile() && isAudioPath(entry.name)) audioFileCount++;
    if (entry.name.startsWith(".")) continue;
    if (entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(entryPath)))) {
      directories.push({ name: entry.name, path: entryPath, isReadable: await isReadable(entryPath) });
    }
  }
  directories.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true, sensitivity: "base" }));
  const parentPath = path.dirname(wanted);
  return { path: wanted, parentPath: parentPath === wanted ? null : parentPath, directories, audioFileCount };
}

async function isFolder(linkPath: string): Promise<boolean> {
  return stat(linkPath).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

async function isReadable(folderPath: string): Promise<boolean> {
  return access(folderPath, constants.R_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}
