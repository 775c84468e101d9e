// The measure of the map against scikit-learn's (test/reference/make_map_reference.py).
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { measureMap } from "../../bench/map-quality.ts";

interface Reference {
  k: number;
  embeddings: number[][];
  places: [x: number, y: number][];
  trustworthiness: number;
  kept: number;
}

test("trustworthiness and kept neighbours are scikit-learn's", () => {
  const file = path.join(import.meta.dirname, "../reference/map.json");
  const { k, embeddings, places, trustworthiness, kept } = JSON.parse(
    readFileSync(file, "utf8"),
  ) as Reference;
  const quality = measureMap({
    // Places are whole numbers of 0.0001: exact in float64 only, so that distances keep their order.
    plane: {
      x: Float64Array.from(places, ([x]) => x) as unknown as Float32Array,
      y: Float64Array.from(places, ([, y]) => y) as unknown as Float32Array,
    },
    cosinesOf: (index) =>
      embeddings.map((other) =>
        other.reduce((sum, value, i) => sum + value * (embeddings[index]?.[i] ?? 0), 0),
      ),
    k,
    sampled: places.map((_, index) => index),
  });
  expect(quality.trustworthiness).toBeCloseTo(trustworthiness, 9);
  expect(quality.kept).toBeCloseTo(kept, 9);
});
