// What is left to do, in the order of work: newest scan first, smallest first; whole sounds before windows.
import type { SoundId } from "../../preload/sound.ts";
import { listRows, type ReadableDb } from "./database.ts";
import { findModelKey, windowSec, wholeIndex } from "./embeddings.ts";

/** A sound that needs the embedding of the whole, and the file to read it from. */
export interface PendingSound {
  soundId: SoundId;
  fileId: number;
  path: string;
  sizeBytes: number;
  /** Of the file at the last look at it. */
  modifiedMs: number;
  /** Null until the sound was listened to once; then only this model's embedding is missing. */
  contentHash: string | null;
  durationSec: number | null;
}

/** A file of the sound that is on disk and has no error. */
const readableFileSql = `
  (SELECT id FROM files WHERE sound_id = sounds.id AND state = 'present'
   AND NOT EXISTS (SELECT 1 FROM file_errors WHERE file_id = files.id) ORDER BY id LIMIT 1)`;

const pendingColumns = `
  SELECT sounds.id AS soundId, files.id AS fileId, path, sounds.size_bytes AS sizeBytes,
    modified_ms AS modifiedMs, content_hash AS contentHash, duration_sec AS durationSec
  FROM sounds CROSS JOIN files ON files.id = ${readableFileSql}`;

const orderSql = "ORDER BY added_ms DESC, sounds.size_bytes, sounds.id LIMIT ?";

export const pendingSoundsSql = `${pendingColumns} WHERE status = 'pending' ${orderSql}`;

export const unembeddedSoundsSql = `${pendingColumns}
  WHERE status = 'ready' AND NOT EXISTS (
    SELECT 1 FROM embeddings WHERE sound_id = sounds.id AND model_id = ? AND window_index = ${wholeIndex})
  ${orderSql}`;

/**
 * Sounds without a whole embedding of this model: those never listened to first, then those that another
 * model has embedded. Nothing is claimed: tell which ones are in hand.
 * @param inHand sounds given out before and not stored yet
 */
export function takePendingSounds(
  db: ReadableDb,
  modelId: string,
  limit: number,
  inHand: ReadonlySet<SoundId> = new Set(),
): PendingSound[] {
  const wanted = limit + inHand.size;
  const pending = listRows<PendingSound>(db, pendingSoundsSql, wanted);
  if (pending.length < wanted) {
    // A model that never embedded anything has no key yet; no row has key 0.
    const modelKey = findModelKey(db, modelId) ?? 0;
    pending.push(...listRows<PendingSound>(db, unembeddedSoundsSql, modelKey, wanted - pending.length));
  }
  return pending.filter(({ soundId }) => !inHand.has(soundId)).slice(0, limit);
}

// The plus keeps the status out of the choice of index: long sounds are few, ready ones are most.
export const pendingWindowsSql = `${pendingColumns}
  WHERE duration_sec > ${windowSec} AND +status = 'ready'
    AND EXISTS (
      SELECT 1 FROM embeddings WHERE sound_id = sounds.id AND model_id = ? AND window_index = ${wholeIndex})
    AND NOT EXISTS (SELECT 1 FROM embeddings WHERE sound_id = sounds.id AND model_id = ? AND window_index = 0)
  ORDER BY duration_sec, sounds.id LIMIT ?`;

/** Long sounds whose whole embedding is there and whose windows are not, shortest first. */
export function takePendingWindows(
  db: ReadableDb,
  modelId: string,
  limit: number,
  inHand: ReadonlySet<SoundId> = new Set(),
): PendingSound[] {
  const modelKey = findModelKey(db, modelId);
  if (modelKey === undefined) return [];
  return listRows<PendingSound>(db, pendingWindowsSql, modelKey, modelKey, limit + inHand.size)
    .filter(({ soundId }) => !inHand.has(soundId))
    .slice(0, limit);
}
