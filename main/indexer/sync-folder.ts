// Brings the library's files of one root into line with the disk. The only truth about what is there is a
// complete scan; watchers may ask for one at any time, and an unchanged folder costs no write.
import type { FolderRow } from "../../preload/folders.ts";
import { AppError } from "../base/app-error.ts";
import { inTransaction, type WritableDb } from "../db/database.ts";
import { clearPathErrors } from "../db/errors.ts";
import { listFilesOfFolder } from "../db/files.ts";
import { FolderSync, type SyncResult } from "./folder-sync.ts";
import type { ScannedFolder } from "./scan.ts";
import type { ChangedPlace } from "./watch/changed-place.ts";

export interface SyncTools {
  db: WritableDb;
  /** All folders of a root, or only these places of it. */
  scan: (root: string, excludes: string[], places?: ChangedPlace[]) => AsyncIterable<ScannedFolder[]>;
  nowMs: () => number;
  /** Called as folders come in, with what was found so far. */
  onFound(result: SyncResult): void;
}

/**
 * Scans a root and stores what is new, changed, gone or back. A root that is away makes its files offline.
 * @throws AppError of the library (`disk-full`); what cannot be read on disk becomes error rows
 */
export async function syncFolder(
  folder: FolderRow,
  tools: SyncTools,
  signal: AbortSignal,
): Promise<SyncResult> {
  const { db } = tools;
  const unseen = new Map(listFilesOfFolder(db, folder.id).map((file) => [file.path, file]));
  const sync = new FolderSync(
    folder,
    { ...tools, forgetPathErrors: () => clearPathErrors(db, folder.id) },
    unseen,
  );
  try {
    for await (const scannedFolders of tools.scan(folder.path, folder.excludes)) {
      if (signal.aborted) return sync.result;
      inTransaction(db, () => scannedFolders.forEach((scanned) => sync.enter(scanned)));
      tools.onFound(sync.result);
    }
  } catch (error) {
    if (error instanceof AppError && rootIsAway.has(error.code)) return sync.leave(error);
    throw error;
  }
  // A drive that is not mounted often leaves its empty folder behind.
  if (sync.result.foundCount === 0 && unseen.size > 0 && sync.entryCount === 0) return sync.leave(null);
  inTransaction(db, () => sync.finish());
  return sync.result;
}

const rootIsAway = new Set(["no-such-folder", "not-a-folder", "unreadable-folder", "decoder-too-slow"]);
