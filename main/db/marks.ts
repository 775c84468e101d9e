// What a person said about one sound.
import type { SoundId } from "../../preload/sound.ts";
import { listRows, prepare, type ReadableDb } from "./database.ts";

/** Labels and collections are keyed by their names in lower case. */
export interface Marks {
  isFavourite: boolean;
  /** Label to whether it was confirmed (or rejected). */
  tags: Map<string, boolean>;
  /** Those made by hand that hold the sound. */
  collections: Set<string>;
}

export const markedTagsSql = `
  SELECT name AS label, is_confirmed AS confirmed FROM person_tags
  JOIN labels ON labels.id = label_id WHERE sound_id = ?`;

export const markedCollectionsSql = `
  SELECT name FROM collection_sounds
  JOIN collections ON collections.id = collection_id WHERE sound_id = ?`;

export function readMarks(db: ReadableDb, soundId: SoundId): Marks {
  const sql = "SELECT favourite_ms IS NOT NULL FROM sounds WHERE id = ?";
  const tags = listRows<{ label: string; confirmed: number }>(db, markedTagsSql, soundId);
  const collections = listRows<{ name: string }>(db, markedCollectionsSql, soundId);
  // SQLite's own lower() leaves letters beyond ASCII as they are.
  return {
    isFavourite: prepare(db, sql).pluck().get(soundId) === 1,
    tags: new Map(tags.map(({ label, confirmed }) => [label.toLowerCase(), confirmed === 1])),
    collections: new Set(collections.map(({ name }) => name.toLowerCase())),
  };
}
