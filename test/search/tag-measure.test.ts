// The measuring of the tagger's ear, on sounds whose truth is known by construction.
import { expect, test } from "vitest";
import { chooseThreshold, type LabelledSounds, measure } from "../../bench/tag-measure.ts";
import { makeRandom } from "../../bench/search-data.ts";

test("a threshold is the lowest cosine that is right often enough, one imagined error included", () => {
  const cosines = Float32Array.from([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2]);
  const all = [...cosines.keys()];
  const choose = (...truth: number[]) => chooseThreshold(cosines, Int8Array.from(truth), all);
  // 6 right of 6 and one imagined are 6/7 = 0.857; a wrong one after them is below 0.85.
  expect(choose(1, 1, 1, 1, 1, 1, 0, 0)).toBeCloseTo(0.35, 6);
  expect(choose(1, 1, 1, 1, 1, 0, 1, 0)).toBeNull();
  // Sounds whose class leaves the label open do not count.
  expect(choose(1, 1, 1, -1, 1, 1, 1, -1)).toBeCloseTo(0.3, 6);
  expect(choose(0, 0, 0, 0, 0, 0, 0, 0)).toBeNull();
});

function unit(values: Float32Array): Float32Array {
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

/** Sounds in two groups; the label's text lies near the first group, and `blur` away from it. */
function twoGroups(blur: number): LabelledSounds {
  const random = makeRandom(7);
  const around = (at: number, width: number) =>
    unit(Float32Array.from({ length: 512 }, (_, i) => (i === at ? 1 : 0) + (width * (random() - 0.5)) / 6));
  const embeddings = Array.from({ length: 120 }, (_, i) => around(i % 3 === 0 ? 0 : 1 + (i % 7), 1));
  const truth = Int8Array.from(embeddings, (_, i) => (i % 3 === 0 ? 1 : 0));
  const label = new Float32Array(512);
  label[0] = 1 - blur;
  for (let i = 1; i < 8; i++) label[i] = blur;
  return { embeddings, labels: [{ label: "x", promptsKey: "", embedding: unit(label) }], truth: [truth] };
}

test("a text that tells the groups apart finds all of them, without a word by a person", () => {
  const { before } = measure(twoGroups(0), [10]);
  // A threshold may let in as many wrong ones as the wanted precision allows.
  expect(before.rightCount / before.saidCount).toBeGreaterThanOrEqual(0.85);
  expect(before.rightCount).toBe(before.toFindCount);
});

test("a text that tells nothing finds nothing; a person's words do", () => {
  const { before, after } = measure(twoGroups(0.55), [10, 50]);
  expect(before.saidCount).toBe(0);
  const tally = after[1]?.tally ?? { saidCount: 0, rightCount: 0, toFindCount: 1 };
  expect(tally.rightCount / tally.saidCount).toBeGreaterThanOrEqual(0.85);
  expect(tally.rightCount / tally.toFindCount).toBeGreaterThan(0.5);
});
