import { expect, test } from "vitest";
import {
  formatBytes,
  formatClock,
  formatDuration,
  formatKey,
  formatLength,
  formatLoudness,
  formatPerSecond,
  formatSampleRate,
  formatScore,
  formatTempo,
  formatTimeLeft,
} from "../../../renderer/elements/format.ts";

test("lengths keep three digits below a minute and become a clock above", () => {
  const lengths = [0, 0.005, 0.41, 9.994, 9.995, 59.94, 59.95, 60, 62.4, 3599.6, 7262].map(formatDuration);
  expect(lengths).toEqual([
    "0.00",
    "0.01",
    "0.41",
    "9.99",
    "10.0",
    "59.9",
    "1:00",
    "1:00",
    "1:02",
    "1:00:00",
    "2:01:02",
  ]);
});

test("a length that is not known is a dash", () => {
  expect([null, Number.NaN, Number.POSITIVE_INFINITY, -1].map(formatDuration)).toEqual(["–", "–", "–", "–"]);
});

test("a length alone carries its unit", () => {
  expect([0.41, 62].map(formatLength)).toEqual(["0.41 s", "1:02"]);
});

test("the clock never runs ahead of the sound", () => {
  expect([0, 0.419, 59.999, 60, 62.46, Number.NaN, -1].map(formatClock)).toEqual([
    "0.00",
    "0.41",
    "59.99",
    "1:00.0",
    "1:02.4",
    "0.00",
    "0.00",
  ]);
});

test("bytes take the unit that keeps them short", () => {
  expect([0, 999, 1000, 12_400, 999_949, 999_950, 614_000_000, 2.5e12].map(formatBytes)).toEqual([
    "0 B",
    "999 B",
    "1.0 kB",
    "12.4 kB",
    "1000 kB",
    "1.0 MB",
    "614 MB",
    "2.5 TB",
  ]);
});

test("rates, tempos, keys, loudness and scores are as musicians write them", () => {
  expect({
    rates: [44100, 48000, 11025, null].map(formatSampleRate),
    tempos: [120, 127.96, 87.5, null].map(formatTempo),
    keys: ["A minor", "C major", "F# minor", null].map(formatKey),
    loudness: [-14.25, 0, -0.04, null, Number.NEGATIVE_INFINITY].map(formatLoudness),
    scores: [0, 0.004, 0.87, 0.994, 0.996, 1.2].map(formatScore),
    perSecond: [0.44, 9.94, 9.95, 312.4, 1204].map(formatPerSecond),
    left: [0, 40, 59.4, 60, 740, 3600, 7800].map(formatTimeLeft),
  }).toEqual({
    rates: ["44.1 kHz", "48 kHz", "11.025 kHz", "–"],
    tempos: ["120", "128", "87.5", "–"],
    keys: ["Am", "C", "F#m", "–"],
    loudness: ["−14.3 LUFS", "0.0 LUFS", "0.0 LUFS", "–", "–"],
    scores: [".00", ".00", ".87", ".99", "1.0", "1.0"],
    perSecond: ["0.4", "9.9", "10", "312", "1,204"],
    left: ["1 s", "40 s", "59 s", "1 min", "12 min", "1 h", "2 h 10 min"],
  });
});
