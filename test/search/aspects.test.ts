import { expect, test } from "vitest";
import type { AspectWeights } from "../../preload/search.ts";
import { blendAspects, compareEnvelopes, compareTraits, toEnvelope } from "../../main/search/aspects.ts";
import { LibrarySearch } from "../../main/search/search-library.ts";
import { addHeardFile, tempLibrary, testModelId, unitEmbedding } from "../db/library-setups.ts";

const unknown = { centroidHz: null, durationSec: null, key: null, tempoBpm: null };

const toMinorA = (key: string) => compareTraits({ ...unknown, key: "A minor" }, { ...unknown, key }).pitch;
const to120 = (tempoBpm: number) =>
  compareTraits({ ...unknown, tempoBpm: 120 }, { ...unknown, tempoBpm }).tempo;

/** Peaks of a level that goes through these values, one a column, symmetric around zero. */
function peaksOf(levels: number[]): Uint8Array {
  return new Uint8Array(Int8Array.from(levels.flatMap((level) => [-level, level])).buffer);
}

test("an octave of brightness or a doubled length is half as alike", () => {
  expect(compareTraits({ ...unknown, centroidHz: 980 }, { ...unknown, centroidHz: 1980 }).brightness).toBe(
    0.5,
  );
  expect(compareTraits({ ...unknown, durationSec: 0.98 }, { ...unknown, durationSec: 1.98 }).length).toBe(
    0.5,
  );
});

test("keys: the same, relative and parallel, a fifth, the far side", () => {
  expect(["A minor", "C major", "A major", "E minor", "D# minor"].map(toMinorA)).toEqual([
    1,
    0.8,
    0.8,
    expect.closeTo(0.6, 9),
    0,
  ]);
});

test("tempos: half and double go together, six per cent is half as alike", () => {
  expect([120, 240, 60, 127.2].map(to120)).toEqual([1, 0.8, 0.8, expect.closeTo(0.5, 6)]);
});

test("what is not known of both is left out", () => {
  expect(compareTraits(unknown, { centroidHz: 1, durationSec: 1, key: "C major", tempoBpm: 1 })).toEqual({
    brightness: null,
    length: null,
    pitch: null,
    tempo: null,
  });
  const weights: AspectWeights = { timbre: 1, brightness: 1, envelope: 1, length: 0, pitch: 0, tempo: 0 };
  expect(blendAspects(0.6, { brightness: null, envelope: 0.2 }, weights)).toBeCloseTo(0.4, 9);
  expect(blendAspects(-0.5, {}, weights)).toBe(0);
});

test("the envelope is the level in sixteen parts, and the attack the way to 0.8 of its highest", () => {
  const decay = toEnvelope(peaksOf(Array.from({ length: 16 }, (_, i) => 120 - 7 * i)), 1.6);
  expect(decay?.attackSec).toBe(0);
  expect([decay?.shape[0], decay?.shape[15]]).toEqual([1, expect.closeTo(0.125, 6)]);
  const swell = toEnvelope(peaksOf(Array.from({ length: 16 }, (_, i) => 8 * i)), 1.6);
  expect(swell?.attackSec).toBeCloseTo(1.2, 9);
  expect(compareEnvelopes(decay, decay)).toBe(1);
  expect(compareEnvelopes(decay, swell) ?? 1).toBeLessThan(0.4);
  expect([toEnvelope(peaksOf([0, 0]), 1), compareEnvelopes(decay, null)]).toEqual([null, null]);
});

test("weights move what is like a sound; left alone, timbre leads", () => {
  const db = tempLibrary();
  const near = unitEmbedding(1);
  const decay = peaksOf([120, 60, 30, 15]);
  const swell = peaksOf([15, 30, 60, 120]);
  const shared = { durationSec: 1, centroidHz: 500, rowPeaks: decay, wholeEmbedding: near };
  addHeardFile(db, "/sounds/example.wav", shared);
  addHeardFile(db, "/sounds/bright.wav", { ...shared, centroidHz: 8000 });
  addHeardFile(db, "/sounds/long.wav", { ...shared, durationSec: 8 });
  addHeardFile(db, "/sounds/swell.wav", { ...shared, rowPeaks: swell });
  addHeardFile(db, "/sounds/other.wav", { ...shared, wholeEmbedding: unitEmbedding(2) });
  const search = new LibrarySearch({ db, modelKey: testModelId, embedText: async () => near });
  const similar = (weights?: Partial<AspectWeights>) =>
    search.searchNames({
      query: "",
      scope: { kind: "similar", soundId: 1, ...(weights ? { weights } : {}) },
      sort: { column: "score", descending: true },
      limit: 0,
    });
  const alone = { timbre: 0, brightness: 0, envelope: 0, length: 0, pitch: 0, tempo: 0 };
  const last = (weights?: Partial<AspectWeights>) => similar(weights).soundIds.at(-1);
  expect(last()).toBe(5);
  expect([
    last({ ...alone, brightness: 1 }),
    last({ ...alone, length: 1 }),
    last({ ...alone, envelope: 1 }),
  ]).toEqual([2, 3, 4]);
  const scores = [...similar().scores];
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(similar().totalCount).toBe(4);
});
