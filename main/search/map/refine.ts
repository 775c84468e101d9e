// Draws every sound to the sounds that are like it, where landmarks alone have put it only near them.
import { type MapRows, makeNeighbours, type Neighbours, readRow, writeNearest } from "./map-rows.ts";
import { ScanMemory } from "../scan-memory.ts";
import type { Plane } from "./plane.ts";
import { makeRandom } from "./random.ts";

const neighbourCount = 10;
/** Cells in which neighbours are looked for, each of the sounds nearest to one landmark. */
const cellCount = 6;

/**
 * The nearest rows of each row, nearly: looked for in the cells of its nearest landmarks only.
 * @param landmarks the nearest landmarks of each row, nearest first
 * @param onProgress told a share 0..1
 */
export function findNearNeighbours(
  rows: MapRows,
  landmarks: Neighbours,
  landmarkCount: number,
  onProgress: (share: number) => void,
): Neighbours {
  const count = rows.scales.length;
  const k = neighbourCount;
  const cells = toCells(landmarks, landmarkCount);
  const neighbours = makeNeighbours(count, k);
  // Rows of a cell one after the other: their candidates are the same or nearly so.
  const memory = new ScanMemory(rows.dim, 4096);
  const query = new Float32Array(rows.dim);
  let doneCount = 0;
  for (const cell of cells) {
    if (cell.length === 0) continue;
    const first = cell[0] as number;
    const candidates: number[] = [];
    for (let i = 0; i < Math.min(cellCount, landmarks.k); i++) {
      candidates.push(...(cells[landmarks.indices[first * landmarks.k + i] as number] ?? []));
    }
    memory.clear();
    for (const row of candidates) {
      memory.push(rows.codes.subarray(row * rows.dim, (row + 1) * rows.dim), rows.scales[row] as number);
    }
    for (const row of cell) {
      const offset = row * k;
      writeNearest(memory.scan(readRow(rows, row, query)), neighbours, offset, candidates.indexOf(row));
      const found = Math.min(k, candidates.length - 1);
      for (let i = offset; i < offset + found; i++) {
        neighbours.indices[i] = candidates[neighbours.indices[i] as number] as number;
      }
      // Fewer candidates than neighbours: the rest are the row itself, which draws nowhere.
      neighbours.indices.fill(row, offset + found, offset + k);
    }
    doneCount += cell.length;
    onProgress(doneCount / count);
  }
  return neighbours;
}

function toCells({ k, indices }: Neighbours, landmarkCount: number): number[][] {
  const cells: number[][] = Array.from({ length: landmarkCount }, () => []);
  for (let row = 0; row * k < indices.length; row++) cells[indices[row * k] as number]?.push(row);
  return cells;
}

const turns = 60;
const repelled = 3;
const clip = 4;

/**
 * Moves all places by UMAP's forces with a = b = 1 (as t-UMAP in uwot, by James Melville): each row is drawn to its
 * neighbours and pushed away from rows of chance. Changes `plane`.
 * @param onProgress told a share 0..1
 */
export function refine(plane: Plane, { k, indices }: Neighbours, onProgress: (share: number) => void): void {
  const { x, y } = plane;
  const count = x.length;
  const random = makeRandom(13);
  for (let turn = 0; turn < turns; turn++) {
    const step = 0.5 * (1 - turn / turns);
    for (let row = 0; row < count; row++) {
      for (let i = row * k; i < (row + 1) * k; i++) {
        const other = indices[i] as number;
        if (other === row) continue;
        let dx = (x[row] as number) - (x[other] as number);
        let dy = (y[row] as number) - (y[other] as number);
        const pull = (-2 / (1 + dx * dx + dy * dy)) * step;
        dx = limit(dx * pull, step);
        dy = limit(dy * pull, step);
        x[row] = (x[row] as number) + dx;
        y[row] = (y[row] as number) + dy;
        x[other] = (x[other] as number) - dx;
        y[other] = (y[other] as number) - dy;
        for (let n = 0; n < repelled; n++) push(plane, row, Math.floor(random() * count), step);
      }
    }
    onProgress((turn + 1) / turns);
  }
}

function push({ x, y }: Plane, row: number, from: number, step: number): void {
  if (from === row) return;
  const dx = (x[row] as number) - (x[from] as number);
  const dy = (y[row] as number) - (y[from] as number);
  const squared = dx * dx + dy * dy;
  const force = (2 / ((0.001 + squared) * (1 + squared))) * step;
  x[row] = (x[row] as number) + limit(dx * force, step);
  y[row] = (y[row] as number) + limit(dy * force, step);
}

function limit(value: number, step: number): number {
  const most = clip * step;
  return value > most ? most : value < -most ? -most : value;
}
