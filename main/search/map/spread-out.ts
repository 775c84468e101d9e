// Parts sounds that lie on each other, so that each can be pointed at.
import type { Plane } from "./plane.ts";

const passes = 4;
/** Least distance, in parts of what it would be were all spread evenly: clusters stay clusters. */
const evenShare = 0.25;
/** Radians: successive points of equal places go in directions that never repeat. */
const goldenAngle = Math.PI * (3 - Math.sqrt(5));

/**
 * Pushes apart what is closer than a little. Changes `plane`.
 * @param firstFree places before this one stay
 */
export function spreadOut(plane: Plane, firstFree: number): void {
  const count = plane.x.length;
  const distance = evenShare * findEvenDistance(plane);
  if (count < 2 || !(distance > 0)) return;
  for (let pass = 0; pass < passes; pass++) {
    const grid = new Grid(plane, distance);
    for (let i = 0; i < count; i++) {
      grid.visitNear(i, (j) => {
        if (j < i) part(plane, i, j, distance, firstFree);
      });
    }
  }
}

/** Distance of neighbours, were all places spread evenly over the width and height that they take. */
export function findEvenDistance({ x, y }: Plane): number {
  return Math.sqrt((extent(x) * extent(y)) / Math.max(1, x.length));
}

function extent(values: Float32Array): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high > low ? high - low : 0;
}

function part({ x, y }: Plane, i: number, j: number, distance: number, firstFree: number): void {
  if (i < firstFree && j < firstFree) return;
  const dx = (x[i] as number) - (x[j] as number);
  const dy = (y[i] as number) - (y[j] as number);
  const apart = Math.sqrt(dx * dx + dy * dy);
  if (apart >= distance) return;
  const isOnTop = apart < distance * 1e-3;
  // Two that may move go half the way each.
  const way = (distance - apart) / (i >= firstFree && j >= firstFree ? 2 : 1);
  const wayX = way * (isOnTop ? Math.cos(i * goldenAngle) : dx / apart);
  const wayY = way * (isOnTop ? Math.sin(i * goldenAngle) : dy / apart);
  if (i >= firstFree) {
    x[i] = (x[i] as number) + wayX;
    y[i] = (y[i] as number) + wayY;
  }
  if (j >= firstFree) {
    x[j] = (x[j] as number) - wayX;
    y[j] = (y[j] as number) - wayY;
  }
}

/** Which places lie in which square, by chained hashing: no object a square. */
class Grid {
  readonly #plane: Plane;
  readonly #side: number;
  readonly #mask: number;
  readonly #heads: Int32Array;
  readonly #next: Int32Array;

  constructor(plane: Plane, side: number) {
    const count = plane.x.length;
    this.#plane = plane;
    this.#side = side;
    this.#mask = 2 ** Math.ceil(Math.log2(count + 1)) - 1;
    this.#heads = new Int32Array(this.#mask + 1).fill(-1);
    this.#next = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      const key = this.#hash(this.#column(i), this.#row(i));
      this.#next[i] = this.#heads[key] as number;
      this.#heads[key] = i;
    }
  }

  /** Places in the square of `i` as it was at first and in the eight around it; others that share a hash as well. */
  visitNear(i: number, visit: (j: number) => void): void {
    const [column, row] = [this.#column(i), this.#row(i)];
    for (let c = column - 1; c <= column + 1; c++) {
      for (let r = row - 1; r <= row + 1; r++) {
        for (let j = this.#heads[this.#hash(c, r)] as number; j >= 0; j = this.#next[j] as number) visit(j);
      }
    }
  }

  #column(i: number): number {
    return Math.floor((this.#plane.x[i] as number) / this.#side);
  }

  #row(i: number): number {
    return Math.floor((this.#plane.y[i] as number) / this.#side);
  }

  #hash(column: number, row: number): number {
    return (Math.imul(column, 73856093) ^ Math.imul(row, 19349663)) & this.#mask;
  }
}
