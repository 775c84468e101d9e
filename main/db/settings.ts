// Small facts about the library as a whole: key and value, both text.
import type { GentleMode } from "../../preload/indexing.ts";
import type { LibrarySettings } from "../../preload/library-status.ts";
import { execute, findRow, type ReadableDb, type WritableDb } from "./database.ts";

/**
 * `active-model`: id of the model that answers. `id`: tells this library from others, by
 * open-library.ts. `session`: kept by open-library.ts. `own-backup`: by own-backup.ts.
 * `rescue`: by rescue.ts. `map-layout:MODEL`: by map-positions.ts. `tagger`: what sounds were tagged by last (tagging.ts). The rest: `LibrarySettings`.
 */
export type SettingName =
  | "active-model"
  | "id"
  | "session"
  | "tagger"
  | "gentle-mode"
  | "watch"
  | "tag-by-ear"
  | "tag-caution"
  | "own-backup"
  | `map-layout:${string}`;

/** The stored value, or undefined. */
export function findSetting(db: ReadableDb, name: SettingName): string | undefined {
  return findRow<{ value: string }>(db, "SELECT value FROM library WHERE key = ?", name)?.value;
}

/** Stores a value, in place of an older one. */
export function storeSetting(db: WritableDb, name: SettingName, value: string): void {
  execute(
    db,
    "INSERT INTO library (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
    name,
    value,
  );
}

/** What a person has chosen for this library, or what holds until then. */
export function getLibrarySettings(db: ReadableDb): LibrarySettings {
  const stored = findSetting(db, "gentle-mode");
  return {
    gentleMode: isGentleMode(stored) ? stored : "auto",
    isWatchOn: findSetting(db, "watch") !== "off",
    isTaggingByEar: findSetting(db, "tag-by-ear") !== "off",
    tagCaution: findSetting(db, "tag-caution") === "careful" ? "careful" : "usual",
  };
}

/** Changes what is named. @returns all of them as they are now */
export function changeLibrarySettings(
  db: WritableDb,
  change: { [Name in keyof LibrarySettings]?: LibrarySettings[Name] | undefined },
): LibrarySettings {
  if (change.gentleMode !== undefined) storeSetting(db, "gentle-mode", change.gentleMode);
  if (change.isWatchOn !== undefined) storeSetting(db, "watch", change.isWatchOn ? "on" : "off");
  if (change.isTaggingByEar !== undefined) {
    storeSetting(db, "tag-by-ear", change.isTaggingByEar ? "on" : "off");
  }
  if (change.tagCaution !== undefined) storeSetting(db, "tag-caution", change.tagCaution);
  return getLibrarySettings(db);
}

function isGentleMode(text: string | undefined): text is GentleMode {
  return text === "off" || text === "auto" || text === "always";
}
