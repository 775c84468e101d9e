// Sounds that are in the library more than once: byte for byte, or so alike that one would do.
import type { DuplicateGroup, SoundId } from "../../preload/model.ts";
import type { CatalogueSound } from "../db/catalogue.ts";
import type { ReadableDb } from "../db/database.ts";
import { listIndexedEmbeddings, wholeIndex } from "../db/embeddings.ts";

type Sounds = ReadonlyMap<SoundId, CatalogueSound>;

/** Two sounds this close, of about one length, are one sound saved twice (another format, level or fade). */
const nearCosine = 0.985;
/** Lengths may differ by so much: codecs add some milliseconds, and fades are cut. */
const lengthTolerance = { share: 0.02, sec: 0.06 };
/** Pairs are looked for among sounds that share a band: `bandBits` signs of neighbouring numbers. */
const bandBits = 12;

/** Copies with the same content: one sound, several files that are there. Most copies first. */
export function listExactCopies(sounds: Sounds): DuplicateGroup[] {
  const countFiles = (id: SoundId): number =>
    sounds.get(id)?.files.filter(({ state }) => state !== "missing").length ?? 0;
  return [...sounds.keys()]
    .filter((id) => countFiles(id) > 1)
    .sort((a, b) => countFiles(b) - countFiles(a) || a - b)
    .map((id) => ({ kind: "exact", cosine: 1, soundIds: [id] }));
}

interface Candidate {
  id: SoundId;
  durationSec: number;
  code: Int8Array;
  scale: number;
}

/**
 * Groups of sounds of about one length with a cosine of at least `nearCosine` to the first of the group, which is
 * the oldest. Compared by their int8 codes, whose cosines are right to about 0.002. Pairs are found by
 * locality-sensitive hashing: two vectors that close agree in all signs of some band with near certainty.
 */
export function listNearDuplicates(db: ReadableDb, modelKey: string, sounds: Sounds): DuplicateGroup[] {
  const candidates = listCandidates(db, modelKey, sounds);
  const leaderOf = new Map<SoundId, SoundId>();
  const groups = new Map<SoundId, DuplicateGroup>();
  const bandCount = Math.floor((candidates[0]?.code.length ?? 0) / bandBits);
  const means = toMeans(candidates);
  for (let band = 0; band < bandCount; band++) {
    for (const bucket of toBuckets(candidates, means, band)) {
      for (const [i, sound] of bucket.entries()) {
        if (leaderOf.has(sound.id)) continue;
        for (let j = i - 1; j >= 0; j--) {
          const first = bucket[j] as Candidate;
          // In the order of lengths: all further ones are shorter still.
          if (!isSameLength(first.durationSec, sound.durationSec)) break;
          if (leaderOf.has(first.id)) continue;
          const cosine = toCosine(first, sound);
          if (cosine < nearCosine) continue;
          join(first.id, sound.id, cosine);
          break;
        }
      }
    }
  }
  return [...groups.values()].sort((a, b) => b.cosine - a.cosine);

  /** A group keeps its first; one that has a group of its own stays its first. */
  function join(a: SoundId, b: SoundId, cosine: number): void {
    const [leader, other] = groups.has(a) || (!groups.has(b) && a < b) ? [a, b] : [b, a];
    if (groups.has(other)) return;
    const group = groups.get(leader) ?? { kind: "near", cosine: 1, soundIds: [leader] };
    group.soundIds.push(other);
    group.cosine = Math.min(group.cosine, cosine);
    groups.set(leader, group);
    leaderOf.set(other, leader);
  }
}

/** Whole embeddings of sounds that are listed, shortest first. */
function listCandidates(db: ReadableDb, modelKey: string, sounds: Sounds): Candidate[] {
  const candidates: Candidate[] = [];
  for (const page of listIndexedEmbeddings(db, modelKey)) {
    for (const { soundId, windowIndex, code, scale } of page) {
      const sound = sounds.get(soundId);
      const durationSec = sound?.durationSec ?? null;
      const isListed = sound?.files[0]?.state !== "missing";
      if (windowIndex !== wholeIndex || !isListed || durationSec === null) continue;
      candidates.push({ id: soundId, durationSec, code, scale });
    }
  }
  return candidates.sort((a, b) => a.durationSec - b.durationSec || a.id - b.id);
}

function isSameLength(shorter: number, longer: number): boolean {
  return longer - shorter <= Math.max(lengthTolerance.sec, lengthTolerance.share * longer);
}

function toCosine(a: Candidate, b: Candidate): number {
  let sum = 0;
  for (let i = 0; i < a.code.length; i++) sum += (a.code[i] as number) * (b.code[i] as number);
  return sum * a.scale * b.scale;
}

/** Embeddings share a direction; signs tell sounds apart only around their mean. */
function toMeans(candidates: readonly Candidate[]): Float64Array {
  const means = new Float64Array(candidates[0]?.code.length ?? 0);
  for (const { code, scale } of candidates) {
    for (let i = 0; i < means.length; i++) means[i] = (means[i] as number) + (code[i] as number) * scale;
  }
  return means.map((sum) => sum / Math.max(1, candidates.length));
}

function toBuckets(candidates: readonly Candidate[], means: Float64Array, band: number): Candidate[][] {
  const buckets = new Map<number, Candidate[]>();
  for (const candidate of candidates) {
    let key = 0;
    for (let i = band * bandBits; i < (band + 1) * bandBits; i++) {
      key = 2 * key + Number((candidate.code[i] as number) * candidate.scale > (means[i] as number));
    }
    const bucket = buckets.get(key);
    if (bucket) bucket.push(candidate);
    else buckets.set(key, [candidate]);
  }
  return [...buckets.values()].filter(({ length }) => length > 1);
}
