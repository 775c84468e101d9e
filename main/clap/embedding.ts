// Arithmetic of embeddings. Knows no model.
import { AppError } from "../base/app-error.ts";

/**
 * One unit embedding of several parts: their mean, scaled to length 1. One part is only scaled.
 * @throws AppError `no-embedding` when the mean is no direction: not finite, or all zero
 */
export function averageEmbeddings(parts: readonly Float32Array[]): Float32Array {
  const dim = parts[0]?.length ?? 0;
  const sums = new Float64Array(dim);
  for (const part of parts) {
    for (let i = 0; i < dim; i++) sums[i] = (sums[i] as number) + (part[i] as number);
  }
  let squares = 0;
  for (const sum of sums) squares += sum * sum;
  const length = Math.sqrt(squares);
  if (!(length > 0 && Number.isFinite(length))) {
    throw new AppError(
      "no-embedding",
      "The model gave no usable embedding: its numbers are not finite or all zero.",
      "The sound may hold values far beyond full scale; if all sounds fail, check the model with `earshot models verify`.",
    );
  }
  return Float32Array.from(sums, (sum) => sum / length);
}

/** Dot product; the cosine of two unit embeddings. */
export function dotProduct(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
