// Where the sounds of a model lie on the map. Rows stay until their sound goes or a new layout takes their place.
import type { SoundId } from "../../preload/sound.ts";
import { execute, inTransaction, prepare, type ReadableDb, type WritableDb } from "./database.ts";
import { findModelKey } from "./embeddings.ts";
import { findSetting, storeSetting } from "./settings.ts";

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

/** Sounds that were laid out together, and those that were put among them since; undefined where nobody noted it. */
function findLayout(db: ReadableDb, modelId: string): { laidOut: number; placed: number } | undefined {
  const [laidOut, placed] = (findSetting(db, `map-layout:${modelId}`) ?? "").split(" ").map(Number);
  return laidOut === undefined || placed === undefined ? undefined : { laidOut, placed };
}

/** Notes that all sounds of a model get new places. */
export function noteMapLayout(db: WritableDb, modelId: string, soundCount: number): void {
  storeSetting(db, `map-layout:${modelId}`, `${soundCount} 0`);
}

/** Notes that sounds were put among those that had their places. */
export function noteMapPlacing(db: WritableDb, modelId: string, soundCount: number): void {
  const layout = findLayout(db, modelId);
  if (!layout) return;
  storeSetting(db, `map-layout:${modelId}`, `${layout.laidOut} ${layout.placed + soundCount}`);
}

/** Sounds that came or went since the layout: all that have a place where nothing was noted of one. */
export function countMapChanges(db: ReadableDb, modelId: string, positionCount: number): number {
  const layout = findLayout(db, modelId);
  if (!layout) return positionCount;
  return layout.placed + Math.max(0, layout.laidOut + layout.placed - positionCount);
}
