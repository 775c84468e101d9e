import { expect, test } from "vitest";
import { toScanCode } from "../../main/db/scan-code.ts";
import { EmbeddingIndex } from "../../main/search/nearest.ts";
import { scanWasmBase64 } from "../../main/search/scan-wasm.ts";
import { buildScanWasm } from "./build-scan-wasm.ts";
import { clusteredEmbeddings, dotOf } from "./clustered-embeddings.ts";

interface Row {
  soundId: number;
  embedding: Float32Array;
  windowIndex: number;
}

/** An index with one row for each entry; ids are positions plus one. */
function filledIndex(rows: readonly Row[]) {
  const index = new EmbeddingIndex(512, 16);
  for (const [position, row] of rows.entries()) addRow(index, position + 1, row);
  return index;
}

function addRow(index: EmbeddingIndex, id: number, { soundId, embedding, windowIndex }: Row): void {
  const isWhole = windowIndex < 0;
  index.add({
    id,
    soundId,
    windowIndex,
    startSec: isWhole ? null : windowIndex * 10,
    endSec: isWhole ? null : windowIndex * 10 + 10,
    ...toScanCode(embedding),
  });
}

/** Best cosine by sound, computed in float64 from the float32 embeddings, best first. */
function exactOrder(rows: readonly Row[], query: Float32Array): number[] {
  const best = new Map<number, number>();
  for (const { soundId, embedding } of rows) {
    best.set(soundId, Math.max(best.get(soundId) ?? -2, dotOf(query, embedding)));
  }
  return [...best].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([soundId]) => soundId);
}

const embeddings = clusteredEmbeddings(20_040, 7);
const queries = embeddings.slice(20_000);
const wholes: Row[] = embeddings
  .slice(0, 20_000)
  .map((embedding, i) => ({ soundId: i + 1, embedding, windowIndex: -1 }));
const findWhole = (id: number): Float32Array | undefined => wholes[id - 1]?.embedding;
const all = { limit: 100, allowed: null, findEmbedding: findWhole };

test("the committed WebAssembly is what scan.as.ts compiles to", async () => {
  expect(Buffer.from(await buildScanWasm()).toString("base64")).toBe(scanWasmBase64);
}, 60_000);

test("the best 100 of 20,000 are those of an exact float32 search, for 40 queries", () => {
  const index = filledIndex(wholes);
  for (const query of queries) {
    const found = index.search(query, all).sounds.map(({ soundId }) => soundId);
    expect(found).toEqual(exactOrder(wholes, query).slice(0, 100));
  }
});

test("the best window of a long sound wins and is reported", () => {
  const rows = embeddings.slice(0, 3000).map((embedding, i) => ({
    soundId: 1 + Math.floor(i / 6),
    embedding,
    windowIndex: (i % 6) - 1,
  }));
  const index = filledIndex(rows);
  const findEmbedding = (id: number) => rows[id - 1]?.embedding;
  for (const query of queries.slice(0, 20)) {
    const { sounds } = index.search(query, { limit: 20, allowed: null, findEmbedding });
    expect(sounds.map(({ soundId }) => soundId)).toEqual(exactOrder(rows, query).slice(0, 20));
    const best = sounds[0];
    const ofBest = rows.filter(({ soundId }) => soundId === best?.soundId);
    const winner = ofBest.toSorted((a, b) => dotOf(query, b.embedding) - dotOf(query, a.embedding))[0];
    const isWhole = winner?.windowIndex === -1;
    expect(best?.windowStartSec).toBe(isWhole ? null : (winner?.windowIndex ?? 0) * 10);
    expect(best?.cosine).toBeCloseTo(dotOf(query, winner?.embedding ?? query), 6);
  }
});

test("a mask lets only its sounds through, however few or far they are", () => {
  const index = filledIndex(wholes);
  const allowed = new Uint8Array(20_001);
  const chosen = [3, 500, 501, 12_345, 20_000];
  for (const soundId of chosen) allowed[soundId] = 1;
  const query = queries[0] as Float32Array;
  const { sounds, count } = index.search(query, { ...all, allowed });
  const expected = exactOrder(wholes, query).filter((soundId) => chosen.includes(soundId));
  expect({ ids: sounds.map(({ soundId }) => soundId), count }).toEqual({ ids: expected, count: 5 });
});

test("limit 0 returns every sound once, the first hundred exactly ordered", () => {
  const index = filledIndex(wholes);
  const query = queries[1] as Float32Array;
  const found = index.search(query, { ...all, limit: 0 }).sounds.map(({ soundId }) => soundId);
  expect(new Set(found).size).toBe(20_000);
  expect(found.slice(0, 100)).toEqual(exactOrder(wholes, query).slice(0, 100));
});

test("after adding, replacing and deleting at random the index equals one made afresh", () => {
  const index = filledIndex([]);
  const current = new Map<number, Row>();
  let wrongAnswers = 0;
  let state = 12345;
  const chance = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
  for (let step = 0; step < 20_000; step++) {
    const id = 1 + chance(3000);
    if (chance(3) === 0) {
      wrongAnswers += Number(index.delete(id) !== current.delete(id));
    } else {
      const row = { soundId: id, embedding: embeddings[chance(20_000)] as Float32Array, windowIndex: -1 };
      current.set(id, row);
      addRow(index, id, row);
    }
  }
  const findEmbedding = (id: number) => current.get(id)?.embedding;
  const query = queries[2] as Float32Array;
  const found = index.search(query, { limit: 200, allowed: null, findEmbedding });
  expect({ size: index.size, wrongAnswers }).toEqual({ size: current.size, wrongAnswers: 0 });
  expect(found.sounds.map(({ soundId }) => soundId)).toEqual(
    exactOrder([...current.values()], query).slice(0, 200),
  );
});

test("equal sounds are ordered by id", () => {
  const embedding = embeddings[0] as Float32Array;
  const rows = [9, 4, 7, 1].map((soundId) => ({ soundId, embedding, windowIndex: -1 }));
  const index = filledIndex(rows);
  const { sounds } = index.search(embedding, { limit: 3, allowed: null, findEmbedding: () => embedding });
  expect(sounds.map(({ soundId }) => soundId)).toEqual([1, 4, 7]);
});

test("a rank is one more than the number of better sounds, within two bins", () => {
  const index = filledIndex(wholes);
  const query = queries[3] as Float32Array;
  const nearest = index.search(query, { ...all, limit: 0 });
  const middle = nearest.sounds[5000];
  expect(Math.abs(nearest.rankOf(middle?.cosine ?? 0) - 5001)).toBeLessThan(60);
  expect(nearest.rankOf(2)).toBe(1);
});

test("an empty index, a zero query and a sound without embedding give nothing wrong", () => {
  const empty = new EmbeddingIndex();
  expect(empty.search(new Float32Array(512), all).sounds).toEqual([]);
  const index = filledIndex(wholes.slice(0, 10));
  expect(index.search(new Float32Array(512), { ...all, limit: 2 }).sounds.map((s) => s.cosine)).toEqual([
    0, 0,
  ]);
  expect(index.search(queries[0] as Float32Array, all).find(11)).toBeUndefined();
});

test("embeddings of another length are refused", () => {
  const index = filledIndex([]);
  const wrong = { soundId: 1, embedding: new Float32Array(256).fill(1 / 16), windowIndex: -1 };
  expect(() => addRow(index, 1, wrong)).toThrow(RangeError);
});

test("embeddings whose length is no multiple of 32 are scanned as well", () => {
  const rows = clusteredEmbeddings(50, 3).map((embedding) => embedding.slice(0, 100));
  const index = new EmbeddingIndex(100, 4);
  for (const [i, embedding] of rows.entries())
    addRow(index, i + 1, { soundId: i + 1, embedding, windowIndex: -1 });
  const query = rows[7] as Float32Array;
  const { sounds } = index.search(query, { limit: 5, allowed: null, findEmbedding: (id) => rows[id - 1] });
  const expected = exactOrder(
    rows.map((embedding, i) => ({ soundId: i + 1, embedding, windowIndex: -1 })),
    query,
  );
  expect(sounds.map(({ soundId }) => soundId)).toEqual(expected.slice(0, 5));
});
