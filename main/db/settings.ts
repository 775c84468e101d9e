// Small facts about the library as a whole: key and value, both text.
import { execute, findRow, type ReadableDb, type WritableDb } from "./database.ts";

/** `active-model`: id of the model that answers. `session`: kept by open-library.ts. */
export type SettingName = "active-model" | "session";

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
