// Which sounds lie where on the map: under the pointer, in a direction, within a line drawn around them. Pure.
import type { Bounds, Point } from "./camera.ts";

export type Direction = "left" | "right" | "up" | "down";

/** A square of the grid holds about so many places. */
const perSquare = 4;
/** A step to the side counts so much more than one ahead: the arrow keys go where they point. */
const sideways = 2;

const ahead: Record<Direction, Point> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: 1 },
  down: { x: 0, y: -1 },
};

/** Places by squares, so that a look under the pointer costs no pass over everything. */
export class PointGrid {
  readonly #x: Float32Array;
  readonly #y: Float32Array;
  readonly #bounds: Bounds;
  readonly #columns: number;
  readonly #rows: number;
  readonly #side: number;
  /** Places of square s: `#order` from `#starts[s]` to `#starts[s + 1]`. */
  readonly #starts: Uint32Array;
  readonly #order: Uint32Array;

  constructor(x: Float32Array, y: Float32Array, bounds: Bounds) {
    this.#x = x;
    this.#y = y;
    this.#bounds = bounds;
    const width = bounds.maxX - bounds.minX;
    const height = bounds.maxY - bounds.minY;
    const side = Math.sqrt((width * height * perSquare) / Math.max(1, x.length));
    // A map as thin as a thread must not have more squares than sounds.
    this.#side = Math.max(side, width / 1000, height / 1000);
    this.#columns = Math.max(1, Math.ceil(width / this.#side));
    this.#rows = Math.max(1, Math.ceil(height / this.#side));
    const squares = Uint32Array.from(x, (value, i) => this.#squareOf(value, y[i] as number));
    this.#starts = new Uint32Array(this.#columns * this.#rows + 1);
    for (const square of squares) this.#starts[square + 1] = (this.#starts[square + 1] as number) + 1;
    for (let s = 1; s < this.#starts.length; s++) {
      this.#starts[s] = (this.#starts[s] as number) + (this.#starts[s - 1] as number);
    }
    const next = this.#starts.slice();
    this.#order = new Uint32Array(x.length);
    for (const [i, square] of squares.entries()) {
      const at = next[square] as number;
      this.#order[at] = i;
      next[square] = at + 1;
    }
  }

  /**
   * The nearest place that is wanted, or -1.
   * @param radius in units of the map
   */
  findNearest(place: Point, radius: number, isWanted: (index: number) => boolean = () => true): number {
    let best = -1;
    let bestSquared = radius * radius;
    const column = (value: number): number => this.#clampColumn((value - this.#bounds.minX) / this.#side);
    const row = (value: number): number => this.#clampRow((value - this.#bounds.minY) / this.#side);
    for (let r = row(place.y - radius); r <= row(place.y + radius); r++) {
      for (let c = column(place.x - radius); c <= column(place.x + radius); c++) {
        const square = r * this.#columns + c;
        for (let at = this.#starts[square] as number; at < (this.#starts[square + 1] as number); at++) {
          const i = this.#order[at] as number;
          const squared = ((this.#x[i] as number) - place.x) ** 2 + ((this.#y[i] as number) - place.y) ** 2;
          if (squared > bestSquared || !isWanted(i)) continue;
          best = i;
          bestSquared = squared;
        }
      }
    }
    return best;
  }

  /** The next wanted place from another one in a direction, or -1 where there is none. */
  findNext(from: number, direction: Direction, isWanted: (index: number) => boolean = () => true): number {
    const { x: aheadX, y: aheadY } = ahead[direction];
    const [fromX, fromY] = [this.#x[from] as number, this.#y[from] as number];
    let best = -1;
    let bestCost = Infinity;
    for (let i = 0; i < this.#x.length; i++) {
      const dx = (this.#x[i] as number) - fromX;
      const dy = (this.#y[i] as number) - fromY;
      const forward = dx * aheadX + dy * aheadY;
      if (forward <= 0 || i === from) continue;
      const side = Math.abs(dx * aheadY) + Math.abs(dy * aheadX);
      const cost = forward + sideways * side;
      // What lies more to the side than ahead is for another key.
      if (side > forward || cost >= bestCost || !isWanted(i)) continue;
      best = i;
      bestCost = cost;
    }
    return best;
  }

  /** Places within a closed line, by the even-odd rule. */
  findWithin(line: readonly Point[], isWanted: (index: number) => boolean = () => true): number[] {
    const found: number[] = [];
    if (line.length < 3) return found;
    for (let i = 0; i < this.#x.length; i++) {
      if (isInside(line, this.#x[i] as number, this.#y[i] as number) && isWanted(i)) found.push(i);
    }
    return found;
  }

  #squareOf(x: number, y: number): number {
    const column = this.#clampColumn((x - this.#bounds.minX) / this.#side);
    return this.#clampRow((y - this.#bounds.minY) / this.#side) * this.#columns + column;
  }

  #clampColumn(value: number): number {
    return Math.min(this.#columns - 1, Math.max(0, Math.floor(value)));
  }

  #clampRow(value: number): number {
    return Math.min(this.#rows - 1, Math.max(0, Math.floor(value)));
  }
}

function isInside(line: readonly Point[], x: number, y: number): boolean {
  let inside = false;
  let previous = line.at(-1) as Point;
  for (const point of line) {
    const crosses = point.y > y !== previous.y > y;
    if (crosses && x < ((previous.x - point.x) * (y - point.y)) / (previous.y - point.y) + point.x) {
      inside = !inside;
    }
    previous = point;
  }
  return inside;
}
