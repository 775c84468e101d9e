import { expect, test } from "vitest";
import { findStep } from "../../../renderer/elements/use-roving-focus.ts";

test("arrow keys walk a region in its own direction and stop at its ends", () => {
  expect([
    findStep("ArrowDown", "vertical", 1, 4),
    findStep("ArrowDown", "vertical", 3, 4),
    findStep("ArrowUp", "vertical", 0, 4),
    findStep("ArrowLeft", "horizontal", 2, 4),
    findStep("End", "horizontal", 0, 4),
  ]).toEqual([2, 3, 0, 1, 3]);
});

test("keys that are not the region's are left to others", () => {
  expect([
    findStep("ArrowDown", "horizontal", 1, 4),
    findStep("a", "vertical", 1, 4),
    findStep("ArrowDown", "own", 1, 4),
    findStep("ArrowDown", "vertical", -1, 4),
  ]).toEqual([undefined, undefined, undefined, undefined]);
});
