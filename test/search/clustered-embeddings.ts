// Embeddings with the shape of CLAP's: clusters, a decaying spectrum, a common direction. Repeatable.

/** A repeatable source of numbers 0..1 (mulberry32). */
export function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function makeGaussian(random: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** `count` unit vectors of 512 numbers. */
export function clusteredEmbeddings(count: number, seed: number): Float32Array[] {
  const gaussian = makeGaussian(makeRandom(seed));
  const random = makeRandom(seed + 1);
  const spread = Float32Array.from({ length: 512 }, (_, i) => (1 + i / 20) ** -0.6);
  const common = Float32Array.from({ length: 512 }, () => gaussian() * 0.012);
  const clusters = Array.from({ length: 300 }, () => spread.map((s) => s * gaussian()));
  return Array.from({ length: count }, () => {
    const cluster = clusters[Math.floor(random() * clusters.length)] as Float32Array;
    return toUnit(
      cluster.map(
        (value, i) => value + 0.8 * (spread[i] as number) * gaussian() + 20 * (common[i] as number),
      ),
    );
  });
}

function toUnit(values: Float32Array): Float32Array {
  let sum = 0;
  for (const value of values) sum += value * value;
  const length = Math.sqrt(sum);
  return values.map((value) => value / length);
}

/** Dot product in float64. */
export function dotOf(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
