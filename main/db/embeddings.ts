// Embeddings: one for each (sound, model, window). Raw float32 is the truth; the int8 copy beside it is for
// the scan in memory. Embeddings of different models never mix.
import type { SoundId } from "../../preload/sound.ts";
import { quietestHeardDb } from "../base/audible.ts";
import {
  execute,
  findRow,
  inTransaction,
  insertRow,
  prepare,
  type ReadableDb,
  type WritableDb,
} from "./database.ts";
import { toScanCode } from "./scan-code.ts";

/** Sounds longer than this have one embedding for each window besides the whole one. */
export const windowSec = 10;
/** `window_index` of the embedding that stands for the whole sound. */
export const wholeIndex = -1;

/** One 10 s window of a long sound. */
export interface WindowEmbedding {
  startSec: number;
  endSec: number;
  /** Unit length. */
  embedding: Float32Array;
}

/** An embedding as the index in memory holds it. */
export interface IndexedEmbedding {
  id: number;
  soundId: SoundId;
  /** `wholeIndex` for the whole sound. */
  windowIndex: number;
  /** Null for the whole sound. */
  startSec: number | null;
  endSec: number | null;
  scale: number;
  code: Int8Array;
}

/** Stores or replaces the embedding of a whole sound. @returns its id */
export function storeWholeEmbedding(
  db: WritableDb,
  soundId: SoundId,
  modelId: string,
  embedding: Float32Array,
): number {
  return inTransaction(db, () => {
    const modelKey = ensureModel(db, modelId, embedding.length);
    execute(
      db,
      "DELETE FROM embeddings WHERE sound_id = ? AND model_id = ? AND window_index = ?",
      soundId,
      modelKey,
      wholeIndex,
    );
    execute(db, "UPDATE sounds SET status = 'ready' WHERE id = ? AND content_hash IS NOT NULL", soundId);
    return insertEmbedding(db, soundId, modelKey, wholeIndex, null, null, embedding);
  });
}

/**
 * Stores all windows of a long sound at once, in place of older ones: that they are there means that the
 * sound is done.
 * @throws RangeError without any window: such a sound would be asked for again for ever
 */
export function storeWindows(
  db: WritableDb,
  soundId: SoundId,
  modelId: string,
  windows: readonly WindowEmbedding[],
): void {
  const first = windows[0];
  if (!first) throw new RangeError(`No window of sound ${soundId} to store`);
  inTransaction(db, () => {
    const modelKey = ensureModel(db, modelId, first.embedding.length);
    execute(
      db,
      "DELETE FROM embeddings WHERE sound_id = ? AND model_id = ? AND window_index > ?",
      soundId,
      modelKey,
      wholeIndex,
    );
    for (const [index, { startSec, endSec, embedding }] of windows.entries()) {
      insertEmbedding(db, soundId, modelKey, index, startSec, endSec, embedding);
    }
  });
}

export const wholeEmbeddingSql = `
  SELECT embedding FROM raw_embeddings JOIN embeddings ON embeddings.id = embedding_id
  WHERE sound_id = ? AND model_id = (SELECT id FROM models WHERE name = ?) AND window_index = ?`;

/** The whole sound's embedding, or undefined. */
export function findWholeEmbedding(
  db: ReadableDb,
  soundId: SoundId,
  modelId: string,
): Float32Array | undefined {
  const row = findRow<{ embedding: Uint8Array }>(db, wholeEmbeddingSql, soundId, modelId, wholeIndex);
  return row && toFloats(row.embedding);
}

/** Of sounds that nobody hears only the noise was embedded: neither search nor tagger goes by it. */
const isHeardSql = `NOT EXISTS (SELECT 1 FROM sounds WHERE sounds.id = sound_id AND peak_db < ${quietestHeardDb})`;

export const wholeCodeSql = `
  SELECT scale, code FROM embeddings
  WHERE sound_id = ? AND model_id = ? AND window_index = ${wholeIndex} AND ${isHeardSql}`;

/**
 * The whole sound's embedding as its int8 copy has it: within 0.002 of any cosine, at a quarter of the reading.
 * Undefined too for a sound in which nothing can be heard.
 * @param modelKey as `findModelKey` gives it
 */
export function findWholeCode(db: ReadableDb, soundId: SoundId, modelKey: number): Float32Array | undefined {
  const row = findRow<{ scale: number; code: Uint8Array }>(db, wholeCodeSql, soundId, modelKey);
  if (!row) return undefined;
  const code = new Int8Array(row.code.buffer, row.code.byteOffset, row.code.byteLength);
  return Float32Array.from(code, (value) => value * row.scale);
}

export const rawEmbeddingSql = "SELECT embedding FROM raw_embeddings WHERE embedding_id = ?";

/** The raw embedding with this id, or undefined. */
export function findRawEmbedding(db: ReadableDb, embeddingId: number): Float32Array | undefined {
  const row = findRow<{ embedding: Uint8Array }>(db, rawEmbeddingSql, embeddingId);
  return row && toFloats(row.embedding);
}

type StoredCode = [
  id: number, soundId: SoundId, windowIndex: number, startSec: number | null, endSec: number | null,
  scale: number, code: Uint8Array,
]; // prettier-ignore

const indexedSql = `
  SELECT id, sound_id, window_index, start_sec, end_sec, scale, code FROM embeddings`;

export const indexedEmbeddingSql = `${indexedSql} WHERE id = ? AND +model_id = ? AND ${isHeardSql}`;

const pageRows = 5000;
export const embeddingPageSql = `${indexedSql} WHERE id > ? AND +model_id = ? ORDER BY id LIMIT ${pageRows}`;

/** All embeddings of a model in the order of their ids, by pages, so that memory stays small. */
export function* listIndexedEmbeddings(db: ReadableDb, modelId: string): Generator<IndexedEmbedding[]> {
  const modelKey = findModelKey(db, modelId);
  if (modelKey === undefined) return;
  let lastId = 0;
  for (;;) {
    // Rows as arrays: half the time of objects for a million of them.
    const page = prepare(db, embeddingPageSql).raw().all(lastId, modelKey) as StoredCode[];
    const last = page.at(-1);
    if (!last) return;
    [lastId] = last;
    yield page.map(toIndexed);
  }
}

/** One embedding if it is there, of this model, and of a sound in which something can be heard. */
export function findIndexedEmbedding(
  db: ReadableDb,
  embeddingId: number,
  modelId: string,
): IndexedEmbedding | undefined {
  const modelKey = findModelKey(db, modelId);
  if (modelKey === undefined) return undefined;
  const row = prepare(db, indexedEmbeddingSql).raw().get(embeddingId, modelKey) as StoredCode | undefined;
  return row && toIndexed(row);
}

/** Number of embeddings of a model, windows included. */
export function countEmbeddings(db: ReadableDb, modelId: string): number {
  const modelKey = findModelKey(db, modelId);
  if (modelKey === undefined) return 0;
  return prepare(db, "SELECT count(*) FROM embeddings WHERE model_id = ?").pluck().get(modelKey) as number;
}

/** Number of sounds that a model has embedded. */
export function countWholeEmbeddings(db: ReadableDb, modelId: string): number {
  const modelKey = findModelKey(db, modelId);
  if (modelKey === undefined) return 0;
  const sql = `SELECT count(*) FROM embeddings WHERE model_id = ? AND window_index = ${wholeIndex}`;
  return prepare(db, sql).pluck().get(modelKey) as number;
}

/** The number that stands for a model id in this library, or undefined when it never embedded anything. */
export function findModelKey(db: ReadableDb, modelId: string): number | undefined {
  return findRow<{ id: number }>(db, "SELECT id FROM models WHERE name = ?", modelId)?.id;
}

function ensureModel(db: WritableDb, modelId: string, dim: number): number {
  const known = findRow<{ id: number; dim: number }>(
    db,
    "SELECT id, dim FROM models WHERE name = ?",
    modelId,
  );
  if (!known) return insertRow(db, "INSERT INTO models (name, dim) VALUES (?, ?)", modelId, dim);
  if (known.dim !== dim) {
    throw new RangeError(`Model ${modelId} has embeddings of ${known.dim} numbers, not ${dim}`);
  }
  return known.id;
}

function insertEmbedding(
  db: WritableDb,
  soundId: SoundId,
  modelKey: number,
  windowIndex: number,
  startSec: number | null,
  endSec: number | null,
  embedding: Float32Array,
): number {
  const { code, scale } = toScanCode(embedding);
  if (!Number.isFinite(scale)) throw new RangeError(`The embedding of sound ${soundId} is not finite`);
  const id = insertRow(
    db,
    `INSERT INTO embeddings (model_id, sound_id, window_index, start_sec, end_sec, scale, code)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    modelKey,
    soundId,
    windowIndex,
    startSec,
    endSec,
    scale,
    new Uint8Array(code.buffer),
  );
  execute(
    db,
    "INSERT INTO raw_embeddings (embedding_id, embedding) VALUES (?, ?)",
    id,
    new Uint8Array(embedding.buffer, embedding.byteOffset, embedding.byteLength),
  );
  return id;
}

function toIndexed([id, soundId, windowIndex, startSec, endSec, scale, code]: StoredCode): IndexedEmbedding {
  const int8 = new Int8Array(code.buffer, code.byteOffset, code.byteLength);
  return { id, soundId, windowIndex, startSec, endSec, scale, code: int8 };
}

/** Copies, since SQLite's bytes need not begin where a float32 may. */
function toFloats(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer);
}
