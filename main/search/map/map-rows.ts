// Embeddings as the map computes with them: int8 rows in one block, and the nearest of them by the search's own kernel.
import { ScanMemory } from "../scan-memory.ts";

/** Whole embeddings of `soundIds.length` sounds. Plain arrays, so that they cross to a thread as they are. */
export interface MapRows {
  dim: number;
  soundIds: Uint32Array;
  /** `dim` int8 a sound, one sound after the other. */
  codes: Int8Array;
  /** `code * scale` is about the embedding, which has unit length. */
  scales: Float32Array;
}

/** Nearest rows, nearest first: `k` places a row asked for. */
export interface Neighbours {
  k: number;
  /** Positions in the rows that were searched. */
  indices: Uint32Array;
  /** 1 - cosine, 0..2. */
  distances: Float32Array;
}

/** The embedding of one row. */
export function readRow({ dim, codes, scales }: MapRows, row: number, into: Float32Array): Float32Array {
  const scale = scales[row] as number;
  const start = row * dim;
  for (let i = 0; i < dim; i++) into[i] = (codes[start + i] as number) * scale;
  return into;
}

/** Some of the rows, in the order asked for. */
export function pickRows(rows: MapRows, picked: Uint32Array): MapRows {
  const { dim } = rows;
  const codes = new Int8Array(picked.length * dim);
  for (const [to, from] of picked.entries()) {
    codes.set(rows.codes.subarray(from * dim, (from + 1) * dim), to * dim);
  }
  const scales = Float32Array.from(picked, (row) => rows.scales[row] as number);
  return { dim, soundIds: Uint32Array.from(picked, (row) => rows.soundIds[row] as number), codes, scales };
}

/** Rows that can be scanned: 512 bytes a row, 40 ns a row and scan. */
export function toScanMemory(rows: MapRows): ScanMemory {
  const { dim, codes, scales } = rows;
  const memory = new ScanMemory(dim, Math.max(1, scales.length));
  for (let row = 0; row < scales.length; row++) {
    memory.push(codes.subarray(row * dim, (row + 1) * dim), scales[row] as number);
  }
  return memory;
}

/** The `k` best of some scores, best first, written at `offset`. Fewer than `k` scores are an error of the caller. */
export function writeNearest(scores: Float32Array, into: Neighbours, offset: number, skipped = -1): void {
  const { k, indices, distances } = into;
  let filled = 0;
  let worst = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    if (i === skipped || (filled === k && score <= worst)) continue;
    let place = filled < k ? filled++ : k - 1;
    while (place > 0 && 1 - (distances[offset + place - 1] as number) < score) {
      distances[offset + place] = distances[offset + place - 1] as number;
      indices[offset + place] = indices[offset + place - 1] as number;
      place--;
    }
    distances[offset + place] = 1 - score;
    indices[offset + place] = i;
    if (filled === k) worst = 1 - (distances[offset + k - 1] as number);
  }
}

export function makeNeighbours(count: number, k: number): Neighbours {
  return { k, indices: new Uint32Array(count * k), distances: new Float32Array(count * k) };
}
