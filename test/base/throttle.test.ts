import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Throttle } from "../../main/base/throttle.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("the first time is said at once, further ones as often as allowed, the last one always", () => {
  const said: number[] = [];
  let state = 0;
  const throttle = new Throttle(250, () => said.push(state));
  for (state = 1; state <= 10; state++) {
    throttle.request();
    vi.advanceTimersByTime(100);
  }
  vi.advanceTimersByTime(1000);
  expect(said[0]).toBe(1);
  expect(said.length).toBeLessThanOrEqual(6);
  expect(said.at(-1)).toBeGreaterThanOrEqual(10);
});

test("flushing says it now and cancels what was to come", () => {
  const say = vi.fn<() => void>();
  const throttle = new Throttle(250, say);
  throttle.request();
  throttle.request();
  throttle.flush();
  vi.advanceTimersByTime(1000);
  expect(say).toHaveBeenCalledTimes(2);
});
