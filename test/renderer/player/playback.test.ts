// What is computed about playing: gain, rate, spectrogram.
import { expect, test } from "vitest";
import { matchGainDb, toFactor } from "../../../renderer/player/gain-match.ts";
import { findPlaybackRate } from "../../../renderer/player/playback-rate.ts";
import { drawSpectrogram, rowOfFrequency } from "../../../renderer/player/spectrogram.ts";

test.each([
  ["a loud sound is made quieter", -8, -10],
  ["one at the target stays", -18, 0],
  ["a quiet one is made louder", -25, 7],
  ["but never by more than 12 dB", -60, 12],
  ["one without a loudness stays", null, 0],
])("equal loudness: %s", (_what, loudnessLufs, gainDb) => {
  expect(matchGainDb(loudnessLufs)).toBe(gainDb);
});

test("20 dB are a factor of ten", () => {
  expect([toFactor(20), toFactor(0), toFactor(-20)]).toEqual([10, 1, 0.1]);
});

const plain = { pitchSemitones: 0, isTempoMatched: false, projectTempoBpm: 120 };

test.each([
  ["as it is", plain, 90, { rate: 1, keepsPitch: false }],
  ["an octave up is twice as fast", { ...plain, pitchSemitones: 12 }, null, { rate: 2, keepsPitch: false }],
  ["an octave down half", { ...plain, pitchSemitones: -12 }, null, { rate: 0.5, keepsPitch: false }],
  ["in the project's tempo", { ...plain, isTempoMatched: true }, 100, { rate: 1.2, keepsPitch: true }],
  [
    "half tempo counts as the same",
    { ...plain, isTempoMatched: true, projectTempoBpm: 174 },
    87,
    { rate: 1, keepsPitch: true },
  ],
  [
    "double tempo too",
    { ...plain, isTempoMatched: true, projectTempoBpm: 70 },
    140,
    { rate: 1, keepsPitch: true },
  ],
  [
    "a sound without a tempo keeps its pitch setting",
    { ...plain, isTempoMatched: true, pitchSemitones: 12 },
    null,
    { rate: 2, keepsPitch: false },
  ],
])("rate: %s", (_what, settings, tempoBpm, expected) => {
  expect(findPlaybackRate(settings, tempoBpm)).toEqual(expected);
});

function sine(frequencyHz: number, sampleRate: number, durationSec: number): Float32Array {
  return Float32Array.from({ length: sampleRate * durationSec }, (_, i) =>
    Math.sin((2 * Math.PI * frequencyHz * i) / sampleRate),
  );
}

test.each([110, 440, 1000, 8000])(
  "a sine of %d Hz is brightest in its own row, at full scale",
  (frequencyHz) => {
    const { levels } = drawSpectrogram(sine(frequencyHz, 44_100, 0.5), 44_100, 9, 64);
    const column = Array.from({ length: 64 }, (_, row) => levels[row * 9 + 4] as number);
    const brightest = column.indexOf(Math.max(...column));
    expect(Math.abs(brightest - rowOfFrequency(frequencyHz, 64))).toBeLessThanOrEqual(1);
    expect(column[brightest]).toBeGreaterThan(248);
  },
);

test("silence is black, and what is above the file's own limit too", () => {
  expect(drawSpectrogram(new Float32Array(1000), 44_100, 4, 8).levels.every((level) => level === 0)).toBe(
    true,
  );
  const { levels } = drawSpectrogram(sine(1000, 8000, 0.5), 8000, 1, 64);
  expect(levels[rowOfFrequency(12_000, 64)]).toBeLessThan(60);
});

test("time runs from left to right", () => {
  const half = sine(440, 44_100, 0.25);
  const samples = new Float32Array(half.length * 2);
  samples.set(half, half.length);
  const { levels } = drawSpectrogram(samples, 44_100, 10, 64);
  const row = rowOfFrequency(440, 64) * 10;
  expect([levels[row + 1], levels[row + 8]]).toEqual([0, expect.any(Number)]);
  expect(levels[row + 8]).toBeGreaterThan(200);
});
