// The numbers of the status line.
import type { ReadableDb } from "./database.ts";
import { findModelKey, windowSec, wholeIndex } from "./embeddings.ts";

/** Sounds all of whose files are missing are not counted anywhere. */
export interface LibraryCounts {
  soundCount: number;
  /** Files on disk or on a drive that is away. */
  fileCount: number;
  /** Sounds with a whole embedding of the model. */
  readyCount: number;
  /** Sounds that still need one and whose file is there to be read. */
  pendingCount: number;
  /** Size of the files behind `pendingCount`, for an estimate of the time they take. */
  pendingBytes: number;
  /** Files and folders that could not be read. */
  errorCount: number;
  /** Files on a drive that is away. */
  offlineCount: number;
  favouriteCount: number;
  /** Embeddings of windows of long sounds. */
  windowCount: number;
  /** Windows of long sounds still to do. */
  pendingWindowCount: number;
  folderCount: number;
}

const countsSql = `
  WITH listed AS MATERIALIZED (
    SELECT sound_id, count(*) AS file_count, sum(state = 'offline') AS offline_count,
      max(state = 'present' AND NOT EXISTS (SELECT 1 FROM file_errors WHERE file_id = files.id)) AS is_readable
    FROM files WHERE state <> 'missing' GROUP BY sound_id
  ), judged AS (
    SELECT listed.*, favourite_ms, duration_sec, size_bytes,
      EXISTS (SELECT 1 FROM embeddings
        WHERE sound_id = listed.sound_id AND model_id = $model AND window_index = ${wholeIndex}) AS is_ready,
      duration_sec > ${windowSec} AND NOT EXISTS (SELECT 1 FROM embeddings
        WHERE sound_id = listed.sound_id AND model_id = $model AND window_index = 0) AS lacks_windows
    FROM listed JOIN sounds ON sounds.id = listed.sound_id
  )
  SELECT count(*) AS soundCount,
    coalesce(sum(file_count), 0) AS fileCount,
    coalesce(sum(is_ready), 0) AS readyCount,
    coalesce(sum(NOT is_ready AND is_readable), 0) AS pendingCount,
    coalesce(sum(CASE WHEN NOT is_ready AND is_readable THEN size_bytes ELSE 0 END), 0) AS pendingBytes,
    coalesce(sum(offline_count), 0) AS offlineCount,
    coalesce(sum(favourite_ms IS NOT NULL), 0) AS favouriteCount,
    coalesce(sum(CASE WHEN is_ready AND is_readable AND lacks_windows
      THEN ceil(duration_sec / ${windowSec}) ELSE 0 END), 0) AS pendingWindowCount,
    (SELECT count(*) FROM file_errors) AS errorCount,
    (SELECT count(*) FROM embeddings WHERE model_id = $model AND window_index > ${wholeIndex}) AS windowCount,
    (SELECT count(*) FROM folders) AS folderCount
  FROM judged`;

/** Counts everything afresh, in one look: fit for a status once a second, not for a loop. */
export function countLibrary(db: ReadableDb, modelId: string): LibraryCounts {
  const model = findModelKey(db, modelId) ?? 0;
  return db.prepare(countsSql).get({ model }) as LibraryCounts;
}
