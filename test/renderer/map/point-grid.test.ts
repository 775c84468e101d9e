import { expect, test } from "vitest";
import { boundsOf } from "../../../renderer/map/camera.ts";
import { PointGrid } from "../../../renderer/map/point-grid.ts";

function gridOf(points: readonly (readonly [x: number, y: number])[]): PointGrid {
  const x = Float32Array.from(points, ([value]) => value);
  const y = Float32Array.from(points, ([, value]) => value);
  return new PointGrid(x, y, boundsOf(x, y));
}

/** 20 by 20 places, one apart: place `20 * y + x`. */
const lattice = Array.from({ length: 400 }, (_, i) => [i % 20, Math.floor(i / 20)] as const);

test("the nearest place within reach, at the edges and beyond them too", () => {
  const grid = gridOf(lattice);
  const find = (x: number, y: number, radius: number): number => grid.findNearest({ x, y }, radius);
  expect([
    find(3.2, 4.1, 0.5),
    find(3.5, 4.5, 0.5),
    find(-3, -3, 1),
    find(-3, -3, 5),
    find(40, 40, 100),
  ]).toEqual([83, -1, -1, 0, 399]);
});

test("places that are not wanted are passed over", () => {
  const grid = gridOf(lattice);
  expect(grid.findNearest({ x: 3, y: 4 }, 2, (index) => index !== 83)).not.toBe(83);
  expect(grid.findNearest({ x: 3, y: 4 }, 2, () => false)).toBe(-1);
});

test("an arrow goes to the nearest place in its direction", () => {
  const grid = gridOf(lattice);
  const from = 20 * 10 + 10;
  const next = (["left", "right", "up", "down"] as const).map((direction) => grid.findNext(from, direction));
  expect(next).toEqual([from - 1, from + 1, from + 20, from - 20]);
  expect(grid.findNext(0, "left")).toBe(-1);
  expect(grid.findNext(from, "right", (index) => index % 20 > 14)).toBe(from + 5);
});

test("a closed line holds what lies within it, in its bays not", () => {
  const grid = gridOf(lattice);
  const line = [
    { x: -0.5, y: -0.5 },
    { x: 2.5, y: -0.5 },
    { x: 2.5, y: 2.5 },
    { x: 1.5, y: 2.5 },
    { x: 1.5, y: 0.5 },
    { x: 0.5, y: 0.5 },
    { x: 0.5, y: 2.5 },
    { x: -0.5, y: 2.5 },
  ];
  expect(grid.findWithin(line)).toEqual([0, 1, 2, 20, 22, 40, 42]);
  expect(grid.findWithin(line.slice(0, 2))).toEqual([]);
});

test("one place, and many on one spot", () => {
  expect(gridOf([[1, 1]]).findNearest({ x: 1, y: 1 }, 1)).toBe(0);
  expect(gridOf([]).findNearest({ x: 0, y: 0 }, 1)).toBe(-1);
  expect(
    gridOf(Array.from({ length: 50 }, () => [2, 2] as const)).findNearest({ x: 2, y: 2 }, 0.1),
  ).toBeGreaterThanOrEqual(0);
});
