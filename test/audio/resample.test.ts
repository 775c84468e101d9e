import { describe, expect, test } from "vitest";
import { resample, Resampler } from "../../main/audio/resample.ts";
import { compareDb, readFloats, readReference } from "./read-reference.ts";

const outputRate = 48_000;

function sine(hz: number, rate: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_unused, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / rate));
}

/** Without the first and last 50 ms, where the filter meets the silence outside. */
function middle(samples: Float32Array): Float32Array {
  return samples.subarray(2400, samples.length - 2400);
}

function rmsDb(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  return 10 * Math.log10(power);
}

describe("a tone keeps its phase and its level to 100 dB", () => {
  test.for([
    [8000, 1000],
    [11_025, 3000],
    [22_050, 7000],
    [32_000, 9000],
    [44_100, 1000],
    [44_100, 15_000],
    [88_200, 15_000],
    [96_000, 15_000],
    [192_000, 15_000],
    [44_101, 10_000],
    [12_345, 3000],
    [767_999, 10_000],
  ] as const)("%i Hz, tone of %i Hz", ([rate, hz]) => {
    const output = resample(sine(hz, rate, rate), rate, outputRate);
    expect(output.length).toBe(outputRate);
    expect(compareDb(middle(output), middle(sine(hz, outputRate, outputRate)))).toBeGreaterThan(100);
  });
});

test.for([
  [96_000, 25_300],
  [96_000, 30_000],
  [96_000, 47_000],
  [192_000, 26_000],
  [192_000, 70_000],
] as const)("from %i Hz a tone of %i Hz leaves less than -100 dB", ([rate, hz]) => {
  const input = sine(hz, rate, rate);
  const output = resample(input, rate, outputRate);
  expect(rmsDb(middle(output)) - rmsDb(input)).toBeLessThan(-100);
});

describe("a chord below 0.36 of the rate equals the output of soxr to 90 dB", () => {
  test.for(readReference().soxr)("$sampleRate Hz", ({ sampleRate, excerptStart, excerptFrames }) => {
    const output = resample(readFloats(`resample-${sampleRate}.f32`), sampleRate, outputRate);
    const excerpt = output.subarray(excerptStart, excerptStart + excerptFrames);
    expect(compareDb(excerpt, readFloats(`resample-${sampleRate}-soxr.f32`))).toBeGreaterThan(90);
  });
});

describe("streaming", () => {
  test.for([8000, 44_100, 48_000, 96_000, 192_000, 44_101, 767_999])(
    "%i Hz: blocks of any size give the very bits of one push",
    (rate) => {
      const input = sine(1000, rate, 30_011);
      const resampler = new Resampler(rate, outputRate);
      const parts: number[] = [];
      const sizes = [1, 2, 3, 7, 64, 1000, 4096, 5];
      for (let offset = 0, k = 0; offset < input.length; k++) {
        const size = sizes[k % sizes.length] as number;
        parts.push(...resampler.push(input.subarray(offset, offset + size)));
        offset += size;
      }
      parts.push(...resampler.flush());
      expect(Float32Array.from(parts)).toEqual(resample(input, rate, outputRate));
    },
  );

  test.for([0, 1, 2, 31, 32, 33, 147, 44_099, 44_100, 44_101])(
    "%i samples at 44.1 kHz: exact length",
    (count) => {
      expect(resample(new Float32Array(count), 44_100, outputRate).length).toBe(
        Math.round((count * outputRate) / 44_100),
      );
    },
  );
});
