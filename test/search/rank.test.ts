import { expect, test } from "vitest";
import type { Nearest, NearestSound } from "../../main/search/nearest.ts";
import {
  defaultCalibration,
  fuse,
  makeTextScore,
  type NamedSounds,
  toExampleScore,
  toShares,
} from "../../main/search/rank.ts";

/** Sounds 1, 2, 3, ... with these cosines, which fall. */
function nearestOf(...cosines: number[]): Nearest {
  const sounds: NearestSound[] = cosines.map((cosine, i) => ({
    soundId: i + 1,
    cosine,
    windowStartSec: null,
    windowEndSec: null,
  }));
  return {
    sounds,
    find: (soundId) => sounds.find((sound) => sound.soundId === soundId),
    findCosine: (soundId) => cosines[soundId - 1],
    rankOf: (cosine) => 1 + cosines.filter((other) => other > cosine).length,
    count: sounds.length,
  };
}

function hitsOf(qualities: Record<number, number>): NamedSounds {
  return {
    ids: Object.keys(qualities).map(Number),
    has: (soundId) => Object.hasOwn(qualities, soundId),
    getQuality: (soundId) => qualities[soundId] ?? 0,
    getTagQuality: () => 0,
    getWords: () => ["word"],
    getTags: () => [],
  };
}

const falling = Array.from({ length: 100 }, (_, i) => 0.6 - i * 0.004);
const order = (nearest: Nearest | undefined, qualities: Record<number, number>): number[] =>
  fuse(nearest, hitsOf(qualities), toExampleScore, 0).map(({ soundId }) => soundId);

test("without names the order is that of meaning, without meaning that of name quality, then of id", () => {
  expect(order(nearestOf(0.5, 0.4, 0.3), {})).toEqual([1, 2, 3]);
  expect(order(undefined, { 9: 0.2, 4: 1, 7: 0.2 })).toEqual([4, 7, 9]);
});

test("all words in a file name win over the best by meaning, even for the last by meaning or none", () => {
  expect(order(nearestOf(...falling), { 100: 1 })[0]).toBe(100);
  expect(order(nearestOf(...falling), { 101: 1 })[0]).toBe(101);
});

test("less than half a name match stands among the better ones by meaning, not before and not after all", () => {
  // 0.4 of the words weigh 0.8 / 61, which is rank 16 by meaning.
  const place = order(nearestOf(...falling), { 101: 0.4 }).indexOf(101);
  expect(place).toBeGreaterThan(0);
  expect(place).toBeLessThan(30);
});

test("of named sounds the better by meaning comes first", () => {
  expect(order(nearestOf(...falling), { 90: 1, 30: 1, 60: 1 }).slice(0, 3)).toEqual([30, 60, 90]);
});

test("every sound is there once", () => {
  const sounds = order(nearestOf(...falling), { 5: 0.1, 50: 0.4, 300: 0.7 });
  expect(sounds.toSorted((a, b) => a - b)).toEqual([...Array.from({ length: 100 }, (_, i) => i + 1), 300]);
});

test("a limit cuts the same order", () => {
  const hits = hitsOf(Object.fromEntries(Array.from({ length: 90 }, (_, i) => [i + 5, ((i * 7) % 10) / 10])));
  const all = fuse(nearestOf(...falling), hits, toExampleScore, 0).map(({ soundId }) => soundId);
  const first = fuse(nearestOf(...falling), hits, toExampleScore, 10).map(({ soundId }) => soundId);
  expect(first.slice(0, 10)).toEqual(all.slice(0, 10));
});

test("shares sum to 1 and say which evidence there was", () => {
  const [both, meaningOnly] = fuse(nearestOf(0.5, 0.4), hitsOf({ 1: 1 }), toExampleScore, 0);
  expect(both && toShares(both)).toEqual({
    meaning: expect.closeTo(1 / 3, 6),
    name: expect.closeTo(2 / 3, 6),
    tag: 0,
  });
  expect(meaningOnly && toShares(meaningOnly)).toEqual({ meaning: 1, name: 0, tag: 0 });
});

test("what tags add to a hit has its own share", () => {
  const hits: NamedSounds = { ...hitsOf({ 9: 1 }), getTagQuality: () => 0.75, getTags: () => ["kick"] };
  const [tagged] = fuse(undefined, hits, toExampleScore, 0);
  expect(tagged?.tags).toEqual(["kick"]);
  expect(tagged && toShares(tagged)).toEqual({
    meaning: 0,
    name: expect.closeTo(0.25, 6),
    tag: expect.closeTo(0.75, 6),
  });
});

test("the score shown goes through 0.1 and 0.9 of meaning where wrong pairs and the best right ones lie", () => {
  const toScore = makeTextScore({ matched: { mean: 0.3, p95: 0.5 }, unmatched: { mean: 0.1 } });
  expect([toScore(0.1, 0), toScore(0.5, 0), toScore(0.5, 1), toScore(-1, 0) < 0.001]).toEqual([
    expect.closeTo(0.07, 6),
    expect.closeTo(0.63, 6),
    expect.closeTo(0.93, 6),
    true,
  ]);
  expect(makeTextScore(defaultCalibration)(0.45, 0)).toBeCloseTo(0.35, 6);
});

test("a name without meaning, or with little, is never shown as nearly certain", () => {
  const toScore = makeTextScore(defaultCalibration);
  expect([toScore(null, 1), toScore(null, 0.5)]).toEqual([0.6, 0.3]);
  expect(toScore(0.08, 1)).toBeLessThan(0.5);
  expect(toScore(1, 1)).toBeLessThan(1);
});

test("scores shown fall strictly in an order that neither kind of evidence explains alone", () => {
  const hits = hitsOf(Object.fromEntries(Array.from({ length: 120 }, (_, i) => [7 * i + 1, (i % 5) / 5])));
  const nearest = nearestOf(...Array.from({ length: 800 }, (_, i) => 0.6 - Math.floor(i / 4) * 0.003));
  const ranked = fuse(nearest, hits, makeTextScore(defaultCalibration), 0);
  const shown = Float32Array.from(ranked, ({ score }) => score);
  expect(shown.every((score, i) => score > 0 && score < 1 && (i === 0 || score < (shown[i - 1] ?? 0)))).toBe(
    true,
  );
});

test("a low value in front is shared with those that it contradicts, not handed down the list", () => {
  const hits = hitsOf({ 9: 1 });
  const ranked = fuse(nearestOf(0.9, 0.8, 0.3, 0.2), hits, (cosine) => cosine ?? 0.1, 0);
  expect(ranked.map(({ soundId }) => soundId)).toEqual([9, 1, 2, 3, 4]);
  expect(ranked.map(({ score }) => score.toFixed(2))).toEqual(["0.60", "0.60", "0.60", "0.30", "0.20"]);
});
