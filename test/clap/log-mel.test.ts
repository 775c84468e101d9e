// Golden numbers: ClapFeatureExtractor of transformers 5.18.0 (test/reference/make_clap_reference.py).
import { expect, test } from "vitest";
import { logMel, LogMelFrames, LogMelStream } from "../../main/clap/log-mel.ts";
import { htkBank, slaneyBank, toDenseBank } from "../../main/clap/mel-filters.ts";
import { lcgNoise, mean, sine } from "./signals.ts";

test("the HTK bank has the weights of the reference", () => {
  const dense = toDenseBank(htkBank);
  const rows = htkBank.filters.map(({ firstBin, weights }) => [firstBin, firstBin + weights.length - 1]);
  expect({
    sum: dense.reduce((sum, weight) => sum + weight, 0),
    nonZero: dense.filter((weight) => weight !== 0).length,
    first: dense[2 * 64],
    last: dense[285 * 64 + 63],
    rows: [rows[0], rows[1], rows[2], rows[62], rows[63]],
  }).toEqual({
    sum: 290.15024272752055,
    nonZero: 580,
    first: 0.765638955143144,
    last: 0.9739533283333675,
    rows: [
      [2, 2],
      [2, 3],
      [3, 4],
      [259, 284],
      [272, 298],
    ],
  });
});

test("each Slaney filter has unit area up to the resolution of the bins", () => {
  const areas = slaneyBank.filters.map(({ weights }) => weights.reduce((sum, w) => sum + w, 0) * 46.875);
  expect(Math.min(...areas.slice(20))).toBeGreaterThan(0.95);
  expect(Math.max(...areas.slice(20))).toBeLessThan(1.05);
});

test("one second of a 440 Hz sine, padded to ten, gives the reference's frames", () => {
  const padded = new Float32Array(480_000);
  const second = sine(440, 48_000);
  for (let i = 0; i < 10; i++) padded.set(second, i * 48_000);
  const mel = logMel(padded);
  const at = (frame: number, band: number): number => mel[frame * 64 + band] as number;
  const golden: [number, number, number][] = [
    [0, 0, 24.07427978515625],
    [0, 10, 34.81626892089844],
    [50, 9, 38.40802764892578],
    [50, 10, 20.888349533081055],
    [50, 11, 4.758725166320801],
    [500, 10, 20.888349533081055],
    [1000, 10, 34.7192268371582],
    [1000, 63, -20.844511032104492],
  ];
  expect(mel.length).toBe(1001 * 64);
  for (const [frame, band, expected] of golden) expect(at(frame, band)).toBeCloseTo(expected, 4);
  expect(mean(mel)).toBeCloseTo(-53.20977898405634, 6);
});

test("silence is exactly -100 dB", () => {
  expect(new Set(logMel(new Float32Array(48_000)))).toEqual(new Set([-100]));
});

test.each([
  [513, 2],
  [960, 3],
  [480_000, 1001],
  [480_479, 1001],
  [480_480, 1002],
])("%i samples give %i frames", (sampleCount, frameCount) => {
  expect(logMel(lcgNoise(sampleCount)).length).toBe(frameCount * 64);
});

test("fewer than 513 samples are refused", () => {
  expect(() => logMel(new Float32Array(512))).toThrow("513");
});

test.each([
  ["one sample at a time", 1, 5_000],
  ["479 at a time", 479, 100_001],
  ["480 at a time", 480, 100_001],
  ["512 at a time", 512, 480_479],
  ["513 at a time", 513, 480_000],
  ["blocks longer than the buffer", 65_536, 500_001],
])("a stream fed %s has the same bits as one shot", (_, blockSize, sampleCount) => {
  const samples = lcgNoise(sampleCount);
  const stream = new LogMelStream();
  for (let start = 0; start < sampleCount; start += blockSize) {
    stream.push(samples.subarray(start, start + blockSize));
  }
  expect(Buffer.compare(toBytes(stream.finish()), toBytes(logMel(samples)))).toBe(0);
});

test("samples that are no finite numbers count as silence", () => {
  const dirty = lcgNoise(2_000);
  const clean = dirty.slice();
  dirty.set([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], 700);
  clean.set([0, 0, 0], 700);
  expect(logMel(dirty)).toEqual(logMel(clean));
});

test("frames are copied across the borders of their blocks", () => {
  const frames = new LogMelFrames();
  for (let i = 0; i < 2_500; i++) frames.addRow().fill(i);
  const copy = frames.copy(1_000, 2_100);
  expect([frames.frameCount, copy.length, copy[0], copy[24 * 64], copy.at(-1)]).toEqual([
    2_500,
    1_100 * 64,
    1_000,
    1_024,
    2_099,
  ]);
  expect(frames.getRow(2_048)[63]).toBe(2_048);
});

function toBytes(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
