// How good tags by ear are on labelled sounds: thresholds, cross-fitted precision, and what a person's words change.
// Pure. Goes by the tagger's own rules (main/search/example-evidence.ts).
import { dotProduct } from "../main/clap/embedding.ts";
import { isRejectedByExample, toCentered, toExampleEvidence } from "../main/search/example-evidence.ts";
import { makeRandom } from "./search-data.ts";

/** Labelled sounds and labels, embedded by one model. */
export interface LabelledSounds {
  embeddings: readonly Float32Array[];
  labels: readonly { label: string; promptsKey: string; embedding: Float32Array }[];
  /** By label and sound: 1 right, 0 wrong, -1 where the sound's class does not tell. */
  truth: readonly Int8Array[];
}

/** What tags said, of what was to be said. */
export interface Tally {
  saidCount: number;
  rightCount: number;
  /** Pairs of sound and label that are right. */
  toFindCount: number;
}

export interface Measured {
  before: Tally;
  /** By number of words that a person said about each label. */
  after: { wordCount: number; threshold: number; tally: Tally }[];
}

/** The precision that a label must show. */
export const wantedPrecision = 0.85;
/** What the evidence from examples must show on the sounds it is chosen on: it falls a little on others. */
const wantedExamplePrecision = 0.9;
/** One imagined wrong answer more: three right ones in a row prove less than thirty. */
const imaginedWrong = 1;
const rounds = 6;

/**
 * The least cosine at which `right` holds for enough of the sounds above, or null when no cosine does.
 * @param order sound numbers to judge by, in any order
 */
export function chooseThreshold(
  cosines: Float32Array,
  truth: Int8Array,
  sounds: readonly number[],
): number | null {
  const ranked = sounds
    .filter((sound) => truth[sound] !== -1)
    .toSorted((a, b) => (cosines[b] as number) - (cosines[a] as number));
  let rightCount = 0;
  let last = -1;
  for (const [i, sound] of ranked.entries()) {
    if (truth[sound] === 1) rightCount++;
    if (rightCount / (i + 1 + imaginedWrong) >= wantedPrecision) last = i;
  }
  if (last < 0) return null;
  const at = cosines[ranked[last] as number] as number;
  const below = ranked[last + 1];
  return below === undefined ? at : (at + (cosines[below] as number)) / 2;
}

/** Cosines of every label with every sound. */
export function toCosines({ labels, embeddings }: LabelledSounds): Float32Array[] {
  return labels.map(({ embedding }) =>
    Float32Array.from(embeddings, (sound) => dotProduct(sound, embedding)),
  );
}

export function toMeanAndDeviation(
  values: Float32Array,
  sounds: readonly number[],
): { mean: number; deviation: number } {
  let sum = 0;
  let squares = 0;
  for (const sound of sounds) {
    const value = values[sound] as number;
    sum += value;
    squares += value * value;
  }
  const mean = sum / sounds.length;
  return { mean, deviation: Math.sqrt(Math.max(1e-12, squares / sounds.length - mean * mean)) };
}

export function toCenter(embeddings: readonly Float32Array[]): Float32Array {
  const center = new Float32Array(embeddings[0]?.length ?? 0);
  for (const embedding of embeddings) {
    for (let i = 0; i < center.length; i++) center[i] = (center[i] as number) + (embedding[i] as number);
  }
  return center.map((value) => value / embeddings.length);
}

/** One label in one split: what each sound of the other half has for it. */
interface Judged {
  round: number;
  isRight: boolean[];
  isAbove: boolean[];
  /** By number of words: evidence from examples, and whether a rejected one is near. */
  after: { evidence: number[]; isRejected: boolean[] }[];
}

/**
 * Cross-fitted: in each round thresholds and examples come from one half of the sounds and are judged on the other.
 * Words are said as a person would: down the label's list by ear, confirming what is right and rejecting what is not.
 * The threshold of the evidence is chosen on every other round and judged on the rest.
 */
export function measure(sounds: LabelledSounds, wordCounts: readonly number[]): Measured {
  const cosines = toCosines(sounds);
  const center = toCenter(sounds.embeddings);
  const likeness = toLikeness(sounds.embeddings.map((embedding) => toCentered(embedding, center)));
  const random = makeRandom(1);
  const judged: Judged[] = [];
  for (let round = 0; round < rounds; round++) {
    const order = sounds.embeddings.map((_, i) => ({ i, key: random() })).sort((a, b) => a.key - b.key);
    const numbers = order.map(({ i }) => i);
    const half = numbers.length >> 1;
    const known = numbers.slice(0, half);
    const others = numbers.slice(half);
    for (const [label, truth] of sounds.truth.entries()) {
      if (!known.some((sound) => truth[sound] === 1)) continue;
      judged.push(judge(round, cosines[label] as Float32Array, truth, likeness, known, others, wordCounts));
    }
  }
  const isOf = (half: number) => judged.filter(({ round }) => round % 2 === half);
  return {
    before: tally(judged, ({ isAbove }, sound) => isAbove[sound] === true),
    after: wordCounts.map((wordCount, i) => ({
      wordCount,
      threshold: chooseEvidence(judged, i),
      tally: tallyAfter(judged, i, [chooseEvidence(isOf(1), i), chooseEvidence(isOf(0), i)]),
    })),
  };
}

/** Cosine of each sound with each: asked for by every label in every round. */
function toLikeness(embeddings: readonly Float32Array[]): Float32Array[] {
  const likeness = embeddings.map(() => new Float32Array(embeddings.length));
  for (const [i, row] of likeness.entries()) {
    for (let j = 0; j <= i; j++) {
      const cosine = dotProduct(embeddings[i] as Float32Array, embeddings[j] as Float32Array);
      row[j] = cosine;
      (likeness[j] as Float32Array)[i] = cosine;
    }
  }
  return likeness;
}

function judge(
  round: number,
  cosines: Float32Array,
  truth: Int8Array,
  likeness: readonly Float32Array[],
  known: readonly number[],
  others: readonly number[],
  wordCounts: readonly number[],
): Judged {
  const threshold = chooseThreshold(cosines, truth, known);
  const { mean, deviation } = toMeanAndDeviation(cosines, known);
  const asked = known
    .filter((sound) => truth[sound] !== -1)
    .toSorted((a, b) => (cosines[b] as number) - (cosines[a] as number));
  const judgedSounds = others.filter((sound) => truth[sound] !== -1);
  return {
    round,
    isRight: judgedSounds.map((sound) => truth[sound] === 1),
    isAbove: judgedSounds.map((sound) => threshold !== null && (cosines[sound] as number) >= threshold),
    after: wordCounts.map((wordCount) => {
      const words = asked.slice(0, wordCount);
      const nearest = (sound: number, isConfirmed: boolean): number => {
        let best = Number.NEGATIVE_INFINITY;
        for (const example of words) {
          if ((truth[example] === 1) !== isConfirmed) continue;
          best = Math.max(best, (likeness[sound] as Float32Array)[example] as number);
        }
        return best;
      };
      const pairs = judgedSounds.map((sound) => ({
        sound,
        yes: nearest(sound, true),
        no: nearest(sound, false),
      }));
      return {
        evidence: pairs.map(({ sound, yes, no }) =>
          toExampleEvidence(yes, no, ((cosines[sound] as number) - mean) / deviation),
        ),
        isRejected: pairs.map(({ yes, no }) => isRejectedByExample(yes, no)),
      };
    }),
  };
}

/** The least evidence that is right often enough over all labels, after so many words. */
function chooseEvidence(judged: readonly Judged[], words: number): number {
  const all: { evidence: number; isRight: boolean }[] = [];
  for (const { isRight, after } of judged) {
    for (const [i, evidence] of (after[words]?.evidence ?? []).entries()) {
      if (evidence > Number.NEGATIVE_INFINITY) all.push({ evidence, isRight: isRight[i] === true });
    }
  }
  all.sort((a, b) => b.evidence - a.evidence);
  let rightCount = 0;
  let threshold = Number.POSITIVE_INFINITY;
  for (const [i, { evidence, isRight }] of all.entries()) {
    if (isRight) rightCount++;
    if (rightCount / (i + 1) >= wantedExamplePrecision) threshold = evidence;
  }
  return threshold;
}

/** @param thresholds of the evidence, for even and odd rounds */
function tallyAfter(judged: readonly Judged[], words: number, thresholds: readonly number[]): Tally {
  return tally(judged, (one, sound) => {
    const { evidence, isRejected } = one.after[words] as Judged["after"][number];
    const isHeard = one.isAbove[sound] === true && isRejected[sound] !== true;
    return isHeard || (evidence[sound] as number) >= (thresholds[one.round % 2] as number);
  });
}

function tally(judged: readonly Judged[], decide: (one: Judged, sound: number) => boolean): Tally {
  const result = { saidCount: 0, rightCount: 0, toFindCount: 0 };
  for (const one of judged) {
    for (const [sound, isRight] of one.isRight.entries()) {
      if (isRight) result.toFindCount++;
      if (!decide(one, sound)) continue;
      result.saidCount++;
      if (isRight) result.rightCount++;
    }
  }
  return result;
}
