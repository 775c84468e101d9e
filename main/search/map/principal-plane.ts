// The plane in which embeddings differ most: where an arrangement starts from, so that far things begin far apart.
import { type MapRows, readRow } from "./map-rows.ts";
import { makeRandom } from "./random.ts";

/** Enough for a start; the arrangement moves everything anyway. */
const turns = 30;

/**
 * Positions on the first two principal components, found by orthogonal iteration (Golub and Van Loan, Matrix
 * Computations, 8.2.4). @returns x and y of each row, in units of the embedding
 */
export function projectOnPlane(rows: MapRows): { x: Float32Array; y: Float32Array } {
  const { dim, scales } = rows;
  const count = scales.length;
  const values = new Float32Array(count * dim);
  const mean = new Float64Array(dim);
  for (let row = 0; row < count; row++) {
    const embedding = readRow(rows, row, values.subarray(row * dim, (row + 1) * dim));
    for (let i = 0; i < dim; i++) mean[i] = (mean[i] as number) + (embedding[i] as number) / count;
  }
  for (let at = 0; at < values.length; at++) {
    values[at] = (values[at] as number) - (mean[at % dim] as number);
  }
  const random = makeRandom(7);
  let axes: Float64Array[] = [0, 1].map(() => Float64Array.from({ length: dim }, () => random() - 0.5));
  for (let turn = 0; turn < turns; turn++) {
    axes = orthogonalize(axes.map((axis) => multiplyBack(values, multiply(values, axis, count), dim)));
  }
  const [x, y] = axes.map((axis) => multiply(values, axis, count));
  return { x: Float32Array.from(x ?? []), y: Float32Array.from(y ?? []) };
}

/** One number a row: its dot product with the axis. */
function multiply(values: Float32Array, axis: Float64Array, count: number): Float64Array {
  const products = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    let sum = 0;
    const start = row * axis.length;
    for (let i = 0; i < axis.length; i++) sum += (values[start + i] as number) * (axis[i] as number);
    products[row] = sum;
  }
  return products;
}

function multiplyBack(values: Float32Array, products: Float64Array, dim: number): Float64Array {
  const axis = new Float64Array(dim);
  for (const [row, product] of products.entries()) {
    const start = row * dim;
    for (let i = 0; i < dim; i++) axis[i] = (axis[i] as number) + product * (values[start + i] as number);
  }
  return axis;
}

/** Gram and Schmidt; an axis of nothing stays nothing. */
function orthogonalize(axes: Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  for (const axis of axes) {
    for (const other of done) {
      const shared = dot(axis, other);
      for (let i = 0; i < axis.length; i++) axis[i] = (axis[i] as number) - shared * (other[i] as number);
    }
    const length = Math.sqrt(dot(axis, axis));
    done.push(length > 0 ? axis.map((value) => value / length) : axis);
  }
  return done;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
