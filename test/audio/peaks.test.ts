// Against numpy on the same signal; see test/reference/make-audio-fixtures.py.
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { PeakCollector } from "../../main/audio/peaks.ts";
import { readReference } from "./read-reference.ts";

/** The formula of `saw` in the reference script. */
function saw(count: number): Float32Array {
  return Float32Array.from(
    { length: count },
    (_unused, i) => ((((i * 7919) % 65536) - 32768) / 32768) * (0.2 + (0.8 * ((i * 3) % count)) / count),
  );
}

function collect(samples: Float32Array, blockSamples: number): PeakCollector {
  const peaks = new PeakCollector();
  for (let i = 0; i < samples.length; i += blockSamples) peaks.push(samples.subarray(i, i + blockSamples));
  return peaks;
}

describe("columns are those of numpy", () => {
  test.for(readReference().peaks)(
    "$sampleCount samples, $columns columns",
    ({ sampleCount, columns, sha256 }) => {
      const data = collect(saw(sampleCount), 1000).toColumns(columns);
      expect(data.length).toBe(2 * Math.min(columns, sampleCount));
      expect(createHash("sha256").update(data).digest("hex")).toBe(sha256);
    },
  );
});

test("blocks of any size give the same columns", () => {
  const samples = saw(150_000);
  expect(collect(samples, 1).toColumns(256)).toEqual(collect(samples, 150_000).toColumns(256));
});

test("one sample is one column; samples beyond full scale are clipped; nothing gives nothing", () => {
  expect([...new Int8Array(collect(Float32Array.of(3), 1).toColumns(256).buffer)]).toEqual([127, 127]);
  expect([...new Int8Array(collect(Float32Array.of(-3), 1).toColumns(256).buffer)]).toEqual([-127, -127]);
  expect(new PeakCollector().toColumns(256)).toEqual(new Uint8Array(0));
});
