// Where the sounds of a model lie on the map. Rows stay until their sound goes or a new layout takes their place.
import type { SoundId } from "../../preload/sound.ts";
import { execute, inTransaction, prepare, type ReadableDb, type WritableDb } from "./database.ts";
import { findModelKey } from "./embeddings.ts";

/** Parallel arrays, a sound each, by rising id. */
export interface MapPositions {
  soundIds: Uint32Array;
  /** Without unit: sounds that are alike lie about 1 apart. */
  x: Float32Array;
  y: Float32Array;
}

export const mapPositionsSql =
  "SELECT sound_id, x, y FROM map_positions WHERE model_id = ? ORDER BY sound_id";

/** All positions of a model: about 50 ms for 100,000. */
export function listMapPositions(db: ReadableDb, modelId: string): MapPositions {
  const modelKey = findModelKey(db, modelId) ?? 0;
  // Rows as arrays: half the time of objects.
  const rows = prepare(db, mapPositionsSql).raw().all(modelKey) as [SoundId, number, number][];
  return {
    soundIds: Uint32Array.from(rows, ([soundId]) => soundId),
    x: Float32Array.from(rows, ([, x]) => x),
    y: Float32Array.from(rows, ([, , y]) => y),
  };
}

/** Sounds with a position. */
export function countMapPositions(db: ReadableDb, modelId: string): number {
  const modelKey = findModelKey(db, modelId) ?? 0;
  const sql = "SELECT count(*) FROM map_positions WHERE model_id = ?";
  return prepare(db, sql).pluck().get(modelKey) as number;
}

const storeSql = `
  INSERT INTO map_positions (model_id, sound_id, x, y)
  SELECT model_id, sound_id, ?, ? FROM embeddings WHERE sound_id = ? AND model_id = ? AND window_index = -1
  ON CONFLICT DO UPDATE SET x = excluded.x, y = excluded.y`;

/**
 * Stores positions in place of older ones. Sounds whose embedding has gone meanwhile are passed over.
 * @param positions at most some thousand, since all are stored in one transaction
 */
export function storeMapPositions(db: WritableDb, modelId: string, positions: MapPositions): void {
  const modelKey = findModelKey(db, modelId);
  if (modelKey === undefined) return;
  inTransaction(db, () => {
    for (const [i, soundId] of positions.soundIds.entries()) {
      execute(db, storeSql, positions.x[i] as number, positions.y[i] as number, soundId, modelKey);
    }
  });
}

export const dropMapPositionsSql = `
  DELETE FROM map_positions WHERE model_id = ?
    AND sound_id IN (SELECT sound_id FROM map_positions WHERE model_id = ? LIMIT ?)`;

/** Takes some positions of a model away. @returns how many; 0 when none are left */
export function dropMapPositions(db: WritableDb, modelId: string, most: number): number {
  const modelKey = findModelKey(db, modelId);
  return modelKey === undefined ? 0 : execute(db, dropMapPositionsSql, modelKey, modelKey, most);
}
