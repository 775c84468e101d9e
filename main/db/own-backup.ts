// Backups of what a person has put into the library: beside it, one a day at most, the last few kept.
import { readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { syncFolder } from "../base/sync-folder.ts";
import { findRow, toDamagedError, type WritableDb } from "./database.ts";
import { copyOwnData } from "./own-data.ts";
import { findSetting, storeSetting } from "./settings.ts";

const dayMs = 24 * 60 * 60_000;
const keptCount = 5;
const suffix = ".backup";

/**
 * Makes a backup when the last one is a day old and something was edited since.
 * @returns its path, or null when none was due
 * @throws AppError of the library (`disk-full`, `library-damaged`); SqliteError when the backup cannot be written
 */
export function backUpOwnDataIfDue(db: WritableDb, nowMs: number): string | null {
  const state = describeEdits(db);
  const [lastMs = "0", lastState = ""] = (findSetting(db, "own-backup") ?? "").split(" ");
  // No edit was ever made, or none since.
  if (state === lastState || (state === "0/0" && lastState === "")) return null;
  const elapsedMs = nowMs - Number(lastMs);
  // A clock that was set back must not keep backups off for long.
  if (elapsedMs >= 0 && elapsedMs < dayMs) return null;
  const backupPath = `${toPrefix(db.name)}${new Date(nowMs).toISOString().slice(0, 10)}${suffix}`;
  const partPath = `${backupPath}.part`;
  const { lost } = copyOwnData([db.name], partPath);
  // Half a backup would be the newest one, and in time push out those that are whole.
  if (lost.length > 0) {
    rmSync(partPath, { force: true });
    throw toDamagedError(db.name, `${lost.join(", ")} cannot be read`);
  }
  renameSync(partPath, backupPath);
  syncFolder(path.dirname(backupPath));
  storeSetting(db, "own-backup", `${nowMs} ${state}`);
  for (const old of listOwnBackups(db.name).slice(keptCount)) rmSync(old, { force: true });
  return backupPath;
}

/** The backups beside a library, newest first. */
export function listOwnBackups(libraryPath: string): string[] {
  const folder = path.dirname(libraryPath);
  const prefix = path.basename(toPrefix(libraryPath));
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix) && name.endsWith(suffix))
    .toSorted()
    .toReversed()
    .map((name) => path.join(folder, name));
}

function toPrefix(libraryPath: string): string {
  return `${libraryPath}.own-`;
}

/** Changes with every edit that a person makes, takes back or makes again; `0/0` before the first. */
function describeEdits(db: WritableDb): string {
  const row = findRow<{ last: number | null; undone: number | null }>(
    db,
    `SELECT (SELECT seq FROM sqlite_sequence WHERE name = 'edits') AS last,
       (SELECT sum(is_undone) FROM edits) AS undone`,
  );
  return `${row?.last ?? 0}/${row?.undone ?? 0}`;
}
