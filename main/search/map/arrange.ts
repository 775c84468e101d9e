// Arranges some thousand sounds by UMAP (McInnes, Healy, Melville 2018), in umap-js.
import { UMAP } from "umap-js";
import {
  type MapRows,
  makeNeighbours,
  type Neighbours,
  readRow,
  toScanMemory,
  writeNearest,
} from "./map-rows.ts";
import { projectOnPlane } from "./principal-plane.ts";
import { makeRandom } from "./random.ts";
import type { Plane } from "./plane.ts";

const neighbourCount = 15;
const minDist = 0.1;
/** umap-js takes 400 for this many, at twice the time; measured, the map is no better for it (docs/benchmarks.md). */
const epochCount = 200;
/** Width of the start, in units in which neighbours end up about 1 apart: as umap-learn scales its own start. */
const startWidth = 20;

/**
 * Positions of the rows; more than a few thousand take long.
 * @param onProgress told a share 0..1
 */
export function arrange(rows: MapRows, onProgress: (share: number) => void): Plane {
  const count = rows.scales.length;
  const start = scaleTo(projectOnPlane(rows), startWidth);
  // Too few to have neighbours: the plane is as good as anything.
  if (count < 5) return start;
  const k = Math.min(neighbourCount, count - 1);
  const { indices, distances } = findOwnNeighbours(rows, k);
  // umap-js counts a row among its own neighbours.
  const ownFirst = <Value>(row: number, own: Value, others: ArrayLike<Value>): Value[] => [
    own,
    ...Array.from({ length: k - 1 }, (_, i) => others[row * k + i] as Value),
  ];
  const umap = new UMAP({ nNeighbors: k, minDist, nEpochs: epochCount, random: makeRandom(11) });
  umap.setPrecomputedKNN(
    Array.from({ length: count }, (_, row) => ownFirst(row, row, indices)),
    Array.from({ length: count }, (_, row) => ownFirst(row, 0, distances)),
  );
  // With neighbours given it looks at no value of the rows, only at their number.
  const epochs = umap.initializeFit(Array.from({ length: count }, () => []));
  const embedding = umap.getEmbedding();
  for (const [row, point] of embedding.entries()) {
    point[0] = start.x[row] as number;
    point[1] = start.y[row] as number;
  }
  for (let epoch = 0; epoch < epochs; epoch++) {
    umap.step();
    onProgress((epoch + 1) / epochs);
  }
  return {
    x: Float32Array.from(umap.getEmbedding(), ([x]) => x as number),
    y: Float32Array.from(umap.getEmbedding(), ([, y]) => y as number),
  };
}

/** The nearest other rows of each row, exactly. */
export function findOwnNeighbours(rows: MapRows, k: number): Neighbours {
  const count = rows.scales.length;
  const memory = toScanMemory(rows);
  const neighbours = makeNeighbours(count, k);
  const query = new Float32Array(rows.dim);
  for (let row = 0; row < count; row++) {
    writeNearest(memory.scan(readRow(rows, row, query)), neighbours, row * k, row);
  }
  return neighbours;
}

/** Centred, with the given width and a trace of noise: equal rows must be able to part. */
function scaleTo({ x, y }: Plane, width: number): Plane {
  let largest = 0;
  for (const values of [x, y]) for (const value of values) largest = Math.max(largest, Math.abs(value));
  const random = makeRandom(5);
  const scale = largest > 0 ? width / 2 / largest : 0;
  const move = (value: number): number => value * scale + 0.001 * (random() - 0.5);
  return { x: x.map(move), y: y.map(move) };
}
