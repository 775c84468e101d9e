// Reads what the map is made from, a page at a time, so that queries come in between.
import { setImmediate } from "node:timers/promises";
import type { ReadableDb } from "../../db/database.ts";
import { countWholeEmbeddings, listIndexedEmbeddings, wholeIndex } from "../../db/embeddings.ts";
import type { MapRows } from "./map-rows.ts";

/**
 * The whole embeddings of a model's sounds, in the order of the sounds' ids. The codes lie in memory that threads
 * share: 51 MB for 100,000 sounds, not copied on the way to the map's thread.
 */
export async function readMapRows(db: ReadableDb, modelKey: string): Promise<MapRows> {
  const found: { soundId: number; scale: number; at: number }[] = [];
  let codes = new Int8Array(0);
  let dim = 0;
  for (const page of listIndexedEmbeddings(db, modelKey)) {
    for (const { soundId, windowIndex, scale, code } of page) {
      if (windowIndex !== wholeIndex) continue;
      dim = code.length;
      const at = found.length * dim;
      // More sounds may come while pages are read.
      if (at + dim > codes.length) codes = widen(codes, (countWholeEmbeddings(db, modelKey) + 1000) * dim);
      codes.set(code, at);
      found.push({ soundId, scale, at });
    }
    await setImmediate();
  }
  found.sort((a, b) => a.soundId - b.soundId);
  const ordered = new Int8Array(new SharedArrayBuffer(found.length * dim));
  for (const [row, { at }] of found.entries()) ordered.set(codes.subarray(at, at + dim), row * dim);
  return {
    dim,
    soundIds: Uint32Array.from(found, ({ soundId }) => soundId),
    codes: ordered,
    scales: Float32Array.from(found, ({ scale }) => scale),
  };
}

function widen(codes: Int8Array<ArrayBuffer>, length: number): Int8Array<ArrayBuffer> {
  const wider = new Int8Array(Math.max(length, codes.length));
  wider.set(codes);
  return wider;
}
