// How good a ranked list is, by judged sounds.
import type { JudgedQuery } from "./ranking-data.ts";

const depth = 10;

export interface Metrics {
  /** Relevant among the first ten, of at most as many as there are; mean over the queries. */
  p10: number;
  /** Discounted gain of the first ten against the best possible order: 2 for what is meant, 1 for what also fits. */
  ndcg10: number;
  /** Of minus queries: share of the first ten that must not be there. */
  leak10: number;
}

/** @param answers ids of sounds, best first, one list a query */
export function measureAnswers(
  queries: readonly JudgedQuery[],
  answers: readonly (readonly string[])[],
): Metrics {
  let precision = 0;
  let gain = 0;
  let leak = 0;
  for (const [i, query] of queries.entries()) {
    const shown = (answers[i] ?? []).slice(0, depth);
    const possible = Math.min(depth, query.relevant.size);
    precision += shown.filter((id) => query.relevant.has(id)).length / possible;
    const gains = shown.map((id) => query.relevant.get(id) ?? 0);
    const ideal = [...query.relevant.values()].sort((a, b) => b - a).slice(0, depth);
    gain += discount(gains) / discount(ideal);
    leak += shown.filter((id) => query.unwanted.has(id)).length / depth;
  }
  const mean = (sum: number): number => Number((sum / queries.length).toFixed(4));
  return { p10: mean(precision), ndcg10: mean(gain), leak10: mean(leak) };
}

/** (2^grade - 1) / log2(1 + rank), summed: Järvelin and Kekäläinen 2002, in the form of Burges 2005. */
function discount(grades: readonly number[]): number {
  return grades.reduce((sum, grade, i) => sum + (2 ** grade - 1) / Math.log2(i + 2), 0);
}
