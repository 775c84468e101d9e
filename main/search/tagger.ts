// Which labels fit a sound: by its file's name, its folders, its embedding, and what a person said of other sounds.
// Pure: knows neither SQLite nor the model. docs/tags.md explains the rules and how well they do.
import type { Suggestion } from "../db/tags.ts";
import { toScanCode } from "../db/scan-code.ts";
import { isRejectedByExample, toCentered, toExampleEvidence } from "./example-evidence.ts";
import { LabelNames } from "./label-names.ts";
import { ScanMemory } from "./scan-memory.ts";

/** A label as the tagger hears it. */
export interface HeardLabel {
  labelId: number;
  /** The label itself and its synonyms: words in names. */
  names: readonly string[];
  /** Unit mean of its prompts' embeddings; null when it is never judged by ear. */
  embedding: Float32Array | null;
  /** Where the cosines of all kinds of sounds lie; null where it was not measured. */
  mean: number | null;
  deviation: number | null;
  /** Least cosine for a suggestion by ear alone; null: never. */
  threshold: number | null;
  /** The threshold was not measured: the label must lead all others as well, and claims less. */
  isGuess: boolean;
}

/** What a person said of a sound. */
export interface Example {
  labelId: number;
  isConfirmed: boolean;
  /** Unit length. */
  embedding: Float32Array;
}

export interface TaggerOptions {
  labels: readonly HeardLabel[];
  examples: readonly Example[];
  /** Mean embedding of all kinds of sounds; examples are compared by what differs from it. */
  center: Float32Array;
  /**
   * Least evidence from examples for a tag, by the number of examples of a label, fewest first: the more a person has
   * rejected, the less can go wrong.
   */
  exampleThresholds: readonly { wordCount: number; threshold: number }[];
  /** Tags that are less likely right are not suggested, 0..1. */
  leastConfidence: number;
}

/** A sound as the tagger sees it. */
export interface TaggedSound {
  fileNames: readonly string[];
  /** Names of all folders below and with the roots. */
  folderNames: readonly string[];
  /** Null while it has not been listened to, and where nothing can be heard. */
  embedding: Float32Array | null;
}

/** How likely a name is right when the ear has no opinion: names are mostly right, folders hold odd things too. */
const nameConfidence = 0.85;
const folderConfidence = 0.65;
/** At a measured threshold; those that were not measured claim less. */
const thresholdConfidence = 0.85;
const guessConfidence = 0.6;
/** By so much a label without a measured threshold must lead all others: else a kick is a tom and a punch as well. */
const guessLead = 0.05;
/** An example in the neighbourhood: the precision that its threshold was chosen for. */
const exampleConfidence = 0.85;
/** How much the ear's opinion, in standard deviations, moves the confidence of a name. */
const earWeight = 0.5;
/** Tags by ear alone, at most: more than these are guesses about one sound. */
const maxHeard = 5;

interface LabelRows {
  label: HeardLabel;
  /** Slots of the scan: the label's own, and its examples. */
  textSlot: number | null;
  exampleThreshold: number;
  confirmed: number[];
  rejected: number[];
}

/** What the ear says about one label. */
interface Hearing {
  cosine: number | null;
  /** Standard deviations above the label's mean; null where no mean is known. */
  z: number | null;
  /** How likely the label is right by ear alone; 0 below the threshold. */
  confidence: number;
  /** A person has rejected the label for a sound like this one. */
  isRejected: boolean;
}

/** One sound, listened to. Holds until the next one. */
interface Listening {
  /** Whether the ear might suggest the label. */
  isHeard(rows: LabelRows): boolean;
  judge(rows: LabelRows): Hearing;
}

export class Tagger {
  readonly #rows = new ScanMemory(512, 256);
  readonly #byLabel: LabelRows[] = [];
  readonly #names: LabelNames;
  readonly #centerLength: number;
  /** Of the examples: dot product with the center, by slot. */
  readonly #shifts: number[] = [];
  readonly #centerSlot: number;
  readonly #leastConfidence: number;

  constructor(options: TaggerOptions) {
    this.#names = new LabelNames(options.labels);
    this.#leastConfidence = options.leastConfidence;
    this.#centerSlot = this.#push(options.center);
    this.#centerLength = Math.hypot(...options.center);
    const rowsOf = new Map<number, LabelRows>();
    for (const label of options.labels) {
      const textSlot = label.embedding ? this.#push(label.embedding) : null;
      const rows = {
        label,
        textSlot,
        exampleThreshold: Number.POSITIVE_INFINITY,
        confirmed: [],
        rejected: [],
      };
      rowsOf.set(label.labelId, rows);
      this.#byLabel.push(rows);
    }
    for (const { labelId, isConfirmed, embedding } of options.examples) {
      const rows = rowsOf.get(labelId);
      if (!rows) continue;
      const centered = toCentered(embedding, options.center);
      const slot = this.#push(centered);
      this.#shifts[slot] = dot(centered, options.center);
      (isConfirmed ? rows.confirmed : rows.rejected).push(slot);
    }
    for (const rows of this.#byLabel) {
      const count = rows.confirmed.length + rows.rejected.length;
      const [least, ...more] = options.exampleThresholds;
      const fit = more.findLast(({ wordCount }) => wordCount <= count) ?? least;
      rows.exampleThreshold = fit?.threshold ?? Number.POSITIVE_INFINITY;
    }
  }

  /** Tags for a sound, the surest first. */
  suggest(sound: TaggedSound): Suggestion[] {
    const named = union(sound.fileNames, (name) => this.#names.findInFileName(name));
    const foldered = union(sound.folderNames, (name) => this.#names.findInFolderName(name));
    const hear = this.#listen(sound.embedding);
    const all: Suggestion[] = [];
    for (const rows of this.#byLabel) {
      const { labelId } = rows.label;
      const isNamed = named.has(labelId);
      const isInFolder = foldered.has(labelId);
      // Most labels have nothing to do with most sounds: told at once.
      if (!isNamed && !isInFolder && !hear.isHeard(rows)) continue;
      const suggestion = weigh(labelId, isNamed, isInFolder, hear.judge(rows));
      if (suggestion.confidence >= this.#leastConfidence) all.push(suggestion);
    }
    all.sort((a, b) => b.confidence - a.confidence || a.labelId - b.labelId);
    let heardCount = 0;
    return all.filter(({ source }) => source !== "audio" || ++heardCount <= maxHeard);
  }

  #listen(embedding: Float32Array | null): Listening {
    if (!embedding) {
      return {
        isHeard: () => false,
        judge: () => ({ cosine: null, z: null, confidence: 0, isRejected: false }),
      };
    }
    // The next scan overwrites them, and by then all labels are done.
    const dots = this.#rows.scan(embedding);
    // |x - m| of a unit x, from x.m and |m|.
    const shift = dots[this.#centerSlot] as number;
    const length = Math.sqrt(Math.max(1e-6, 1 - 2 * shift + this.#centerLength ** 2));
    const nearest = (slots: readonly number[]): number => {
      let best = Number.NEGATIVE_INFINITY;
      for (const slot of slots) {
        best = Math.max(best, ((dots[slot] as number) - (this.#shifts[slot] as number)) / length);
      }
      return best;
    };
    const leader = this.#findLeader(dots);
    const findCosine = (slot: number | null): number | null =>
      slot === null ? null : (dots[slot] as number);
    return {
      isHeard: ({ label, textSlot, confirmed }) =>
        confirmed.length > 0 ||
        (textSlot !== null && label.threshold !== null && (dots[textSlot] as number) >= label.threshold),
      judge: (rows) =>
        this.#judge(
          rows,
          findCosine(rows.textSlot),
          nearest(rows.confirmed),
          nearest(rows.rejected),
          rows.textSlot === leader,
        ),
    };
  }

  /** Slot of the label that leads all others by ear, or -1. */
  #findLeader(dots: Float32Array): number {
    let leader = -1;
    let best = Number.NEGATIVE_INFINITY;
    let second = Number.NEGATIVE_INFINITY;
    for (const { textSlot } of this.#byLabel) {
      const cosine = textSlot === null ? Number.NEGATIVE_INFINITY : (dots[textSlot] as number);
      if (cosine > best) {
        second = best;
        best = cosine;
        leader = textSlot as number;
      } else if (cosine > second) {
        second = cosine;
      }
    }
    return best - second >= guessLead ? leader : -1;
  }

  #judge(
    { label, exampleThreshold }: LabelRows,
    cosine: number | null,
    confirmed: number,
    rejected: number,
    isLeader: boolean,
  ): Hearing {
    const { mean, deviation, threshold, isGuess } = label;
    const z = cosine === null || mean === null || deviation === null ? null : (cosine - mean) / deviation;
    const isRejected = isRejectedByExample(confirmed, rejected);
    let confidence = 0;
    const isAbove = cosine !== null && threshold !== null && cosine >= threshold;
    if (isAbove && !isRejected && (isLeader || !isGuess)) {
      const least = isGuess ? guessConfidence : thresholdConfidence;
      confidence = rise(least, (cosine - threshold) / (deviation ?? 0.1));
    }
    const evidence = toExampleEvidence(confirmed, rejected, z);
    const lead = evidence - exampleThreshold;
    if (lead >= 0) confidence = Math.max(confidence, rise(exampleConfidence, Math.min(1, 3 * lead)));
    return { cosine, z, confidence, isRejected };
  }

  #push(row: Float32Array): number {
    const { code, scale } = toScanCode(row);
    return this.#rows.push(code, scale);
  }
}

/** One label's evidence, weighed. */
function weigh(labelId: number, isNamed: boolean, isInFolder: boolean, hearing: Hearing): Suggestion {
  const { cosine, z, confidence: heard, isRejected } = hearing;
  const byName = isNamed ? nameConfidence : isInFolder ? folderConfidence : 0;
  let confidence = heard;
  if (byName > 0) {
    // The ear moves what a name says, up or down; what it is sure of by itself counts as a second witness.
    const moved = toShare(
      toOdds(byName) + earWeight * Math.min(4, Math.max(-2, z ?? 0)) - (isRejected ? 2 : 0),
    );
    confidence = 1 - (1 - moved) * (1 - heard);
  }
  const source = isNamed ? "name" : byName > heard ? "folder" : "audio";
  return {
    labelId,
    source,
    confidence: round(Math.min(0.99, confidence)),
    score: cosine === null ? null : round(cosine),
  };
}

/** From `least` at 0 towards 1. */
function rise(least: number, steps: number): number {
  return 1 - (1 - least) * Math.exp(-Math.max(0, steps));
}

function toOdds(share: number): number {
  return Math.log(share / (1 - share));
}

function toShare(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}

/** Stored as it is shown, so that the same answer is the same row. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function union(names: readonly string[], find: (name: string) => Set<number>): Set<number> {
  const [first, ...others] = names.map(find);
  if (!first) return new Set();
  for (const other of others) for (const id of other) first.add(id);
  return first;
}
