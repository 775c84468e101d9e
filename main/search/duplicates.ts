// Sounds that are in the library more than once: byte for byte, or so alike that one would do.
import { setImmediate } from "node:timers/promises";
import type { DuplicateGroup } from "../../preload/collections.ts";
import type { SoundId } from "../../preload/sound.ts";
import type { CatalogueSound } from "../db/catalogue.ts";
import type { ReadableDb } from "../db/database.ts";
import { listIndexedEmbeddings, wholeIndex } from "../db/embeddings.ts";

type Sounds = ReadonlyMap<SoundId, CatalogueSound>;

/** Two sounds this close, of about one length, are one sound saved twice (another format, level or fade). */
const nearCosine = 0.985;
/** Lengths may differ by so much: codecs add some milliseconds, and fades are cut. */
const lengthTolerance = { share: 0.02, sec: 0.06 };
/** Pairs are looked for among sounds that agree in a band: so many neighbouring bits of their signatures. */
const bandBits = 12;
/** Of a band's sounds, each is compared with so many that are next in length: the work stays bounded. */
const maxCompared = 200;
/** Signatures of near duplicates differ in 7 % of the bits, give or take 2; those of others are not looked at. */
const maxDifferentShare = 1 / 7;

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
  /** A bit a number of the embedding: whether it is above the mean. */
  signature: Uint32Array;
}

/**
 * Groups of sounds of about one length with a cosine of at least `nearCosine` to the first of the group. Compared
 * by their int8 codes, whose cosines are right to about 0.002. Pairs are found by locality-sensitive hashing: two
 * embeddings that close agree in all bits of one of 42 bands with near certainty. Gives way to other calls
 * between the bands: 100,000 windows take some seconds.
 */
export async function listNearDuplicates(
  db: ReadableDb,
  modelKey: string,
  sounds: Sounds,
): Promise<DuplicateGroup[]> {
  const candidates = listCandidates(db, modelKey, sounds);
  await setImmediate();
  sign(candidates);
  const leaderOf = new Map<SoundId, SoundId>();
  const groups = new Map<SoundId, DuplicateGroup>();
  const bandCount = Math.floor((candidates[0]?.code.length ?? 0) / bandBits);
  for (let band = 0; band < bandCount; band++) {
    await setImmediate();
    for (const bucket of toBuckets(candidates, band)) {
      for (const [i, sound] of bucket.entries()) {
        if (leaderOf.has(sound.id)) continue;
        for (let j = i - 1; j >= Math.max(0, i - maxCompared); j--) {
          const first = bucket[j] as Candidate;
          // In the order of lengths: all further ones are shorter still.
          if (!isSameLength(first.durationSec, sound.durationSec)) break;
          if (leaderOf.has(first.id) || !isAlike(first, sound)) continue;
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
      candidates.push({ id: soundId, durationSec, code, scale, signature: new Uint32Array(0) });
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
function sign(candidates: readonly Candidate[]): void {
  const means = new Float64Array(candidates[0]?.code.length ?? 0);
  for (const { code, scale } of candidates) {
    for (let i = 0; i < means.length; i++) {
      means[i] = (means[i] as number) + ((code[i] as number) * scale) / candidates.length;
    }
  }
  for (const candidate of candidates) {
    const { code, scale } = candidate;
    const signature = new Uint32Array(Math.ceil(code.length / 32));
    for (let i = 0; i < code.length; i++) {
      const bit = Number((code[i] as number) * scale > (means[i] as number));
      signature[i >> 5] = (signature[i >> 5] as number) | (bit << (i & 31));
    }
    candidate.signature = signature;
  }
}

/** A look at the signatures costs a twentieth of the cosine. */
function isAlike(a: Candidate, b: Candidate): boolean {
  const most = a.code.length * maxDifferentShare;
  let different = 0;
  for (let i = 0; i < a.signature.length; i++) {
    different += countBits((a.signature[i] as number) ^ (b.signature[i] as number));
  }
  return different <= most;
}

/** Ones in 32 bits (Hacker's Delight, figure 5-2). */
function countBits(value: number): number {
  let bits = value - ((value >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Sounds by the bits of one band; only where more than one agree. */
function toBuckets(candidates: readonly Candidate[], band: number): Candidate[][] {
  const buckets = new Map<number, Candidate[]>();
  for (const candidate of candidates) {
    let key = 0;
    for (let i = band * bandBits; i < (band + 1) * bandBits; i++) {
      key = 2 * key + (((candidate.signature[i >> 5] as number) >>> (i & 31)) & 1);
    }
    const bucket = buckets.get(key);
    if (bucket) bucket.push(candidate);
    else buckets.set(key, [candidate]);
  }
  return [...buckets.values()].filter(({ length }) => length > 1);
}
