// The branded connections that every function of this folder takes, and the three ways to use one.
import Database from "better-sqlite3";
import { AppError } from "../base/app-error.ts";

declare const access: unique symbol;

/** A connection that functions which only read may be given. */
export type ReadableDb = Database.Database & { readonly [access]: "read" | "write" };
/** A connection that holds the library's writer lock. A reader cannot be passed where one is wanted. */
export type WritableDb = Database.Database & { readonly [access]: "write" };

/** A value that SQLite stores. */
export type SqlValue = string | number | bigint | Uint8Array | null;

type Statement = Database.Statement<SqlValue[]>;
const statementsOf = new WeakMap<Database.Database, Map<string, Statement>>();

/** The prepared statement of this text, made once a connection. */
export function prepare(db: Database.Database, sql: string): Statement {
  let statements = statementsOf.get(db);
  if (!statements) {
    statements = new Map();
    statementsOf.set(db, statements);
  }
  let statement = statements.get(sql);
  if (!statement) {
    statement = db.prepare<SqlValue[]>(sql);
    statements.set(sql, statement);
  }
  return statement;
}

/** First row, typed by the caller, or undefined. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- only the caller knows its SQL's columns
export function findRow<Row>(db: ReadableDb, sql: string, ...values: SqlValue[]): Row | undefined {
  return guard(db, () => prepare(db, sql).get(...values) as Row | undefined);
}

/** All rows, typed by the caller. */
export function listRows<Row>(db: ReadableDb, sql: string, ...values: SqlValue[]): Row[] {
  return guard(db, () => prepare(db, sql).all(...values) as Row[]);
}

/** Runs one statement that writes. @returns number of rows changed */
export function execute(db: WritableDb, sql: string, ...values: SqlValue[]): number {
  return guard(db, () => prepare(db, sql).run(...values).changes);
}

/** Runs one INSERT. @returns the new row's id */
export function insertRow(db: WritableDb, sql: string, ...values: SqlValue[]): number {
  return guard(db, () => Number(prepare(db, sql).run(...values).lastInsertRowid));
}

/**
 * Runs `work` in one transaction: all of it is stored or nothing. Calls may be nested; the outermost commits.
 * @throws AppError `disk-full`, `library-damaged`, `library-busy`, `library-read-only`,
 *   `library-unreachable` for what SQLite reports
 */
export function inTransaction<Result>(db: WritableDb, work: () => Result): Result {
  return guard(db, () => db.transaction(work).immediate());
}

/** What SQLite reports becomes an error for persons. */
function guard<Result>(db: Database.Database, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const reason = toLibraryError(error, db.name);
    if (reason instanceof AppError && reason.code === "library-damaged") foundDamaged.add(db);
    throw reason;
  }
}

const foundDamaged = new WeakSet<Database.Database>();

/** True when a statement on this connection has come upon damage. */
export function isFoundDamaged(db: Database.Database): boolean {
  return foundDamaged.has(db);
}

const damagedHint =
  "Close Earshot and start it again, or run `earshot index`: the library is then rescued, and this file is kept beside it. Is it no library at all, name another with --library.";

/** SQLite's own error as one that a person can act on; anything else unchanged. */
export function toLibraryError(error: unknown, libraryPath: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const { code } = error;
  if (code === "SQLITE_FULL" || code === "SQLITE_IOERR_SHMSIZE") {
    return new AppError(
      "disk-full",
      `The library ${libraryPath} could not be written: the disk is full (${error.message}).`,
      "Free some space and go on: everything stored so far is kept.",
      { cause: error },
    );
  }
  if (code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_NOTADB") {
    return new AppError(
      "library-damaged",
      `The library ${libraryPath} is damaged: ${error.message}.`,
      damagedHint,
      { cause: error },
    );
  }
  if (code.startsWith("SQLITE_IOERR")) {
    return new AppError(
      "library-unreachable",
      `The library ${libraryPath} could not be read or written: ${error.message} (${code}).`,
      "Check that its drive is connected and in good health.",
      { cause: error },
    );
  }
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
    return new AppError(
      "library-busy",
      `The library ${libraryPath} is being written by another program and did not become free in time.`,
      "Close the other program and try again.",
      { cause: error },
    );
  }
  if (code.startsWith("SQLITE_READONLY")) {
    return new AppError(
      "library-read-only",
      `The library ${libraryPath} cannot be written: ${error.message}.`,
      "Check the rights of the file and its folder.",
      { cause: error },
    );
  }
  return error;
}

/** What a damaged library's message tells to do. */
export function toDamagedError(libraryPath: string, detail: string): AppError {
  return new AppError("library-damaged", `The library ${libraryPath} is damaged: ${detail}.`, damagedHint);
}
