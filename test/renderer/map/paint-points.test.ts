import { expect, test } from "vitest";
import { makeDisc, paintPoints, radiusFor } from "../../../renderer/map/paint-points.ts";

const size = { width: 9, height: 7 };
const bright = new Uint32Array(256).fill(7);
bright[0] = 1;
bright[1] = 2;
const dim = new Uint32Array(256).fill(9);

/** Pixels as digits, a line a row. */
function paint(points: [x: number, y: number, group: number, lit?: 0 | 1][], radius: number): string[] {
  const pixels = new Uint32Array(size.width * size.height).fill(5);
  const lit = points.some((point) => point[3] !== undefined)
    ? Uint8Array.from(points, (point) => point[3] ?? 0)
    : null;
  paintPoints(
    { pixels, size, camera: { x: 0, y: 0, scale: 1 }, radius },
    {
      x: Float32Array.from(points, ([x]) => x),
      y: Float32Array.from(points, ([, y]) => y),
      groups: Uint8Array.from(points, ([, , group]) => group),
      lit,
      colours: { bright, dim },
    },
  );
  return Array.from({ length: size.height }, (_, row) =>
    [...pixels.subarray(row * size.width, (row + 1) * size.width)].join(""),
  );
}

test("a disc of its group's colour at its place, y upwards, on nothing", () => {
  expect(paint([[0.5, 0.5, 0]], 1.5)).toEqual([
    "000000000",
    "000000000",
    "000001000",
    "000011100",
    "000001000",
    "000000000",
    "000000000",
  ]);
});

test("sounds that are found lie on those that are not, whatever their order", () => {
  const painted = paint(
    [
      [0.5, 0.5, 1, 1],
      [1.5, 0.5, 0, 0],
    ],
    1.5,
  );
  expect(painted[3]).toBe("000022290");
});

test("a sound without a group has a colour of its own, one at the edge is left out", () => {
  expect(paint([[-2.5, 1.5, 255]], 0.5)[2]).toBe("007000000");
  expect(
    paint(
      [
        [4.5, 0.5, 0],
        [0.5, 99, 0],
      ],
      1.5,
    ).join(""),
  ).not.toContain("1");
});

test("discs are round and grow with the room there is", () => {
  expect([...makeDisc(0.5)]).toEqual([0, 0]);
  expect([...makeDisc(2.5)]).toEqual([2, 1, 2, 2, 2, 1]);
  expect([radiusFor(1, 1), radiusFor(15, 1), radiusFor(15, 2), radiusFor(500, 1)]).toEqual([
    1.4, 4.5, 9, 5.5,
  ]);
});
