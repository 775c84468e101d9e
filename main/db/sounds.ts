// Sounds as lists and the inspector show them; favourites; sounds without a file.
import path from "node:path";
import type { EditDone } from "../../preload/collections.ts";
import type { ErrorData } from "../../preload/error-data.ts";
import type {
  FileState,
  SoundDetail,
  SoundId,
  SoundKind,
  SoundRow,
  SoundStatus,
} from "../../preload/sound.ts";
import type { SoundTag } from "../../preload/tags.ts";
import { quietestHeardDb } from "../base/audible.ts";
import { countSounds } from "../base/count-words.ts";
import {
  execute,
  findRow,
  inTransaction,
  listRows,
  prepare,
  type ReadableDb,
  type WritableDb,
} from "./database.ts";
import { listFilesOfSound } from "./files.ts";
import { type Edit, makeEdit } from "./journal.ts";
import { representativeFileSql } from "./representative-file.ts";
import { listTagsOfSound } from "./tags.ts";

/** Tags of a list row; the inspector shows all. */
const maxRowTags = 8;

interface StoredSound {
  id: SoundId;
  path: string;
  name: string;
  parent_path: string;
  state: FileState;
  status: SoundStatus;
  format: string;
  duration_sec: number | null;
  sample_rate: number | null;
  channel_count: number | null;
  bit_depth: number | null;
  size_bytes: number;
  modified_ms: number;
  added_ms: number;
  loudness_lufs: number | null;
  centroid_hz: number | null;
  tempo_bpm: number | null;
  key: string | null;
  kind: SoundKind | null;
  favourite_ms: number | null;
  copy_count: number;
  use_count: number | null;
  last_used_ms: number | null;
}

export const soundRowSql = `
  SELECT sounds.id, path, name, parent_path, state, status, format, duration_sec, sample_rate, channel_count,
    bit_depth, files.size_bytes, modified_ms, added_ms, loudness_lufs, centroid_hz, tempo_bpm, key, kind,
    favourite_ms,
    max(1, (SELECT count(*) FROM files WHERE sound_id = sounds.id AND state <> 'missing')) AS copy_count,
    use_count, last_used_ms
  FROM sounds JOIN files ON files.id = ${representativeFileSql}
    LEFT JOIN sound_uses ON sound_uses.sound_id = sounds.id
  WHERE sounds.id = ?`;

/** Sounds in which nothing can be heard. */
export function listInaudibleSounds(db: ReadableDb): Set<SoundId> {
  const sql = `SELECT id FROM sounds WHERE peak_db < ${quietestHeardDb}`;
  return new Set(prepare(db, sql).pluck().all() as SoundId[]);
}

/** True too where it is not known yet. */
export function isSoundAudible(db: ReadableDb, soundId: SoundId): boolean {
  const sql = `SELECT 1 FROM sounds WHERE id = ? AND peak_db < ${quietestHeardDb}`;
  return prepare(db, sql).pluck().get(soundId) === undefined;
}

/** Rows in the order of `ids`; sounds that are gone are left out. */
export function getSoundRows(db: ReadableDb, ids: readonly SoundId[]): SoundRow[] {
  const rows: SoundRow[] = [];
  for (const id of ids) {
    const sound = findRow<StoredSound>(db, soundRowSql, id);
    if (sound) rows.push(toSoundRow(sound, listTagsOfSound(db, id)));
  }
  return rows;
}

/** Everything about one sound, or undefined when it is gone. `windowCount` counts windows of `modelId`. */
export function findSoundDetail(db: ReadableDb, id: SoundId, modelId: string): SoundDetail | undefined {
  const sound = findRow<StoredSound>(db, soundRowSql, id);
  if (!sound) return undefined;
  const identity = findRow<{ content_hash: string | null }>(
    db,
    "SELECT content_hash FROM sounds WHERE id = ?",
    id,
  );
  const error = findRow<ErrorData>(
    db,
    `SELECT code, message, hint FROM file_errors JOIN files ON files.id = file_id
     WHERE sound_id = ? ORDER BY files.id`,
    id,
  );
  const windows = findRow<{ count: number }>(
    db,
    `SELECT count(*) AS count FROM embeddings JOIN models ON models.id = model_id
     WHERE sound_id = ? AND models.name = ? AND window_index >= 0`,
    id,
    modelId,
  );
  const allTags = listTagsOfSound(db, id);
  const paths = listFilesOfSound(db, id).map((file) => file.path);
  return {
    ...toSoundRow(sound, allTags),
    paths: [sound.path, ...paths.filter((other) => other !== sound.path)],
    contentHash: identity?.content_hash ?? null,
    error: error ?? null,
    windowCount: windows?.count ?? 0,
    allTags,
  };
}

/** The sound with this content, or undefined. */
export function findSoundByContentHash(db: ReadableDb, contentHash: string): SoundId | undefined {
  return findRow<{ id: SoundId }>(db, "SELECT id FROM sounds WHERE content_hash = ?", contentHash)?.id;
}

/**
 * The oldest sound whose quick hash is this one, or undefined. A quick hash only says that a look at the
 * full content is worth it.
 */
export function findSoundByQuickHash(
  db: ReadableDb,
  quickHash: string,
): { id: SoundId; contentHash: string } | undefined {
  return findRow<{ id: SoundId; contentHash: string }>(
    db,
    `SELECT id, content_hash AS contentHash FROM sounds
     WHERE quick_hash = ? AND content_hash IS NOT NULL ORDER BY id`,
    quickHash,
  );
}

/** Sets or takes away the favourite mark. Unknown ids are passed over. */
export function putFavourite(edit: Edit, ids: readonly SoundId[], isFavourite: boolean, nowMs: number): void {
  for (const id of ids) {
    const sound = findRow<{ favourite_ms: number | null }>(
      edit.db,
      "SELECT favourite_ms FROM sounds WHERE id = ?",
      id,
    );
    // A favourite keeps the time of its first mark.
    if (sound) edit.put("sounds", [id], [isFavourite ? (sound.favourite_ms ?? nowMs) : null]);
  }
}

/** The same as an edit of its own. */
export function setFavourite(
  db: WritableDb,
  ids: readonly SoundId[],
  isFavourite: boolean,
  nowMs: number,
): EditDone {
  const label = isFavourite
    ? `Marked ${countSounds(ids.length)} as favourite`
    : `Took the favourite mark off ${countSounds(ids.length)}`;
  return makeEdit(db, label, nowMs, (edit) => putFavourite(edit, ids, isFavourite, nowMs));
}

/**
 * Deletes sounds that no file points to any more, with their embeddings and peaks. Those with a known content that
 * a person marked (favourite, tag, collection) stay: should the file come back, all of it is there again. After a
 * rescue, sounds wait for their files, whose drive may be away: until then those that were used stay too.
 * @returns ids of the sounds that are gone
 */
export function dropOrphanSounds(db: WritableDb): SoundId[] {
  return inTransaction(db, () => {
    const orphans = listRows<{ id: SoundId }>(
      db,
      `SELECT id FROM sounds WHERE NOT EXISTS (SELECT 1 FROM files WHERE sound_id = sounds.id)
       AND (content_hash IS NULL OR NOT (favourite_ms IS NOT NULL
         OR EXISTS (SELECT 1 FROM person_tags WHERE sound_id = sounds.id)
         OR (duration_sec IS NULL AND EXISTS (SELECT 1 FROM sound_uses WHERE sound_id = sounds.id))
         OR EXISTS (SELECT 1 FROM collection_sounds WHERE sound_id = sounds.id)))`,
    );
    for (const { id } of orphans) execute(db, "DELETE FROM sounds WHERE id = ?", id);
    return orphans.map(({ id }) => id);
  });
}

function toSoundRow(sound: StoredSound, tags: readonly SoundTag[]): SoundRow {
  return {
    id: sound.id,
    path: sound.path,
    name: sound.name || path.basename(sound.path),
    folderPath: sound.parent_path,
    fileState: sound.state,
    status: sound.status,
    format: sound.format,
    durationSec: sound.duration_sec,
    sampleRate: sound.sample_rate,
    channelCount: sound.channel_count,
    bitDepth: sound.bit_depth,
    sizeBytes: sound.size_bytes,
    modifiedMs: sound.modified_ms,
    addedMs: sound.added_ms,
    loudnessLufs: sound.loudness_lufs,
    centroidHz: sound.centroid_hz,
    tempoBpm: sound.tempo_bpm,
    key: sound.key,
    kind: sound.kind,
    isFavourite: sound.favourite_ms !== null,
    copyCount: sound.copy_count,
    tags: tags.filter(({ state }) => state !== "rejected").slice(0, maxRowTags),
    useCount: sound.use_count ?? 0,
    lastUsedMs: sound.last_used_ms,
  };
}
