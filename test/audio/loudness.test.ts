// Against ffmpeg's ebur128 filter, which prints one decimal; see test/reference/make-audio-fixtures.py.
import { describe, expect, test } from "vitest";
import { LoudnessMeter } from "../../main/audio/loudness.ts";
import { openAudio } from "../../main/audio/open-audio.ts";
import { fixturePath, readReference } from "./read-reference.ts";

function sine(rate: number, sec: number, level: number): Float32Array {
  return Float32Array.from(
    { length: rate * sec },
    (_unused, i) => level * Math.sin((2 * Math.PI * 997 * i) / rate),
  );
}

describe("loudness equals that of ffmpeg's ebur128 to 0.1 LU", () => {
  test.for(Object.entries(readReference().loudnessLufs))("%s", async ([name, expected]) => {
    const source = await openAudio(fixturePath(name));
    const meter = new LoudnessMeter(source.info.sampleRate, source.info.channelCount);
    for await (const block of source.blocks()) meter.push(block);
    await source.close();
    expect(Math.abs((meter.finish() ?? 0) - expected)).toBeLessThanOrEqual(0.1);
  });
});

test.for([8000, 44_100, 48_000, 192_000])("a sine of 997 Hz at full scale is -3.01 LUFS at %i Hz", (rate) => {
  const meter = new LoudnessMeter(rate, 1);
  meter.push([sine(rate, 2, 1)]);
  expect(meter.finish()).toBeCloseTo(-3.01, 1);
});

test("blocks of any size give the same loudness", () => {
  const whole = new LoudnessMeter(48_000, 1);
  const pieces = new LoudnessMeter(48_000, 1);
  const samples = sine(48_000, 1, 0.25);
  whole.push([samples]);
  for (let i = 0; i < samples.length; i += 777) pieces.push([samples.subarray(i, i + 777)]);
  expect(pieces.finish()).toBeCloseTo(whole.finish() ?? 0, 9);
});

test("a sound shorter than a block of 400 ms is measured as a whole", () => {
  const meter = new LoudnessMeter(48_000, 1);
  meter.push([sine(48_000, 0.25, 1)]);
  expect(meter.finish()).toBeCloseTo(-3.01, 0);
});

test("silence has no loudness", () => {
  const meter = new LoudnessMeter(48_000, 2);
  expect(meter.finish()).toBeNull();
  meter.push([new Float32Array(96_000), new Float32Array(96_000)]);
  expect(meter.finish()).toBeNull();
});
