// When sounds were used: what "recent" shows.
import type { SoundId } from "../../preload/model.ts";
import { execute, listRows, type ReadableDb, type WritableDb } from "./database.ts";

/** Heard, dragged out, or its path copied. */
export type UseKind = "play" | "drag" | "copy";

/** Notes one use. */
export function storeUse(db: WritableDb, soundId: SoundId, kind: UseKind, usedMs: number): void {
  execute(
    db,
    "INSERT INTO uses (sound_id, kind, used_ms) SELECT id, ?, ? FROM sounds WHERE id = ?",
    kind,
    usedMs,
    soundId,
  );
}

export const recentSoundsSql = `
  SELECT sound_id AS soundId, max(used_ms) AS usedMs FROM uses
  WHERE used_ms >= ? GROUP BY sound_id ORDER BY usedMs DESC, soundId LIMIT ?`;

/** Sounds by their last use, the latest first. */
export function listRecentSounds(db: ReadableDb, sinceMs: number, limit: number): SoundId[] {
  return listRows<{ soundId: SoundId }>(db, recentSoundsSql, sinceMs, limit).map(({ soundId }) => soundId);
}
