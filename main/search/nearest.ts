// Exact nearest embeddings: an int8 scan of everything, then the best rescored in float32.
// Pure: knows neither SQLite nor names. Whoever fills it says what to add and delete.
import type { SoundId } from "../../preload/sound.ts";
import { ScanMemory } from "./scan-memory.ts";
import { findTop, sortAll } from "./top.ts";

/** One embedding to hold; `code * scale` is about the embedding. */
export interface IndexRow {
  id: number;
  soundId: SoundId;
  windowIndex: number;
  startSec: number | null;
  endSec: number | null;
  scale: number;
  code: Int8Array;
}

/** A sound, by its best window. */
export interface NearestSound {
  soundId: SoundId;
  /** Dot product of the query and the best window; float32 among the rescored, int8 after them. */
  cosine: number;
  /** Null when the whole sound's embedding is the best. */
  windowStartSec: number | null;
  windowEndSec: number | null;
}

export interface NearestOptions {
  /** Sounds to return, best first; 0 for all. */
  limit: number;
  /** By sound id: 1 for sounds that may be returned. Null for all. */
  allowed: Uint8Array | null;
  /** The float32 embedding with this id, or undefined when it has gone meanwhile. */
  findEmbedding: (id: number) => Float32Array | undefined;
}

/** Ranked sounds, and where any other sound would stand. Its functions hold until the next search. */
export interface Nearest {
  sounds: NearestSound[];
  /** The sound's best window, or undefined when it has none or is not allowed. */
  find(soundId: SoundId): NearestSound | undefined;
  /** Its cosine alone, or undefined. */
  findCosine(soundId: SoundId): number | undefined;
  /** Rank of a cosine among all allowed sounds, 1 for the best; within a few ranks. */
  rankOf(cosine: number): number;
  /** Allowed sounds with an embedding. */
  count: number;
}

/** Rescored at least and at most: recall stays 1.0 (bench/search.ts), and reading costs 6 us each. */
const minRescored = 200;
const maxRescored = 1000;
/** Ten times the standard error of an int8 dot product: a window further behind cannot be the best. */
const windowMargin = 0.004;

/** Holds all embeddings of one model. */
export class EmbeddingIndex {
  readonly #rows: ScanMemory;
  /** By embedding id: its slot plus one, 0 for none. Four bytes an id ever given, where a map takes fifty. */
  #slotOf = new Uint32Array(0);
  #ids: Uint32Array;
  #soundIds: Uint32Array;
  /** NaN for whole sounds. */
  #starts: Float32Array;
  #ends: Float32Array;
  #largestSoundId = 0;
  /** By sound id, used anew by each search: a megabyte less to allocate a query at 100,000 sounds. */
  #scratch = { scores: new Float32Array(0), slots: new Uint32Array(0), lowest: new Float32Array(0) };

  /** @param capacity embeddings expected; more may come */
  constructor(dim = 512, capacity = 4096) {
    this.#rows = new ScanMemory(dim, capacity);
    this.#ids = new Uint32Array(capacity);
    this.#soundIds = new Uint32Array(capacity);
    this.#starts = new Float32Array(capacity);
    this.#ends = new Float32Array(capacity);
  }

  get dim(): number {
    return this.#rows.dim;
  }

  /** Number of embeddings. */
  get size(): number {
    return this.#rows.count;
  }

  /** Adds an embedding, or replaces the one with its id. */
  add(row: IndexRow): void {
    let slot = this.#findSlot(row.id);
    if (slot < 0) {
      slot = this.#rows.push(row.code, row.scale);
      this.#noteSlot(row.id, slot);
      this.#growTo(slot + 1);
    } else {
      this.#rows.set(slot, row.code, row.scale);
    }
    this.#ids[slot] = row.id;
    this.#soundIds[slot] = row.soundId;
    this.#starts[slot] = row.startSec ?? Number.NaN;
    this.#ends[slot] = row.endSec ?? Number.NaN;
    this.#largestSoundId = Math.max(this.#largestSoundId, row.soundId);
  }

  /** @returns whether it was there */
  delete(id: number): boolean {
    const slot = this.#findSlot(id);
    if (slot < 0) return false;
    const last = this.#rows.count - 1;
    this.#rows.removeSwapping(slot);
    this.#slotOf[id] = 0;
    if (slot !== last) {
      for (const column of [this.#ids, this.#soundIds, this.#starts, this.#ends]) {
        column[slot] = column[last] as number;
      }
      this.#noteSlot(this.#ids[slot] as number, slot);
    }
    return true;
  }

  /** -1 for none */
  #findSlot(id: number): number {
    return (this.#slotOf[id] ?? 0) - 1;
  }

  #noteSlot(id: number, slot: number): void {
    if (id >= this.#slotOf.length) {
      this.#slotOf = copyInto(new Uint32Array(Math.max(4096, Math.ceil(id * 1.25))), this.#slotOf);
    }
    this.#slotOf[id] = slot + 1;
  }

  /**
   * Sounds by the dot product of their best window with `query`. The query need not have unit length: a
   * text embedding less a part of another one will do.
   */
  search(query: Float32Array, options: NearestOptions): Nearest {
    const windowScores = this.#rows.scan(query);
    const { scores, slots, count } = this.#findBestWindows(windowScores, options.allowed);
    const wanted = options.limit === 0 ? count : Math.min(options.limit, count);
    const rescoredCount = Math.min(maxRescored, Math.max(minRescored, 2 * options.limit));
    const head = findTop(scores, rescoredCount);
    this.#rescore(query, head, windowScores, scores, slots, options.findEmbedding);
    head.sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
    const ids = wanted <= head.length ? head.subarray(0, wanted) : appendRest(head, scores, wanted);

    const findCosine = (soundId: SoundId): number | undefined => {
      const cosine = scores[soundId];
      return cosine === Number.NEGATIVE_INFINITY ? undefined : cosine;
    };
    const find = (soundId: SoundId): NearestSound | undefined => {
      const cosine = findCosine(soundId);
      if (cosine === undefined) return undefined;
      const slot = slots[soundId] as number;
      return { soundId, cosine, ...this.#windowOf(slot) };
    };
    return {
      sounds: Array.from(ids, (id) => find(id) as NearestSound),
      find,
      findCosine,
      rankOf: makeRanker(scores),
      count,
    };
  }

  /** Highest score and its slot by sound id; -Infinity for sounds without embedding or not allowed. */
  #findBestWindows(windowScores: Float32Array, allowed: Uint8Array | null) {
    const length = this.#largestSoundId + 1;
    if (this.#scratch.scores.length < length) {
      const capacity = Math.ceil(length * 1.25);
      this.#scratch = {
        scores: new Float32Array(capacity),
        slots: new Uint32Array(capacity),
        lowest: new Float32Array(capacity),
      };
    }
    const scores = this.#scratch.scores.subarray(0, length).fill(Number.NEGATIVE_INFINITY);
    const slots = this.#scratch.slots.subarray(0, length);
    const soundIds = this.#soundIds;
    let count = 0;
    for (let slot = 0; slot < windowScores.length; slot++) {
      const soundId = soundIds[slot] as number;
      if (allowed !== null && allowed[soundId] !== 1) continue;
      const score = windowScores[slot] as number;
      const best = scores[soundId] as number;
      // Of equal windows the one stored first wins, whatever slot it came to lie in.
      if (score < best || (score === best && this.#isLater(slot, slots[soundId] as number))) continue;
      if (best === Number.NEGATIVE_INFINITY) count++;
      scores[soundId] = score;
      slots[soundId] = slot;
    }
    return { scores, slots, count };
  }

  /** Replaces the scores of `head` by float32 ones, looking at every window that could be the best. */
  #rescore(
    query: Float32Array,
    head: Uint32Array,
    windowScores: Float32Array,
    scores: Float32Array,
    slots: Uint32Array,
    findEmbedding: (id: number) => Float32Array | undefined,
  ): void {
    const lowest = this.#scratch.lowest.subarray(0, scores.length).fill(Number.POSITIVE_INFINITY);
    for (const soundId of head) {
      lowest[soundId] = (scores[soundId] as number) - windowMargin;
      scores[soundId] = Number.NEGATIVE_INFINITY;
    }
    for (let slot = 0; slot < windowScores.length; slot++) {
      const soundId = this.#soundIds[slot] as number;
      if ((windowScores[slot] as number) < (lowest[soundId] as number)) continue;
      const embedding = findEmbedding(this.#ids[slot] as number);
      const exact = embedding ? dot(query, embedding) : (windowScores[slot] as number);
      const best = scores[soundId] as number;
      if (exact < best || (exact === best && this.#isLater(slot, slots[soundId] as number))) continue;
      scores[soundId] = exact;
      slots[soundId] = slot;
    }
  }

  #isLater(slot: number, other: number): boolean {
    return (this.#ids[slot] as number) > (this.#ids[other] as number);
  }

  #windowOf(slot: number): { windowStartSec: number | null; windowEndSec: number | null } {
    const start = this.#starts[slot] as number;
    const end = this.#ends[slot] as number;
    return {
      windowStartSec: Number.isNaN(start) ? null : start,
      windowEndSec: Number.isNaN(end) ? null : end,
    };
  }

  #growTo(count: number): void {
    if (count <= this.#ids.length) return;
    const capacity = Math.max(4096, Math.ceil(this.#ids.length * 1.5));
    this.#ids = copyInto(new Uint32Array(capacity), this.#ids);
    this.#soundIds = copyInto(new Uint32Array(capacity), this.#soundIds);
    this.#starts = copyInto(new Float32Array(capacity), this.#starts);
    this.#ends = copyInto(new Float32Array(capacity), this.#ends);
  }
}

/** The rescored first, then everything else in the order of its int8 score. */
function appendRest(head: Uint32Array, scores: Float32Array, wanted: number): Uint32Array {
  const rest = scores.slice();
  for (const soundId of head) rest[soundId] = Number.NEGATIVE_INFINITY;
  const ids = new Uint32Array(wanted);
  ids.set(head);
  ids.set(sortAll(rest).subarray(0, wanted - head.length), head.length);
  return ids;
}

/** Counts scores in bins of 0.0001, so that a rank is one look and not one more pass. */
function makeRanker(scores: Float32Array): (cosine: number) => number {
  const binsPerUnit = 10_000;
  const binCount = 4 * binsPerUnit;
  const toBin = (score: number): number =>
    Math.min(binCount - 1, Math.max(0, Math.floor((2 - score) * binsPerUnit)));
  let betterThan: Uint32Array | undefined;
  return (cosine) => {
    if (!betterThan) {
      const bins = new Uint32Array(binCount + 1);
      for (const score of scores) {
        if (score === Number.NEGATIVE_INFINITY) continue;
        const bin = toBin(score) + 1;
        bins[bin] = (bins[bin] as number) + 1;
      }
      for (let i = 1; i < bins.length; i++) bins[i] = (bins[i] as number) + (bins[i - 1] as number);
      betterThan = bins;
    }
    return (betterThan[toBin(cosine)] as number) + 1;
  };
}

function copyInto<Column extends Uint32Array | Float32Array>(wider: Column, column: Column): Column {
  wider.set(column);
  return wider;
}

/** In float64, so that the order of equal sounds does not hang on the order of addition. */
function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
