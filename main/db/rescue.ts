// Puts a library in the place of a damaged one. What a person had put in comes from the damaged file itself where it
// can still be read, else from the newest backup; sounds are listened to again. The damaged file is kept.
import { closeSync, existsSync, openSync, readSync, renameSync, rmSync } from "node:fs";
import Database from "better-sqlite3";
import { applicationId } from "./new-library.ts";
import { listOwnBackups } from "./own-backup.ts";
import { copyOwnData } from "./own-data.ts";

/** Not worth a backup in which the edits since it was made are missing. */
const dispensableTables = new Set(["history", "sound_uses"]);

/** What was done, for the person. */
export interface Rescue {
  /** What SQLite found. */
  damage: string;
  /** Where the damaged library lies now. */
  keptAs: string;
  /** Where a person's data came from: the damaged file (null), or this backup. */
  backupPath: string | null;
  /** What could not be had from anywhere. */
  lostTables: string[];
}

/**
 * The caller holds the writer lock and has no connection open.
 * @throws SqliteError or a system error when the new library cannot be written; the damaged one is then still in place
 */
export function rescueLibrary(libraryPath: string, damage: string, nowMs: number): Rescue {
  const partPath = `${libraryPath}.rescue.part`;
  let lostTables = copyOwnData(libraryPath, partPath);
  let backupPath: string | null = null;
  if (lostTables.some((table) => !dispensableTables.has(table))) {
    backupPath = listOwnBackups(libraryPath).find(isWhole) ?? null;
    if (backupPath !== null) lostTables = copyOwnData(backupPath, partPath);
  }
  const keptAs = `${libraryPath}.damaged-${new Date(nowMs).toISOString().replace(/[:.]/g, "-")}`;
  for (const ending of ["-wal", "-shm", ""]) {
    if (existsSync(libraryPath + ending)) renameSync(libraryPath + ending, keptAs + ending);
  }
  renameSync(partPath, libraryPath);
  return { damage, keptAs, backupPath, lostTables };
}

/** False for what might be some other file that was named by mistake: nobody moves that away. */
export function isKnownLibrary(libraryPath: string): boolean {
  return readApplicationId(libraryPath) === applicationId || listOwnBackups(libraryPath).length > 0;
}

/** Bytes 68 to 71 of a SQLite file. */
function readApplicationId(libraryPath: string): number {
  const bytes = Buffer.alloc(4);
  const file = openSync(libraryPath, "r");
  try {
    readSync(file, bytes, 0, 4, 68);
    return bytes.readUInt32BE();
  } finally {
    closeSync(file);
  }
}

function isWhole(backupPath: string): boolean {
  let db: Database.Database | undefined;
  try {
    db = new Database(backupPath, { readonly: true });
    return db.pragma("quick_check(1)", { simple: true }) === "ok";
  } catch {
    return false;
  } finally {
    db?.close();
    rmSync(`${backupPath}-shm`, { force: true });
  }
}
