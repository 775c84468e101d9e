// Opens and closes a library file: lock, checks, migration.
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { AppError, isSystemError } from "../base/app-error.ts";
import {
  isFoundDamaged,
  type ReadableDb,
  toDamagedError,
  toLibraryError,
  type WritableDb,
} from "./database.ts";
import { getLatestVersion, getSchemaVersion, migrate, refuseNewerVersion } from "./migrate.ts";
import { applicationId, setUpNewLibrary } from "./new-library.ts";
import { finishRescue, isKnownLibrary, type Rescue, rescueLibrary, takeRescueNote } from "./rescue.ts";
import { takeWriterLock, type WriterLock } from "./writer-lock.ts";

const busyTimeoutMs = 5000;
/** A large transaction leaves no large file behind. */
const journalLimitBytes = 64 * 2 ** 20;

const lockOf = new WeakMap<Database.Database, WriterLock>();
const rescueOf = new WeakMap<Database.Database, Rescue>();

/**
 * Opens a library; for writing it is created, locked, checked after a crash, rescued when it is damaged
 * (`findRescue` tells) and migrated as needed. Close it with `closeLibrary`.
 * @throws AppError `no-library`, `library-too-old`, `library-unreadable` (reading only), `library-in-use`,
 *   `library-too-new`, `library-damaged`, `not-a-library`, `library-unwritable`, `disk-full`
 */
export function openLibrary(libraryPath: string, mode: "write"): WritableDb;
export function openLibrary(libraryPath: string, mode: "read"): ReadableDb;
export function openLibrary(libraryPath: string, mode: "read" | "write"): ReadableDb {
  return mode === "write" ? openForWriting(libraryPath) : openForReading(libraryPath);
}

/** What was done to a damaged library when it was opened, or undefined. */
export function findRescue(db: ReadableDb): Rescue | undefined {
  return rescueOf.get(db);
}

/** Closes the library and gives its writer lock back. Harmless when it is closed already. */
export function closeLibrary(db: ReadableDb): void {
  const lock = lockOf.get(db);
  try {
    // One that was found damaged meanwhile is looked through, and rescued, at the next start.
    if (db.open && lock && !isFoundDamaged(db)) {
      setSessionState(db, "closed");
      leaveWal(db);
    }
  } catch (error) {
    // On a full disk the mark cannot be set: the next start then looks for damage and finds none.
    if (!(error instanceof Database.SqliteError)) throw error;
  } finally {
    db.close();
    lock?.release();
  }
}

/**
 * Looks through the whole file for damage. Reads all of it: seconds for a big library.
 * @returns what is wrong, or null
 * @throws AppError of the library (`library-busy`, `library-unreachable`) when it cannot be looked through now
 */
export function findDamage(db: ReadableDb): string | null {
  try {
    const verdict = db.pragma("quick_check(1)", { simple: true }) as string;
    return verdict === "ok" ? null : verdict;
  } catch (error) {
    // A lock, a drive that is away or no memory says nothing about the file: nobody may rescue it for that.
    const reason = toLibraryError(error, db.name);
    if (reason instanceof AppError && reason.code === "library-damaged") return reason.message;
    throw reason;
  }
}

function openForReading(libraryPath: string): ReadableDb {
  if (!existsSync(libraryPath)) throw noLibrary(libraryPath);
  try {
    return openReader(libraryPath);
  } catch (error) {
    if (!isUnfinished(error) || !endUnfinished(libraryPath)) throw toReadError(error, libraryPath);
  }
  try {
    return openReader(libraryPath);
  } catch (error) {
    throw toReadError(error, libraryPath);
  }
}

function openReader(libraryPath: string): ReadableDb {
  let db: Database.Database | undefined;
  try {
    db = new Database(libraryPath, { readonly: true, timeout: busyTimeoutMs });
    setUpMemory(db);
    refuseForeignFile(db);
    refuseNewerVersion(db);
    const version = getSchemaVersion(db);
    // An empty file, or one that a first writer is just about to fill.
    if (version === 0) throw noLibrary(libraryPath);
    if (version < getLatestVersion()) {
      throw new AppError(
        "library-too-old",
        `The library ${libraryPath} has schema version ${version} and must be brought to version ${getLatestVersion()} first.`,
        "Open it once with Earshot, or run `earshot index`.",
      );
    }
    return db as ReadableDb;
  } catch (error) {
    db?.close();
    throw error;
  }
}

/** A writer was killed in a transaction outside WAL mode, as when it was closing: what it began is to be undone first. */
function isUnfinished(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith("SQLITE_READONLY");
}

/**
 * Lets SQLite undo it, which a connection for reading may not.
 * @returns false where nothing may be written
 */
function endUnfinished(libraryPath: string): boolean {
  let db: Database.Database | undefined;
  try {
    db = new Database(libraryPath, { fileMustExist: true, timeout: busyTimeoutMs });
    getSchemaVersion(db);
    return true;
  } catch (error) {
    if (error instanceof Database.SqliteError) return false;
    throw error;
  } finally {
    db?.close();
  }
}

function noLibrary(libraryPath: string): AppError {
  return new AppError(
    "no-library",
    `There is no library at ${libraryPath}.`,
    "Index a folder first: `earshot index <folder>`.",
  );
}

/** Reading what a killed writer left behind begins with writing beside it: SQLite's own words for it mislead. */
function toReadError(error: unknown, libraryPath: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const isRefused = error.code.startsWith("SQLITE_CANTOPEN") || error.code.startsWith("SQLITE_READONLY");
  if (!isRefused) return toLibraryError(error, libraryPath);
  return new AppError(
    "library-unreadable",
    `The library ${libraryPath} cannot be opened for reading: ${error.message}.`,
    "Check the rights of the file. In a folder that may not be written, it can be read once Earshot has closed it in order.",
    { cause: error },
  );
}

/**
 * A file outside WAL mode can be read where nothing may be written. While a reader is connected it stays in WAL mode,
 * and whoever closes last leaves it so: it is as whole, and the next writer that closes alone tries again.
 */
function leaveWal(db: Database.Database): void {
  db.pragma("busy_timeout = 0");
  try {
    db.pragma("journal_mode = DELETE");
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
  }
}

function openForWriting(libraryPath: string): WritableDb {
  makeParentFolder(libraryPath);
  let lock: WriterLock | undefined;
  try {
    lock = takeWriterLock(libraryPath);
    const db = openOrRescue(libraryPath);
    lockOf.set(db, lock);
    return db;
  } catch (error) {
    lock?.release();
    throw toOpenError(error, libraryPath);
  }
}

function openOrRescue(libraryPath: string): WritableDb {
  finishRescue(libraryPath);
  try {
    return openLocked(libraryPath);
  } catch (error) {
    const reason = toOpenError(error, libraryPath);
    const isDamaged = reason instanceof AppError && reason.code === "library-damaged";
    if (!isDamaged || !isKnownLibrary(libraryPath)) throw error;
    rescueLibrary(libraryPath, reason.message, Date.now());
    return openLocked(libraryPath);
  }
}

/** The lock is held. */
function openLocked(libraryPath: string): WritableDb {
  const db = new Database(libraryPath, { timeout: busyTimeoutMs });
  try {
    refuseForeignFile(db);
    refuseNewerVersion(db);
    if (getSchemaVersion(db) === 0) setUpNewLibrary(db);
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = NORMAL");
    db.pragma("foreign_keys = ON");
    db.pragma(`journal_size_limit = ${journalLimitBytes}`);
    setUpMemory(db);
    if (getSchemaVersion(db) > 0 && wasInterrupted(db)) {
      const damage = findDamage(db as WritableDb);
      if (damage !== null) throw toDamagedError(libraryPath, damage);
    }
    migrate(db);
    setSessionState(db, "open");
    giveId(db);
    const rescue = takeRescueNote(db);
    if (rescue) rescueOf.set(db, rescue);
    return db as WritableDb;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Notes of changes and sorts stay in memory: a full disk elsewhere must not stop a search. */
function setUpMemory(db: Database.Database): void {
  db.pragma("temp_store = MEMORY");
}

function makeParentFolder(libraryPath: string): void {
  try {
    mkdirSync(path.dirname(libraryPath), { recursive: true });
  } catch (error) {
    throw toOpenError(error, libraryPath);
  }
}

function toOpenError(error: unknown, libraryPath: string): unknown {
  if (error instanceof AppError) return error;
  if (isSystemError(error, "ENOSPC")) {
    return new AppError(
      "disk-full",
      `The library ${libraryPath} could not be made: the disk is full.`,
      "Free some space and try again.",
      { cause: error },
    );
  }
  const cannotOpen = error instanceof Database.SqliteError && error.code.startsWith("SQLITE_CANTOPEN");
  // better-sqlite3 itself reports a missing folder as a TypeError.
  const noFolder = error instanceof TypeError && error.message.includes("directory does not exist");
  const isOfSystem = !(error instanceof Database.SqliteError) && isSystemError(error);
  if (cannotOpen || noFolder || isOfSystem) {
    return new AppError(
      "library-unwritable",
      `The library ${libraryPath} could not be opened for writing: ${error.message}.`,
      "Check that the folder exists, may be written and is no file.",
      { cause: error },
    );
  }
  return toLibraryError(error, libraryPath);
}

/** A version without our mark is some other program's file, and so is a file with tables but no version. */
function refuseForeignFile(db: Database.Database): void {
  const isOurs = db.pragma("application_id", { simple: true }) === applicationId;
  if (isOurs) return;
  const isEmpty = db.prepare("SELECT count(*) FROM sqlite_schema").pluck().get() === 0;
  if (!isEmpty || getSchemaVersion(db) !== 0) {
    throw new AppError(
      "not-a-library",
      `${db.name} is a SQLite file of another program, not a library of Earshot.`,
      "Name another file with --library.",
    );
  }
}

/** True when the last writer ended without `closeLibrary`. */
function wasInterrupted(db: Database.Database): boolean {
  return db.prepare("SELECT value FROM library WHERE key = 'session'").pluck().get() === "open";
}

/** What tells this library from others: kept through backups and rescues. */
function giveId(db: Database.Database): void {
  const sql = "INSERT INTO library (key, value) VALUES ('id', ?) ON CONFLICT DO NOTHING";
  db.prepare(sql).run(randomUUID());
}

function setSessionState(db: Database.Database, state: "open" | "closed"): void {
  db.prepare(
    "INSERT INTO library (key, value) VALUES ('session', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
  ).run(state);
}
