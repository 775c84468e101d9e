// Backups of a person's own data while the engine runs, and the words for a library that was rescued.
import type { ErrorData } from "../../preload/error-data.ts";
import type { Log } from "../base/log.ts";
import type { ReadableDb } from "../db/database.ts";
import { findRescue } from "../db/open-library.ts";
import { backUpOwnDataIfDue } from "../db/own-backup.ts";
import { ownTableNames } from "../db/own-data.ts";
import type { LibraryAccess } from "./engine-parts.ts";

/** Whether one is due is asked so often; one is made a day at most. */
const askEveryMs = 60 * 60_000;

export class OwnBackups {
  #library: LibraryAccess;
  #log: Log;
  #timer: NodeJS.Timeout | undefined;

  constructor(library: LibraryAccess, log: Log) {
    this.#library = library;
    this.#log = log;
  }

  start(): void {
    this.#run();
    this.#timer = setInterval(() => this.#run(), askEveryMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** A backup that cannot be made (full disk, folder that may not be written) must stop nothing else. */
  #run(): void {
    try {
      const backupPath = backUpOwnDataIfDue(this.#library.writableDb, Date.now());
      if (backupPath !== null) this.#log.info({ backupPath }, "own data backed up");
    } catch (error) {
      this.#log.warn({ error: String(error) }, "own data could not be backed up");
    }
  }
}

/** For the person, as long as this engine runs. */
export function describeRescue(db: ReadableDb | undefined): ErrorData | null {
  const rescue = db && findRescue(db);
  if (!rescue) return null;
  const { backupPath, backupTables, lostTables, keptAs } = rescue;
  const isAllFromBackup = backupTables.length === ownTableNames.length;
  const source = isAllFromBackup ? `the backup ${backupPath}` : "the damaged file itself";
  const older =
    backupPath === null || isAllFromBackup ? "" : ` From the backup ${backupPath}: ${toWords(backupTables)}.`;
  const lost = lostTables.length === 0 ? "" : ` Lost: ${toWords(lostTables)}.`;
  return {
    code: "library-rescued",
    message: `The library was damaged and has been rescued: favourites, tags and collections come from ${source}.${older}${lost}`,
    hint: `Its sounds are listened to again. The damaged file is kept as ${keptAs}; delete it when nothing is missed.`,
  };
}

function toWords(tables: readonly string[]): string {
  return tables.join(", ").replaceAll("_", " ");
}
