// Brings the library into line with some places of a root: what a watcher has heard of. Costs what the places hold,
// not what the root holds.
import { statSync } from "node:fs";
import path from "node:path";
import type { FolderRow } from "../../preload/folders.ts";
import { AppError } from "../base/app-error.ts";
import { inTransaction } from "../db/database.ts";
import { clearPathErrorsOfPlace } from "../db/errors.ts";
import { type FileRecord, listFilesOfPlace } from "../db/files.ts";
import { FolderSync, type SyncResult } from "./folder-sync.ts";
import { syncFolder, type SyncTools } from "./sync-folder.ts";
import type { ChangedPlace } from "./watch/changed-place.ts";

/**
 * As `syncFolder`, for these places only. A root that is away, or goes away meanwhile, is looked at as a whole, so
 * that its files become offline and not missing.
 * @throws AppError of the library (`disk-full`)
 */
export async function syncPlaces(
  folder: FolderRow,
  places: ChangedPlace[],
  tools: SyncTools,
  signal: AbortSignal,
): Promise<SyncResult> {
  const { db } = tools;
  const identity = findIdentity(folder.path);
  const inRoot = places.filter((place) => isWithin(place.path, folder.path));
  const isWhole = inRoot.some((place) => place.isDeep && place.path === folder.path);
  if (isWhole || identity === undefined || folder.state !== "present")
    return syncFolder(folder, tools, signal);

  const unseen = new Map<string, FileRecord>();
  for (const place of inRoot) {
    for (const file of listFilesOfPlace(db, folder.id, place)) unseen.set(file.path, file);
  }
  const forgetPathErrors = (): void => {
    for (const place of inRoot) clearPathErrorsOfPlace(db, folder.id, place);
  };
  const sync = new FolderSync(folder, { ...tools, forgetPathErrors }, unseen);
  try {
    for await (const scannedFolders of tools.scan(folder.path, folder.excludes, inRoot)) {
      if (signal.aborted) return sync.result;
      inTransaction(db, () => scannedFolders.forEach((scanned) => sync.enter(scanned)));
    }
  } catch (error) {
    if (error instanceof AppError && !error.code.startsWith("library-") && error.code !== "disk-full") {
      return syncFolder(folder, tools, signal);
    }
    throw error;
  }
  // Places are empty too when their drive has just been pulled.
  if (findIdentity(folder.path) !== identity) return syncFolder(folder, tools, signal);
  inTransaction(db, () => sync.finish());
  return sync.result;
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(outer.endsWith(path.sep) ? outer : outer + path.sep);
}

function findIdentity(folderPath: string): string | undefined {
  try {
    const { dev, ino } = statSync(folderPath);
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}
