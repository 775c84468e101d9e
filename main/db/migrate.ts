// Brings a library to the schema of this program, with a backup before an older one is touched.
import { rmSync } from "node:fs";
import type Database from "better-sqlite3";
import { AppError } from "../base/app-error.ts";
import { migrations as allMigrations } from "./migrations/list.ts";

/** One step. It runs inside a transaction that also stores the new version. */
export interface Migration {
  /** In tens, so that a fix can be slipped between two. */
  version: number;
  apply(db: Database.Database): void;
}

/** Schema version of an open file, 0 for a new one. */
export function getSchemaVersion(db: Database.Database): number {
  return db.pragma("user_version", { simple: true }) as number;
}

/** The version that this program writes. */
export function getLatestVersion(migrations: readonly Migration[] = allMigrations): number {
  return migrations.at(-1)?.version ?? 0;
}

/** @throws AppError `library-too-new` */
export function refuseNewerVersion(
  db: Database.Database,
  migrations: readonly Migration[] = allMigrations,
): void {
  const version = getSchemaVersion(db);
  const latest = getLatestVersion(migrations);
  if (version > latest) {
    throw new AppError(
      "library-too-new",
      `The library ${db.name} has schema version ${version}; this Earshot reads up to version ${latest}.`,
      "Open it with a newer Earshot, or name another library.",
    );
  }
}

/**
 * Applies what is missing. An older library is copied to `<library>.version-<n>.backup` first.
 * @returns path of the backup, or null when none was needed
 * @throws AppError `library-too-new`
 */
export function migrate(
  db: Database.Database,
  migrations: readonly Migration[] = allMigrations,
): string | null {
  refuseNewerVersion(db, migrations);
  const from = getSchemaVersion(db);
  const missing = migrations.filter(({ version }) => version > from);
  if (missing.length === 0) return null;
  const backupPath = from === 0 ? null : `${db.name}.version-${from}.backup`;
  if (backupPath !== null) {
    // VACUUM INTO refuses an existing file; an older copy of the same version has nothing that this has not.
    rmSync(backupPath, { force: true });
    db.prepare("VACUUM INTO ?").run(backupPath);
  }
  for (const migration of missing) {
    db.transaction(() => {
      migration.apply(db);
      db.pragma(`user_version = ${migration.version}`);
    }).immediate();
  }
  return backupPath;
}
