// Libraries for the search benchmark: embeddings with the shape of CLAP's, and names as sample packs have them.

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

const dim = 512;
const clusterCount = 3000;

/**
 * Unit embeddings without end: 3000 clusters, a spectrum that decays, and a direction common to all, so that
 * two of them have a cosine of about 0.15 (1st to 99th percentile 0 to 0.3), as sounds in CLAP's cone have.
 */
export function* makeEmbeddings(seed: number): Generator<Float32Array, never> {
  // Clusters are the same for every seed: queries must fall among the sounds.
  const clusters = makeClusters();
  const random = makeRandom(seed);
  const noise = makeNoiseTable(seed);
  const spread = makeSpread();
  for (;;) {
    const cluster = clusters[Math.floor(random() * clusterCount)] as Float32Array;
    const from = Math.floor(random() * (noiseLength - dim));
    const values = new Float32Array(dim);
    for (let i = 0; i < dim; i++) {
      values[i] = (cluster[i] as number) + 0.7 * (spread[i] as number) * (noise[from + i] as number);
    }
    yield toUnit(values);
  }
}

/** A million embeddings cut their noise from so many numbers: no two in a cluster from the same place. */
const noiseLength = 2 ** 22;

function makeNoiseTable(seed: number): Float32Array {
  const noise = makeNoise(makeRandom(seed + 1000));
  const table = new Float32Array(noiseLength);
  for (let i = 0; i < noiseLength; i++) table[i] = noise();
  return table;
}

function makeClusters(): Float32Array[] {
  const noise = makeNoise(makeRandom(1));
  const spread = makeSpread();
  const common = Float32Array.from({ length: dim }, () => 0.09 * noise());
  return Array.from({ length: clusterCount }, () =>
    spread.map((s, i) => s * noise() + (common[i] as number)),
  );
}

function makeSpread(): Float32Array {
  return Float32Array.from({ length: dim }, (_, i) => (1 + i / 16) ** -0.5);
}

/** Nearly normal: the sum of four evenly distributed numbers, a fifth of the time of the exact one. */
function makeNoise(random: () => number): () => number {
  return () => (random() + random() + random() + random() - 2) * Math.sqrt(3);
}

function toUnit(values: Float32Array): Float32Array {
  let sum = 0;
  for (const value of values) sum += value * value;
  const length = Math.sqrt(sum);
  for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) / length;
  return values;
}

const nouns =
  "kick snare hat clap tom crash ride shaker bass lead pad pluck stab chord vox choir riser impact whoosh door rain wind crowd engine glass metal wood paper water step".split(
    " ",
  );
const adjectives =
  "dusty vinyl dark warm bright tight deep soft hard dry wet long short analog dirty clean huge tiny lofi punchy".split(
    " ",
  );

/** Labels of the library; each sound carries three. Digits keep words of queries from naming them. */
export const tagLabels = Array.from({ length: 60 }, (_, i) => `tag ${i + 1}`);

/** Path of the n-th sound below a root: packs of 500, folders by kind. */
export function makePath(index: number, random: () => number): string {
  const noun = pick(nouns, random);
  const name = `${pick(adjectives, random)}_${noun}_${index}.wav`;
  return `/library/Pack ${Math.floor(index / 500)}/${noun}s/${name}`;
}

/** A query of two or three words as people write them; different for each index. */
export function makeQuery(index: number, random: () => number): string {
  const words = [pick(adjectives, random), pick(nouns, random)];
  // Every third has a word that no name has; the number keeps the cache of texts out of the measurement.
  if (index % 3 === 0) words.push("thunderous");
  return [...words, `take ${index}`].join(" ");
}

function pick(words: readonly string[], random: () => number): string {
  return words[Math.floor(random() * words.length)] as string;
}
