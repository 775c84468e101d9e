// One writer a library: a lock that the operating system drops when its process ends, even by kill -9.
import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import { AppError } from "../base/app-error.ts";

/** Held until `release`, or until the process ends. */
export interface WriterLock {
  release(): void;
}

/**
 * Takes the library's writer lock: an open write transaction on a small SQLite file beside it.
 * A transaction that only reserves (BEGIN IMMEDIATE) leaves the file readable, so that whoever comes
 * second can name the holder.
 * @throws AppError `library-in-use`
 */
export function takeWriterLock(libraryPath: string): WriterLock {
  const lockDb = new Database(`${libraryPath}.lock`, { timeout: 0 });
  try {
    lockDb.pragma("synchronous = OFF");
    lockDb.exec("BEGIN IMMEDIATE");
    lockDb.exec("CREATE TABLE IF NOT EXISTS holder (pid INTEGER NOT NULL) STRICT; DELETE FROM holder");
    lockDb.prepare("INSERT INTO holder (pid) VALUES (?)").run(process.pid);
    lockDb.exec("COMMIT; BEGIN IMMEDIATE");
  } catch (error) {
    const holder = findHolder(lockDb);
    lockDb.close();
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith("SQLITE_BUSY")) throw error;
    throw new AppError(
      "library-in-use",
      `The library ${libraryPath} is in use by another Earshot${holder === undefined ? "" : ` (process ${holder})`}.`,
      "Close the other Earshot, or name another library.",
      { cause: error },
    );
  }
  return {
    release: () => {
      if (lockDb.open) lockDb.close();
    },
  };
}

/** Process id of the library's writer, or undefined when no one holds the lock. Takes it for a moment to find out. */
export function findLockHolder(libraryPath: string): number | undefined {
  if (!existsSync(`${libraryPath}.lock`)) return undefined;
  try {
    takeWriterLock(libraryPath).release();
    return undefined;
  } catch {
    const lockDb = new Database(`${libraryPath}.lock`, { readonly: true, timeout: 0 });
    try {
      return findHolder(lockDb);
    } finally {
      lockDb.close();
    }
  }
}

function findHolder(lockDb: Database.Database): number | undefined {
  try {
    return lockDb.prepare("SELECT pid FROM holder").pluck().get() as number | undefined;
  } catch {
    // The holder is just writing its number: the message goes without it.
    return undefined;
  }
}
