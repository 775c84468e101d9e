// Finds places for sounds among others that have theirs.
import {
  type MapRows,
  makeNeighbours,
  type Neighbours,
  readRow,
  toScanMemory,
  writeNearest,
} from "./map-rows.ts";
import { makePlane, type Plane } from "./plane.ts";

/** Neighbours that say where a sound belongs; with more of them all drift to the middle. */
const neighbourCount = 8;

/**
 * The nearest of `among` for each row.
 * @param onProgress told a share 0..1
 */
export function findNearestAmong(
  rows: MapRows,
  among: MapRows,
  onProgress: (share: number) => void,
  k = neighbourCount,
): Neighbours {
  const count = rows.scales.length;
  const memory = toScanMemory(among);
  const neighbours = makeNeighbours(count, Math.min(k, among.scales.length));
  const query = new Float32Array(rows.dim);
  for (let row = 0; row < count; row++) {
    writeNearest(memory.scan(readRow(rows, row, query)), neighbours, row * neighbours.k);
    if (row % 1000 === 999) onProgress((row + 1) / count);
  }
  return neighbours;
}

/**
 * The mean place of the neighbours, the nearer ones weighing more: a neighbour as far as the last one weighs
 * nothing, one at the same spot everything.
 */
export function placeAtMeans({ k, indices, distances }: Neighbours, places: Plane): Plane {
  const count = k === 0 ? 0 : indices.length / k;
  const plane = makePlane(count);
  for (let row = 0; row < count; row++) {
    const first = distances[row * k] as number;
    const range = (distances[row * k + k - 1] as number) - first;
    let [x, y, total] = [0, 0, 0];
    for (let i = row * k; i < (row + 1) * k; i++) {
      const distance = range > 0 ? ((distances[i] as number) - first) / range : 0;
      const weight = Math.exp(-4 * distance);
      x += weight * (places.x[indices[i] as number] as number);
      y += weight * (places.y[indices[i] as number] as number);
      total += weight;
    }
    plane.x[row] = x / total;
    plane.y[row] = y / total;
  }
  return plane;
}
