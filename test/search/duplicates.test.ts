import { expect, test } from "vitest";
import { LibrarySearch } from "../../main/search/search-library.ts";
import { addHeardFile, tempLibrary, testModelId } from "../db/library-setups.ts";
import { clusteredEmbeddings, dotOf } from "./clustered-embeddings.ts";

/** A unit vector at this cosine from `embedding`, on the side of `other`. */
function atCosine(embedding: Float32Array, other: Float32Array, cosine: number): Float32Array {
  const along = dotOf(embedding, other);
  const across = other.map((value, i) => value - along * (embedding[i] as number));
  const length = Math.hypot(...across);
  const sine = Math.sqrt(1 - cosine * cosine);
  return embedding.map((value, i) => cosine * value + (sine * (across[i] as number)) / length);
}

function libraryOf(sounds: { embedding: Float32Array; durationSec: number }[]) {
  const db = tempLibrary();
  for (const [i, { embedding, durationSec }] of sounds.entries()) {
    addHeardFile(db, `/sounds/${i + 1}.wav`, { wholeEmbedding: embedding, durationSec });
  }
  return {
    db,
    search: new LibrarySearch({ db, modelKey: testModelId, embedText: async () => new Float32Array(512) }),
  };
}

test("near duplicates are those of about one length at a cosine of 0.985 and more, found among clusters", async () => {
  const originals = clusteredEmbeddings(200, 5);
  const others = clusteredEmbeddings(200, 77);
  const sounds = originals.map((embedding, i) => ({ embedding, durationSec: 0.5 + 0.2 * i }));
  for (let i = 0; i < 30; i++) {
    const [embedding, other] = [originals[i] as Float32Array, others[i] as Float32Array];
    const durationSec = 0.5 + 0.2 * i;
    // 10 that are near, 10 that are not quite, 10 that are the same at another length.
    const cosine = i < 10 ? 0.99 : i < 20 ? 0.975 : 1;
    sounds.push({
      embedding: atCosine(embedding, other, cosine),
      durationSec: i < 20 ? durationSec + 0.03 : durationSec + 60,
    });
  }
  const { search } = libraryOf(sounds);
  const groups = await search.listDuplicates("near");
  const pairs = groups.map(({ soundIds }) => soundIds.toSorted((a, b) => a - b));
  expect(pairs.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))).toEqual(
    Array.from({ length: 10 }, (_, i) => [i + 1, 201 + i]),
  );
  expect(groups.every(({ cosine }) => Math.abs(cosine - 0.99) < 0.003)).toBe(true);
});

test("several near copies are one group, and none is in two", async () => {
  const [embedding, other] = clusteredEmbeddings(2, 3) as [Float32Array, Float32Array];
  const copies = [1, 0.999, 0.998, 0.997].map((cosine) => atCosine(embedding, other, cosine));
  const { search } = libraryOf([...copies, other].map((copy) => ({ embedding: copy, durationSec: 1 })));
  const [group, ...more] = await search.listDuplicates("near");
  expect([group?.soundIds.toSorted((a, b) => a - b), more]).toEqual([[1, 2, 3, 4], []]);
});

test("exact copies are sounds with several files that are there", async () => {
  const { db, search } = libraryOf([]);
  for (const name of ["a", "b", "c"]) addHeardFile(db, `/sounds/${name}.wav`, { contentHash: "same" });
  addHeardFile(db, "/sounds/alone.wav");
  const [group, ...others] = await search.listDuplicates("exact");
  expect([group, others]).toEqual([{ kind: "exact", cosine: 1, soundIds: [1] }, []]);
});

test("an empty library has no duplicates", async () => {
  const { search } = libraryOf([]);
  expect([await search.listDuplicates("near"), await search.listDuplicates("exact")]).toEqual([[], []]);
});
