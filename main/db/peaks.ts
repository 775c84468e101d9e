// Drawing peaks: pairs (min, max) of int8, one pair a column.
import type { Peaks, SoundId } from "../../preload/sound.ts";
import { execute, findRow, inTransaction, type ReadableDb, type WritableDb } from "./database.ts";

/** Stores a sound's peaks in place of older ones. Both hold an even number of bytes. */
export function storePeaks(
  db: WritableDb,
  soundId: SoundId,
  peaks: { row: Uint8Array; player: Uint8Array },
): void {
  inTransaction(db, () => {
    execute(
      db,
      "INSERT INTO row_peaks (sound_id, data) VALUES (?, ?) ON CONFLICT DO UPDATE SET data = excluded.data",
      soundId,
      peaks.row,
    );
    execute(
      db,
      "INSERT INTO player_peaks (sound_id, data) VALUES (?, ?) ON CONFLICT DO UPDATE SET data = excluded.data",
      soundId,
      peaks.player,
    );
  });
}

export const rowPeaksSql = "SELECT data FROM row_peaks WHERE sound_id = ?";

/** Peaks of a list row, or undefined. */
export function findRowPeaks(db: ReadableDb, id: SoundId): Peaks | undefined {
  return findPeaks(db, rowPeaksSql, id);
}

/** Peaks for list rows, in the order of `ids`; sounds without peaks are left out. */
export function listRowPeaks(db: ReadableDb, ids: readonly SoundId[]): Peaks[] {
  return ids.map((id) => findRowPeaks(db, id)).filter((peaks) => peaks !== undefined);
}

/** Peaks for the player, or undefined. */
export function findPlayerPeaks(db: ReadableDb, id: SoundId): Peaks | undefined {
  return findPeaks(db, "SELECT data FROM player_peaks WHERE sound_id = ?", id);
}

function findPeaks(db: ReadableDb, sql: string, soundId: SoundId): Peaks | undefined {
  const row = findRow<{ data: Uint8Array }>(db, sql, soundId);
  // A plain copy: better-sqlite3 gives a Buffer, which crosses process borders as another class.
  return row && { soundId, columnCount: row.data.length / 2, data: new Uint8Array(row.data) };
}
