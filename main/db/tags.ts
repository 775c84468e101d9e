// Tags of sounds: the tagger's suggestions, and a person's word, which always wins (view `sound_tags`).
import type { SoundId } from "../../preload/sound.ts";
import type { FileTags, SoundTag, TagFamily, TagSource } from "../../preload/tags.ts";
import { execute, listRows, prepare, type ReadableDb, type WritableDb } from "./database.ts";
import { representativeFileSql } from "./representative-file.ts";
import type { Edit } from "./journal.ts";

/** What the tagger thinks of a sound. */
export interface Suggestion {
  labelId: number;
  source: Exclude<TagSource, "person">;
  confidence: number;
  /** Cosine, null where the model had no say. */
  score: number | null;
}

/** A person's word on a sound and a label. */
export interface PersonTag {
  soundId: SoundId;
  labelId: number;
  isConfirmed: boolean;
}

/** A label that a sound carries. */
export interface TagLink {
  soundId: SoundId;
  labelId: number;
  isConfirmed: boolean;
}

export const soundTagsSql = `
  SELECT name AS label, family, source, is_confirmed AS isConfirmed, confidence, score
  FROM sound_tags JOIN labels ON labels.id = label_id WHERE sound_id = ?
  ORDER BY is_confirmed DESC, confidence DESC, name`;

/** All tags of a sound, rejected ones too: confirmed ones first, then the surest. */
export function listTagsOfSound(db: ReadableDb, soundId: SoundId): SoundTag[] {
  interface Row extends Omit<SoundTag, "state"> {
    family: TagFamily;
    isConfirmed: number | null;
  }
  return listRows<Row>(db, soundTagsSql, soundId)
    .map(({ isConfirmed, ...tag }): SoundTag => ({
      ...tag,
      state: isConfirmed === null ? "suggested" : isConfirmed === 1 ? "confirmed" : "rejected",
    }))
    .sort((a, b) => Number(a.state === "rejected") - Number(b.state === "rejected"));
}

export const taggedSoundsSql = `
  SELECT sounds.id AS soundId, path FROM sounds JOIN files ON files.id = ${representativeFileSql}
  WHERE sounds.id > ? AND state <> 'missing' ORDER BY sounds.id LIMIT ?`;

/** Tags of sounds with a file that is there, by id, rejected ones left out. @param afterId 0 for the first page */
export function listTaggedSounds(
  db: ReadableDb,
  afterId: SoundId,
  limit: number,
): (FileTags & { soundId: SoundId })[] {
  return listRows<{ soundId: SoundId; path: string }>(db, taggedSoundsSql, afterId, limit).map((sound) => ({
    ...sound,
    tags: listTagsOfSound(db, sound.soundId)
      .filter(({ state }) => state !== "rejected")
      .map(({ label, score, confidence }) => ({ label, score, confidence })),
  }));
}

/** A person's word; null takes it back. */
export function putPersonTag(
  edit: Edit,
  soundId: SoundId,
  labelId: number,
  isConfirmed: boolean | null,
  nowMs: number,
): void {
  const key = [soundId, labelId];
  if (isConfirmed === null) {
    edit.put("person_tags", key, null);
    return;
  }
  const before = findPersonTag(edit.db, soundId, labelId);
  // Said again is no edit.
  if (before === isConfirmed || !hasSound(edit.db, soundId)) return;
  edit.put("person_tags", key, [isConfirmed ? 1 : 0, nowMs]);
}

/** All that persons said, the oldest first. */
export function listPersonTags(db: ReadableDb): PersonTag[] {
  return listRows<{ soundId: number; labelId: number; confirmed: number }>(
    db,
    "SELECT sound_id AS soundId, label_id AS labelId, is_confirmed AS confirmed FROM person_tags ORDER BY set_ms, sound_id",
  ).map(({ soundId, labelId, confirmed }) => ({ soundId, labelId, isConfirmed: confirmed === 1 }));
}

export const suggestionsSql = `
  SELECT label_id AS labelId, source, confidence, score FROM suggested_tags WHERE sound_id = ? ORDER BY label_id`;

/** Stores what the tagger thinks of a sound in place of what it thought. @returns whether anything has changed */
export function storeSuggestions(
  db: WritableDb,
  soundId: SoundId,
  suggestions: readonly Suggestion[],
): boolean {
  const known = new Map(listRows<Suggestion>(db, suggestionsSql, soundId).map((tag) => [tag.labelId, tag]));
  let hasChanged = false;
  for (const { labelId, source, confidence, score } of suggestions) {
    const before = known.get(labelId);
    known.delete(labelId);
    const isSame = before?.source === source && before.confidence === confidence && before.score === score;
    if (isSame) continue;
    hasChanged = true;
    execute(
      db,
      `INSERT INTO suggested_tags (sound_id, label_id, source, confidence, score) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET source = excluded.source, confidence = excluded.confidence, score = excluded.score`,
      soundId,
      labelId,
      source,
      confidence,
      score,
    );
  }
  for (const labelId of known.keys()) {
    hasChanged = true;
    execute(db, "DELETE FROM suggested_tags WHERE sound_id = ? AND label_id = ?", soundId, labelId);
  }
  return hasChanged;
}

const linkColumns = "SELECT sound_id, label_id, is_confirmed FROM sound_tags WHERE is_confirmed IS NOT 0";
export const tagLinksOfSoundSql = `${linkColumns} AND sound_id = ?`;

/** Labels that sounds carry, rejected ones left out; of one sound when it is named. In no order. */
export function* listTagLinks(db: ReadableDb, soundId?: SoundId): Generator<TagLink> {
  const statement = prepare(db, soundId === undefined ? linkColumns : tagLinksOfSoundSql).raw();
  const rows = soundId === undefined ? statement.all() : statement.all(soundId);
  for (const [id, labelId, confirmed] of rows as [number, number, number | null][]) {
    yield { soundId: id, labelId, isConfirmed: confirmed === 1 };
  }
}

export const soundPlacesSql = `
  SELECT files.name AS name, parent_path AS folderPath, folders.path AS rootPath
  FROM files JOIN folders ON folders.id = folder_id WHERE sound_id = ?`;

/** Where a sound's files lie, for the labels that their names speak of. */
export function listSoundPlaces(
  db: ReadableDb,
  soundId: SoundId,
): { name: string; folderPath: string; rootPath: string }[] {
  return listRows<{ name: string; folderPath: string; rootPath: string }>(db, soundPlacesSql, soundId);
}

/**
 * Copies what a person said about one sound to another, where nothing was said yet: tags, collections, favourite.
 * @param sinceMs what was said before is left out
 */
export function carryMarksOver(db: WritableDb, fromId: SoundId, toId: SoundId, sinceMs = 0): void {
  execute(
    db,
    `UPDATE sounds SET favourite_ms =
       coalesce(favourite_ms, (SELECT favourite_ms FROM sounds WHERE id = ? AND favourite_ms >= ?))
     WHERE id = ?`,
    fromId,
    sinceMs,
    toId,
  );
  execute(
    db,
    `INSERT INTO person_tags (sound_id, label_id, is_confirmed, set_ms)
     SELECT ?, label_id, is_confirmed, set_ms FROM person_tags
     WHERE sound_id = ? AND set_ms >= ? ON CONFLICT DO NOTHING`,
    toId,
    fromId,
    sinceMs,
  );
  execute(
    db,
    `INSERT INTO collection_sounds (collection_id, sound_id, added_ms)
     SELECT collection_id, ?, added_ms FROM collection_sounds
     WHERE sound_id = ? AND added_ms >= ? ON CONFLICT DO NOTHING`,
    toId,
    fromId,
    sinceMs,
  );
}

function findPersonTag(db: ReadableDb, soundId: SoundId, labelId: number): boolean | null {
  const sql = "SELECT is_confirmed FROM person_tags WHERE sound_id = ? AND label_id = ?";
  const confirmed = prepare(db, sql).pluck().get(soundId, labelId) as number | undefined;
  return confirmed === undefined ? null : confirmed === 1;
}

function hasSound(db: ReadableDb, soundId: SoundId): boolean {
  return prepare(db, "SELECT 1 FROM sounds WHERE id = ?").pluck().get(soundId) !== undefined;
}
