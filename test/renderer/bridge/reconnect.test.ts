import { expect, test } from "vitest";
import { nextPauseMs } from "../../../renderer/bridge/reconnect.ts";

test("pauses double from a quarter of a second to five seconds", () => {
  expect([0, 1, 2, 3, 4, 5, 50].map((attempts) => nextPauseMs(attempts, 0.5))).toEqual([
    250, 500, 1000, 2000, 4000, 5000, 5000,
  ]);
});

test("chance spreads a pause by a tenth to either side", () => {
  expect([nextPauseMs(2, 0), nextPauseMs(2, 1)]).toEqual([900, 1100]);
});
