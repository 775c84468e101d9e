import { expect, test } from "vitest";
import { averageEmbeddings } from "../../main/clap/embedding.ts";
import { TextCache } from "../../main/clap/text-cache.ts";
import { promptFor, softmaxScores } from "../../main/clap/zero-shot.ts";

test("a label becomes the pipeline's sentence", () => {
  expect(promptFor("dog barking")).toBe("This is a sound of dog barking.");
  expect(promptFor("$& {}", "{}")).toBe("$& {}");
});

test("scores are the softmax of the scaled cosines", () => {
  const audio = Float32Array.of(1, 0);
  const labels = [Float32Array.of(1, 0), Float32Array.of(0, 1), Float32Array.of(-1, 0)];
  // torch.softmax(torch.tensor([2.0, 0.0, -2.0]), dim=0)
  const expected = [0.8668133321973349, 0.11731042782619838, 0.015876239976466765];
  softmaxScores(audio, labels, 2).forEach((score, i) => expect(score).toBeCloseTo(expected[i] as number, 12));
});

test("large scales do not overflow", () => {
  const scores = softmaxScores(Float32Array.of(1, 0), [Float32Array.of(1, 0), Float32Array.of(-1, 0)], 5_000);
  expect(scores).toEqual([1, 0]);
});

test("opposite parts have no mean direction, which is an error", () => {
  const parts = [Float32Array.of(1, 0), Float32Array.of(-1, 0)];
  expect(() => averageEmbeddings(parts)).toThrow("no usable embedding");
  expect(averageEmbeddings([Float32Array.of(3, 0), Float32Array.of(0, 4)])).toEqual(
    Float32Array.of(0.6, 0.8),
  );
});

test("the text cache lets the longest unused entry go", () => {
  const cache = new TextCache(2);
  const embedding = Float32Array.of(1);
  cache.keep("m", "a", embedding);
  cache.keep("m", "b", embedding);
  cache.find("m", "a");
  cache.keep("m", "c", embedding);
  expect(["a", "b", "c"].map((text) => cache.find("m", text) !== undefined)).toEqual([true, false, true]);
  expect(cache.find("other", "a")).toBeUndefined();
});
