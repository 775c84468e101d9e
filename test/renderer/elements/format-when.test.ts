import { expect, test } from "vitest";
import { formatMoment, formatWhen } from "../../../renderer/elements/format-when.ts";

const noonMs = new Date(2026, 10, 29, 12, 0, 7).getTime();

test("a moment is told with its date, to the second", () => {
  expect(formatMoment(noonMs)).toBe("29 Nov 2026 12:00:07");
});

test("in lists the time of day does while it is no question which day", () => {
  expect([formatWhen(noonMs, noonMs), formatWhen(noonMs, noonMs + 86_400_000)]).toEqual([
    "12:00",
    "29 Nov 2026",
  ]);
});
