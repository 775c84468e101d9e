// Which sounds are arranged with care, the others finding their places among them.
import { type MapRows, readRow } from "./map-rows.ts";
import { ScanMemory } from "../scan-memory.ts";
import { makeRandom, shuffle } from "./random.ts";

/** Of the landmarks, the share taken by chance: crowded regions get many, as they need. */
const chanceShare = 0.9;
/** Sounds among which the rest are looked for: those that no landmark is near to. */
const candidateCount = 20_000;

/**
 * Rows that stand for all: most by chance, the rest those that are farthest from every landmark so far, so that
 * small groups are on the map as well. The same rows give the same answer.
 * @returns positions in `rows`, rising
 */
export function chooseLandmarks(rows: MapRows, count: number): Uint32Array {
  const total = rows.scales.length;
  if (total <= count) return Uint32Array.from({ length: total }, (_, row) => row);
  const order = shuffle(total, makeRandom(3));
  const chosen = [...order.subarray(0, Math.round(count * chanceShare))];
  chosen.push(...findLonely(rows, chosen, order.subarray(chosen.length), count - chosen.length));
  return Uint32Array.from(chosen).sort();
}

/** Those of the candidates whose nearest landmark is farthest. */
function findLonely(rows: MapRows, chosen: number[], others: Uint32Array, count: number): Uint32Array {
  const memory = new ScanMemory(rows.dim, chosen.length);
  for (const row of chosen) {
    memory.push(rows.codes.subarray(row * rows.dim, (row + 1) * rows.dim), rows.scales[row] as number);
  }
  const candidates = others.subarray(0, candidateCount);
  const query = new Float32Array(rows.dim);
  const nearest = Float32Array.from(candidates, (row) => {
    let best = -1;
    for (const score of memory.scan(readRow(rows, row, query))) if (score > best) best = score;
    return best;
  });
  const byLoneliness = Uint32Array.from(candidates.keys()).sort(
    (a, b) => (nearest[a] as number) - (nearest[b] as number) || a - b,
  );
  return byLoneliness.subarray(0, count).map((index) => candidates[index] as number);
}
