// Corrections for hubs, sounds that come up whatever is asked, tried by brute force on meaning alone.
import type { JudgedQuery } from "./ranking-data.ts";
import { measureAnswers } from "./ranking-metrics.ts";
import type { SweepRow } from "./ranking-trial.ts";

interface HeldSound {
  id: string;
  embedding: Float32Array;
}

/**
 * Rows without correction, with the mean of the reference texts taken from the query (centring), and with each
 * sound's mean similarity to its nearest k reference texts taken from its score (NNN, arXiv 2410.24114).
 *
 * @param embeddings of the queries, unit length
 * @param bank embeddings of reference texts
 */
export function measureHubCorrections(
  sounds: readonly HeldSound[],
  queries: readonly JudgedQuery[],
  embeddings: readonly Float32Array[],
  bank: readonly Float32Array[],
): SweepRow[] {
  const scores = embeddings.map((query) => sounds.map(({ embedding }) => dot(query, embedding)));
  const bankScores = sounds.map(({ embedding }) =>
    bank.map((text) => dot(text, embedding)).sort((a, b) => b - a),
  );
  const rows: SweepRow[] = [];
  const note = (setting: string, biases: readonly number[]): void => {
    const answers = scores.map((row) => {
      const corrected = row.map((score, i) => score - (biases[i] as number));
      const order = Array.from(corrected.keys()).sort(
        (a, b) => (corrected[b] as number) - (corrected[a] as number),
      );
      return order.slice(0, 10).map((i) => sounds[i]?.id ?? "");
    });
    const measure = (kind: JudgedQuery["kind"], part: number) => {
      const chosen = queries
        .flatMap((query, i) => (query.kind === kind ? [i] : []))
        .filter((_, i) => i % 2 === part);
      return measureAnswers(
        chosen.map((i) => queries[i] as JudgedQuery),
        chosen.map((i) => answers[i] ?? []),
      );
    };
    rows.push({
      setting,
      class: [measure("class", 0), measure("class", 1)],
      caption: [measure("caption", 0), measure("caption", 1)],
      // Of the first tens of all queries, the share of the ten sounds that are there most often.
      hubShare: toHubShare(answers),
    });
  };
  note(
    "hubs as they are",
    sounds.map(() => 0),
  );
  for (const weight of [0.25, 0.5, 0.75, 1]) {
    const biases = bankScores.map((row) => weight * mean(row));
    note(`hubs centred ${weight}`, biases);
    for (const k of [4, 16, 64]) {
      note(
        `hubs NNN k ${k} weight ${weight}`,
        bankScores.map((row) => weight * mean(row.slice(0, k))),
      );
    }
  }
  return rows;
}

function toHubShare(answers: readonly string[][]): number {
  const counts = new Map<string, number>();
  for (const id of answers.flat()) counts.set(id, (counts.get(id) ?? 0) + 1);
  const most = [...counts.values()].sort((a, b) => b - a).slice(0, 10);
  return Number((most.reduce((sum, count) => sum + count, 0) / answers.flat().length).toFixed(4));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
