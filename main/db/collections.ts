// Collections: sounds chosen by hand, and saved searches. Changes go through an edit, so that they can be undone.
import type { Collection } from "../../preload/collections.ts";
import type { SoundId } from "../../preload/sound.ts";
import { AppError } from "../base/app-error.ts";
import { findRow, listRows, prepare, type ReadableDb } from "./database.ts";
import type { Edit } from "./journal.ts";

interface StoredCollection {
  id: number;
  name: string;
  query: string | null;
  added_ms: number;
  sound_count: number;
}

const collectionSql = `
  SELECT id, name, query, added_ms,
    (SELECT count(*) FROM collection_sounds WHERE collection_id = collections.id
     AND EXISTS (SELECT 1 FROM files WHERE sound_id = collection_sounds.sound_id)) AS sound_count
  FROM collections`;

/** All collections by name. */
export function listCollections(db: ReadableDb): Collection[] {
  return listRows<StoredCollection>(db, `${collectionSql} ORDER BY name`).map(toCollection);
}

/** @throws AppError `no-such-collection` */
export function getCollection(db: ReadableDb, id: number): Collection {
  const stored = findRow<StoredCollection>(db, `${collectionSql} WHERE id = ?`, id);
  if (stored) return toCollection(stored);
  throw new AppError("no-such-collection", `There is no collection ${id} any more.`, "Choose another one.");
}

export const collectionSoundsSql = "SELECT sound_id AS id FROM collection_sounds WHERE collection_id = ?";

/** Sounds of a manual collection, by id. */
export function listCollectionSounds(db: ReadableDb, id: number): SoundId[] {
  return listRows<{ id: SoundId }>(db, collectionSoundsSql, id).map((row) => row.id);
}

/**
 * @param query null for a manual one
 * @returns its id
 * @throws AppError `collection-exists`
 */
export function addCollection(edit: Edit, name: string, query: string | null, nowMs: number): number {
  refuseTakenName(edit.db, name, null);
  const seen = prepare(edit.db, "SELECT seq FROM sqlite_sequence WHERE name = 'collections'").pluck().get();
  const id = ((seen as number | undefined) ?? 0) + 1;
  edit.put("collections", [id], [name, query, nowMs]);
  return id;
}

/** @throws AppError `no-such-collection`, `collection-exists` */
export function renameCollection(edit: Edit, id: number, name: string): void {
  const { query, addedMs } = getCollection(edit.db, id);
  refuseTakenName(edit.db, name, id);
  edit.put("collections", [id], [name, query, addedMs]);
}

/** @throws AppError `no-such-collection` */
export function removeCollection(edit: Edit, id: number): void {
  getCollection(edit.db, id);
  for (const soundId of listCollectionSounds(edit.db, id)) edit.put("collection_sounds", [id, soundId], null);
  edit.put("collections", [id], null);
}

/**
 * Sounds that are there already, or gone, are passed over.
 * @throws AppError `no-such-collection`, `collection-is-smart`
 */
export function addToCollection(edit: Edit, id: number, soundIds: readonly SoundId[], nowMs: number): void {
  refuseSmart(getCollection(edit.db, id));
  const present = new Set(listCollectionSounds(edit.db, id));
  for (const soundId of soundIds) {
    if (present.has(soundId) || !hasSound(edit.db, soundId)) continue;
    present.add(soundId);
    edit.put("collection_sounds", [id, soundId], [nowMs]);
  }
}

/** @throws AppError `no-such-collection`, `collection-is-smart` */
export function removeFromCollection(edit: Edit, id: number, soundIds: readonly SoundId[]): void {
  refuseSmart(getCollection(edit.db, id));
  for (const soundId of soundIds) edit.put("collection_sounds", [id, soundId], null);
}

function refuseSmart({ name, kind }: Collection): void {
  if (kind === "manual") return;
  throw new AppError(
    "collection-is-smart",
    `“${name}” is a saved search: its sounds are what the search finds.`,
    "Change its search, or make a collection by hand.",
  );
}

function refuseTakenName(db: ReadableDb, name: string, exceptId: number | null): void {
  const taken = findRow<{ id: number; name: string }>(
    db,
    "SELECT id, name FROM collections WHERE name = ?",
    name,
  );
  if (!taken || taken.id === exceptId) return;
  throw new AppError(
    "collection-exists",
    `There is a collection “${taken.name}” already.`,
    "Choose another name, or add the sounds to it.",
  );
}

function hasSound(db: ReadableDb, soundId: SoundId): boolean {
  return prepare(db, "SELECT 1 FROM sounds WHERE id = ?").pluck().get(soundId) !== undefined;
}

function toCollection({
  id,
  name,
  query,
  added_ms: addedMs,
  sound_count: count,
}: StoredCollection): Collection {
  const isSmart = query !== null;
  return { id, name, kind: isSmart ? "smart" : "manual", query, soundCount: isSmart ? null : count, addedMs };
}
