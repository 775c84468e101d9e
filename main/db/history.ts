// What was asked and which sounds were used. Cut to a length; use counts are kept beside it.
import type { HistoryEntry, UseKind } from "../../preload/collections.ts";
import type { SoundId } from "../../preload/sound.ts";
import { execute, findRow, inTransaction, insertRow, listRows } from "./database.ts";
import type { ReadableDb, WritableDb } from "./database.ts";

/** Entries kept of each sort: queries and uses. */
const maxEntries = 5000;
/** A query that goes on from the last one within this time is the same thought, typed on. */
const typingMs = 10_000;

/** Notes that sounds were played, dragged or copied. Sounds that are gone are passed over. */
export function recordUse(db: WritableDb, kind: UseKind, soundIds: readonly SoundId[], nowMs: number): void {
  inTransaction(db, () => {
    for (const soundId of soundIds) {
      const isThere = findRow(db, "SELECT 1 FROM sounds WHERE id = ?", soundId) !== undefined;
      if (!isThere) continue;
      insertRow(db, "INSERT INTO history (kind, at_ms, sound_id) VALUES (?, ?, ?)", kind, nowMs, soundId);
      execute(
        db,
        `INSERT INTO sound_uses (sound_id, use_count, last_used_ms) VALUES (?, 1, ?)
         ON CONFLICT DO UPDATE SET use_count = use_count + 1, last_used_ms = excluded.last_used_ms`,
        soundId,
        nowMs,
      );
    }
    cutHistory(db, "kind <> 'query'");
  });
}

/** Notes a query. The same one again is brought to the top, one that was typed on takes the place of the shorter. */
export function recordQuery(db: WritableDb, query: string, nowMs: number): void {
  const text = query.trim();
  if (text === "") return;
  inTransaction(db, () => {
    const last = findRow<{ id: number; query: string; at_ms: number }>(
      db,
      "SELECT id, query, at_ms FROM history WHERE kind = 'query' ORDER BY id DESC LIMIT 1",
    );
    const isTypedOn = last && text.startsWith(last.query) && nowMs - last.at_ms < typingMs;
    if (isTypedOn) execute(db, "DELETE FROM history WHERE id = ?", last.id);
    execute(db, "DELETE FROM history WHERE kind = 'query' AND query = ?", text);
    insertRow(db, "INSERT INTO history (kind, at_ms, query) VALUES ('query', ?, ?)", nowMs, text);
    cutHistory(db, "kind = 'query'");
  });
}

const entryColumns = "SELECT id, kind, at_ms AS atMs, query, sound_id AS soundId FROM history";
export const queryHistorySql = `${entryColumns} WHERE kind = 'query' ORDER BY id DESC LIMIT ?`;
export const useHistorySql = `${entryColumns} WHERE kind <> 'query' ORDER BY id DESC LIMIT ?`;

/** Newest first. @param limit 0 for all */
export function listHistory(db: ReadableDb, kind: "query" | "use", limit: number): HistoryEntry[] {
  const sql = kind === "query" ? queryHistorySql : useHistorySql;
  return listRows<HistoryEntry>(db, sql, limit === 0 ? -1 : limit);
}

/** Forgets all of it, use counts included: nothing tells any more what was played. */
export function clearHistory(db: WritableDb): void {
  inTransaction(db, () => {
    execute(db, "DELETE FROM history");
    execute(db, "DELETE FROM sound_uses");
  });
}

function cutHistory(db: WritableDb, test: string): void {
  execute(
    db,
    `DELETE FROM history WHERE ${test}
     AND id <= (SELECT id FROM history WHERE ${test} ORDER BY id DESC LIMIT 1 OFFSET ?)`,
    maxEntries,
  );
}
