// Where a sound that is played from memory stops, turns back, and is by now.
import { expect, test } from "vitest";
import { planPlay, positionOf, type Run } from "../../../renderer/player/play-plan.ts";

const region = { startSec: 1, endSec: 1.5 };

test.each([
  ["to its end", 0, null, false, { fromSec: 0, loop: null, endSec: 4 }],
  ["around the whole sound", 3, null, true, { fromSec: 3, loop: { startSec: 0, endSec: 4 }, endSec: 4 }],
  ["to a region's end", 1.2, region, false, { fromSec: 1.2, loop: null, endSec: 1.5 }],
  ["from before a region, to its end", 0, region, false, { fromSec: 0, loop: null, endSec: 1.5 }],
  ["around a region", 1.2, region, true, { fromSec: 1.2, loop: region, endSec: 1.5 }],
  ["from before a region, then around it", 0, region, true, { fromSec: 0, loop: region, endSec: 1.5 }],
  ["from behind a region, to the end", 2, region, true, { fromSec: 2, loop: null, endSec: 4 }],
  [
    "an end that has just been marked as passed",
    1.51,
    region,
    false,
    { fromSec: 1.5, loop: null, endSec: 1.5 },
  ],
  [
    "a loop whose end has just been marked from its start",
    1.51,
    region,
    true,
    { fromSec: 1, loop: region, endSec: 1.5 },
  ],
  [
    "a region that reaches beyond the last sample up to there",
    3,
    { startSec: 2, endSec: 4.01 },
    true,
    { fromSec: 3, loop: { startSec: 2, endSec: 4 }, endSec: 4 },
  ],
])("plays %s", (_what, positionSec, part, isLoopOn, plan) => {
  expect(planPlay(positionSec, 4, part, isLoopOn)).toEqual(plan);
});

const once: Run = { plan: planPlay(1, 4, null, false), sinceSec: 100, rate: 1 };
const around: Run = { plan: planPlay(1.25, 4, region, true), sinceSec: 100, rate: 1 };
const octaveUp: Run = { ...around, rate: 2 };

test.each([
  ["stands where it starts until the start", once, 99.9, 1],
  ["moves with the clock", once, 102, 3],
  ["stops at its end", once, 110, 4],
  ["has not turned back yet", around, 100.125, 1.375],
  ["is at the start of the region again", around, 100.25, 1],
  ["goes around many times", around, 102.375, 1.125],
  ["at twice the rate moves twice as far", octaveUp, 100.0625, 1.375],
  ["at twice the rate turns back in half the time", octaveUp, 100.25, 1.25],
])("a run %s", (_what, run, nowSec, positionSec) => {
  expect(positionOf(run, nowSec)).toBeCloseTo(positionSec, 9);
});
