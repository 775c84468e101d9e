// Clearing up after whatever set something up: one test, or all tests of a file (`beforeAll`).
import { afterAll, beforeAll, onTestFinished } from "vitest";

type Clear = () => unknown;

/** Of the set-up that is running, or undefined while tests run. */
let shared: Clear[] | undefined;

/** Sets up what all tests of the file share; what it registers with `afterThis` is cleared after the last of them. */
export function beforeAllTests(setUp: () => Promise<void>): void {
  const clears: Clear[] = [];
  beforeAll(async () => {
    shared = clears;
    try {
      await setUp();
    } finally {
      shared = undefined;
    }
  });
  afterAll(async () => {
    for (const clear of clears.reverse()) await clear();
  });
}

/** Runs `clear` when the present test, or the last test of the file, is over: last registered first. */
export function afterThis(clear: Clear): void {
  if (shared) shared.push(clear);
  else
    onTestFinished(async () => {
      await clear();
    });
}
