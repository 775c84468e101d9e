// Puts a library in the place of a damaged one. What a person had put in comes from the damaged file itself, table by
// table; what cannot be read there comes from the newest backup. Sounds are listened to again. The damaged file is kept.
import { closeSync, existsSync, openSync, readdirSync, readSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { syncFolder } from "../base/sync-folder.ts";
import { applicationId } from "./new-library.ts";
import { listOwnBackups } from "./own-backup.ts";
import { copyOwnData } from "./own-data.ts";

/** What was done, for the person. */
export interface Rescue {
  /** What SQLite found. */
  damage: string;
  /** Where the damaged library lies now. */
  keptAs: string;
  /** The backup that gave what the damaged file could not, or null. */
  backupPath: string | null;
  /** What came from there, as it was when the backup was made. */
  backupTables: string[];
  /** What could not be had from anywhere. */
  lostTables: string[];
}

/**
 * Makes the new library and puts it in place. The caller holds the writer lock and has no connection open.
 * Each step can be the last one before a power cut: before the new library is whole and has its name `.rescued-TIME`,
 * the damaged one is in place and the next start begins anew; afterwards the next start goes on (`finishRescue`).
 * @throws SqliteError or a system error when the new library cannot be written; the damaged one is then still in place
 */
export function rescueLibrary(libraryPath: string, damage: string, nowMs: number): void {
  const partPath = `${libraryPath}.rescue.part`;
  let copied = copyOwnData([libraryPath], partPath);
  let backupPath: string | null = null;
  if (copied.lost.length > 0) {
    backupPath = listOwnBackups(libraryPath).find(isWhole) ?? null;
    if (backupPath !== null) copied = copyOwnData([libraryPath, backupPath], partPath);
  }
  const time = new Date(nowMs).toISOString().replace(/[:.]/g, "-");
  const rescue: Rescue = {
    damage,
    keptAs: `${libraryPath}.damaged-${time}`,
    backupPath: copied.fromSecond.length > 0 ? backupPath : null,
    backupTables: copied.fromSecond,
    lostTables: copied.lost,
  };
  noteRescue(partPath, rescue);
  renameSync(partPath, `${libraryPath}.rescued-${time}`);
  syncFolder(path.dirname(libraryPath));
  finishRescue(libraryPath);
}

/**
 * Puts a rescued library in place that was made whole but for its name. Does nothing where there is none.
 * The caller holds the writer lock and has no connection open.
 */
export function finishRescue(libraryPath: string): void {
  const folder = path.dirname(libraryPath);
  const prefix = `${path.basename(libraryPath)}.rescued-`;
  const name = readdirSync(folder).find((each) => each.startsWith(prefix) && !each.endsWith("-journal"));
  if (name === undefined) return;
  const keptAs = `${libraryPath}.damaged-${name.slice(prefix.length)}`;
  // The log goes first: beside another library it would be taken for that one's. A file that was kept before the
  // power was cut is never written over.
  for (const ending of ["-wal", "-shm", ""]) {
    if (!existsSync(libraryPath + ending)) continue;
    renameSync(libraryPath + ending, existsSync(keptAs + ending) ? `${keptAs}-2${ending}` : keptAs + ending);
  }
  syncFolder(folder);
  renameSync(path.join(folder, name), libraryPath);
  syncFolder(folder);
}

/** In the new library itself, so that the person is told even when the power is cut before. */
function noteRescue(partPath: string, rescue: Rescue): void {
  const db = new Database(partPath);
  try {
    db.prepare("INSERT INTO library (key, value) VALUES ('rescue', ?)").run(JSON.stringify(rescue));
  } finally {
    db.close();
  }
}

/** What a rescue noted in this library, once: it is forgotten by that. */
export function takeRescueNote(db: Database.Database): Rescue | undefined {
  const note = db.prepare("DELETE FROM library WHERE key = 'rescue' RETURNING value").pluck().get();
  return note === undefined ? undefined : (JSON.parse(note as string) as Rescue);
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
