// One direction to search along, from everything a query asks for and wants less of. Pure.

/** An embedding and how much it counts; negative to keep away from it. */
export interface QueryPart {
  embedding: Float32Array;
  weight: number;
}

/**
 * The sum of `weight * embedding` over the sum of the positive weights. Its dot product with a sound's
 * embedding is the mean cosine with what is wanted, less a part of the cosine with what is not.
 * @returns undefined without any positive part
 */
export function combineParts(parts: readonly QueryPart[]): Float32Array | undefined {
  const positive = parts.reduce((sum, { weight }) => sum + Math.max(0, weight), 0);
  const first = parts[0];
  if (!first || positive === 0) return undefined;
  const sum = new Float32Array(first.embedding.length);
  for (const { embedding, weight } of parts) {
    for (let i = 0; i < sum.length; i++) {
      sum[i] = (sum[i] as number) + ((embedding[i] as number) * weight) / positive;
    }
  }
  return sum;
}
