// Every kind of length against ClapFeatureExtractor of transformers 5.18.0 (test/reference/make_clap_reference.py).
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { type Features, type FrontEndSpec, WholeFeatureBuilder } from "../../main/clap/front-end.ts";
import { slaneyBank, toDenseBank } from "../../main/clap/mel-filters.ts";
import { lcgNoise, sine } from "./signals.ts";

interface ReferenceCase {
  kind: "fused" | "unfused";
  signal: keyof typeof signals;
  samples: number;
  isLonger: boolean;
  shape: [number, number, number];
  means: number[];
  meanSquares: number[];
  rows: { channel: number; frame: number; values: number[] }[];
}

interface Reference {
  cases: ReferenceCase[];
  slaneyBank: { sum: number; nonZero: number; column20: [number, number][] };
}

const referenceFile = path.join(import.meta.dirname, "..", "reference", "clap", "front-end.json");
const reference = JSON.parse(readFileSync(referenceFile, "utf8")) as Reference;

/** Largest difference to the reference that is let through, in dB: a last bit of float32 at 30 dB is 2e-6. */
const toleranceDb = 1e-4;

const signals = {
  noise: lcgNoise,
  "sine 440": (sampleCount: number) => sine(440, sampleCount),
  "quiet then loud": (sampleCount: number) =>
    lcgNoise(sampleCount).map((x, n) => (Math.floor(n / 48_000) % 4 === 3 ? x : x * Math.fround(1e-4))),
  silence: (sampleCount: number) => new Float32Array(sampleCount),
};

const specs: Record<ReferenceCase["kind"], FrontEndSpec> = {
  fused: { kind: "fused", semantics: "laion-eval" },
  unfused: { kind: "unfused" },
};

function featuresOf({ kind, signal, samples }: ReferenceCase): Features {
  const builder = new WholeFeatureBuilder(specs[kind]);
  const sound = signals[signal](samples);
  for (let start = 0; start < samples; start += 50_000) builder.push(sound.subarray(start, start + 50_000));
  return builder.finish()[0] as Features;
}

test.each(reference.cases)("$kind, $signal, $samples samples", (expected) => {
  const features = featuresOf(expected);
  expect([features.shape, features.isLonger]).toEqual([expected.shape, expected.isLonger]);
  const size = features.shape[1] * 64;
  for (const { channel, frame, values } of expected.rows) {
    const start = channel * size + frame * 64;
    const differences = values.map((value, i) => Math.abs(value - (features.data[start + i] as number)));
    expect(Math.max(...differences)).toBeLessThan(toleranceDb);
  }
  for (const [channel, mean] of expected.means.entries()) {
    const values = features.data.subarray(channel * size, (channel + 1) * size);
    expect(Math.abs(mean - average(values, (value) => value))).toBeLessThan(1e-6);
    const squares = average(values, (value) => value * value);
    expect(Math.abs((expected.meanSquares[channel] as number) - squares)).toBeLessThan(1e-4);
  }
});

test("the Slaney bank has the weights of the reference", () => {
  const dense = toDenseBank(slaneyBank);
  expect(dense.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(reference.slaneyBank.sum, 12);
  expect(dense.filter((weight) => weight !== 0).length).toBe(reference.slaneyBank.nonZero);
  for (const [bin, weight] of reference.slaneyBank.column20)
    expect(dense[bin * 64 + 20]).toBeCloseTo(weight, 14);
});

function average(values: Float32Array, of: (value: number) => number): number {
  let sum = 0;
  for (const value of values) sum += of(value);
  return sum / values.length;
}
