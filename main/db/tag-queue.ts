// Sounds that wait for the tagger. Triggers put them there when a name or an embedding changes.
import type { SoundId } from "../../preload/sound.ts";
import { execute, listRows, prepare, type ReadableDb, type WritableDb } from "./database.ts";

export const queuedSoundsSql = "SELECT sound_id AS id FROM tag_queue ORDER BY sound_id LIMIT ?";

/** The next sounds to tag. They stay in the queue until `leaveTagQueue`. */
export function listQueuedSounds(db: ReadableDb, limit: number): SoundId[] {
  return listRows<{ id: SoundId }>(db, queuedSoundsSql, limit).map(({ id }) => id);
}

/** Number of sounds that wait. */
export function countQueuedSounds(db: ReadableDb): number {
  return prepare(db, "SELECT count(*) FROM tag_queue").pluck().get() as number;
}

/** This sound is tagged. */
export function leaveTagQueue(db: WritableDb, soundId: SoundId): void {
  execute(db, "DELETE FROM tag_queue WHERE sound_id = ?", soundId);
}

/** Queues every sound. */
export function queueAllSounds(db: WritableDb): void {
  execute(db, "INSERT INTO tag_queue (sound_id) SELECT id FROM sounds WHERE true ON CONFLICT DO NOTHING");
}
