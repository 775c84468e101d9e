import { expect, test } from "vitest";
import { RateMeter } from "../../main/indexer/rate-meter.ts";

test("the rate is that of the last twenty seconds", () => {
  const meter = new RateMeter(0);
  for (let second = 1; second <= 60; second++) meter.add(1000, second * 1000);
  for (let step = 1; step <= 40; step++) meter.add(1000, 60_000 + step * 500);
  expect(meter.getRate(80_000)).toBeCloseTo(2, 1);
});

test("the estimate goes by number and by bytes", () => {
  const meter = new RateMeter(0);
  for (let second = 1; second <= 10; second++) meter.add(300_000, second * 1000);
  expect(meter.estimateSec({ count: 10, sizeBytes: 3_000_000 }, 10_000)).toBeCloseTo(10, 1);
  expect(meter.estimateSec({ count: 1, sizeBytes: 5_700_000 }, 10_000)).toBeCloseTo(10, 1);
});

test("there is no estimate in the first two seconds or without any work done", () => {
  const meter = new RateMeter(0);
  expect(meter.estimateSec({ count: 5, sizeBytes: 5 }, 60_000)).toBeNull();
  meter.add(1000, 500);
  expect(meter.estimateSec({ count: 5, sizeBytes: 5 }, 1000)).toBeNull();
});

test("the rate falls to nothing when nothing is done", () => {
  const meter = new RateMeter(0);
  meter.add(1000, 1000);
  expect(meter.getRate(1_000_000)).toBeLessThan(0.01);
});
