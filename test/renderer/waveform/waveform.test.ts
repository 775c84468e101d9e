import { expect, test } from "vitest";
import { centroidColour, centroidPosition } from "../../../renderer/waveform/centroid-colour.ts";
import { toPlayerPeaks, waveformColumns } from "../../../renderer/waveform/columns.ts";

/** Pairs (min, max) of int8 as they are stored. */
const stored = (...pairs: number[]): Uint8Array => new Uint8Array(Int8Array.from(pairs).buffer);

test("full scale fills the height, silence is one pixel in the middle", () => {
  expect([...waveformColumns(stored(-127, 127, 0, 0), 2, 24)]).toEqual([0, 24, 12, 13]);
});

test("a column that stands for several peaks takes the outermost", () => {
  expect([...waveformColumns(stored(-10, 20, -127, 5, 0, 64, -1, 1), 2, 20)]).toEqual([8, 20, 5, 10]);
});

test("fewer peaks than pixels are repeated, not stretched beyond the end", () => {
  expect([...waveformColumns(stored(-127, 127, 0, 0), 4, 10)]).toEqual([0, 10, 0, 10, 5, 6, 5, 6]);
});

test("a sound above the middle line only stays above it", () => {
  expect([...waveformColumns(stored(64, 127), 1, 20)]).toEqual([0, 5]);
});

test("without peaks or without room nothing is drawn", () => {
  expect([waveformColumns(stored(), 10, 10).length, waveformColumns(stored(0, 0), 0, 10).length]).toEqual([
    0, 0,
  ]);
});

test("the lowest value of int8 stays inside the canvas", () => {
  expect([...waveformColumns(stored(-128, -128, 0, 0), 2, 24)]).toEqual([23, 24, 12, 13]);
});

test("a sound of one sample, or of one value, is a line in the middle", () => {
  expect([
    [...waveformColumns(stored(64, 64), 2, 24)],
    [...waveformColumns(stored(-9, -9, -9, -9), 1, 24)],
  ]).toEqual([
    [12, 13, 12, 13],
    [12, 13],
  ]);
});

test("a quiet sound fills the height too, though never from a few steps alone", () => {
  expect([
    [...waveformColumns(stored(-12, 6, 0, 0), 2, 24)],
    [...waveformColumns(stored(-1, 1), 1, 254)],
    [...toPlayerPeaks(stored(-64, 32))[1]],
  ]).toEqual([[6, 24, 12, 13], [103, 151], [-1]]);
});

test("player peaks are maxima and minima of -1..1", () => {
  const [maxima, minima] = toPlayerPeaks(stored(-127, 127, -128, 0));
  expect([[...maxima], [...minima]]).toEqual([
    [1, 0],
    [-1, -1],
  ]);
});

test("centroids are placed by octaves and end at the ends of the scale", () => {
  const middle = Math.sqrt(180 * 7000);
  expect([50, 180, middle, 7000, 20_000].map((hz) => Number(centroidPosition(hz).toFixed(6)))).toEqual([
    0, 0, 0.5, 1, 1,
  ]);
});

test("low sounds are amber, high ones blue, unknown ones grey, in both themes", () => {
  expect([
    centroidColour(100, "dark"),
    centroidColour(9000, "dark"),
    centroidColour(null, "dark"),
    centroidColour(100, "light"),
    centroidColour(100, "dark", true),
  ]).toEqual([
    "oklch(0.740 0.130 62.0)",
    "oklch(0.720 0.110 250.0)",
    "oklch(0.660 0.000 0.0)",
    "oklch(0.560 0.130 58.0)",
    "oklch(0.507 0.081 62.0)",
  ]);
});
