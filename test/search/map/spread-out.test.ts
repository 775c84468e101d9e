import { expect, test } from "vitest";
import type { Plane } from "../../../main/search/map/plane.ts";
import { findEvenDistance, spreadOut } from "../../../main/search/map/spread-out.ts";

/** A square of 10 by 10, and some more places at its middle. */
function crowdedPlane(crowd: number): Plane {
  const grid = Array.from({ length: 100 }, (_, i) => [i % 10, Math.floor(i / 10)] as const);
  const places = [...grid, ...Array.from({ length: crowd }, () => [4.5, 4.5] as const)];
  return { x: Float32Array.from(places, ([x]) => x), y: Float32Array.from(places, ([, y]) => y) };
}

function leastDistance({ x, y }: Plane): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      least = Math.min(
        least,
        Math.hypot((x[i] as number) - (x[j] as number), (y[i] as number) - (y[j] as number)),
      );
    }
  }
  return least;
}

test("places that lie on each other part; those with room stay", () => {
  const plane = crowdedPlane(6);
  const before = { x: plane.x.slice(0, 30), y: plane.y.slice(0, 30) };
  spreadOut(plane, 0);
  expect(leastDistance(plane)).toBeGreaterThan(0.05);
  expect({ x: plane.x.slice(0, 30), y: plane.y.slice(0, 30) }).toEqual(before);
});

test("places before the first free one never move", () => {
  const plane = crowdedPlane(6);
  const before = { x: plane.x.slice(0, 103), y: plane.y.slice(0, 103) };
  spreadOut(plane, 103);
  expect({ x: plane.x.slice(0, 103), y: plane.y.slice(0, 103) }).toEqual(before);
  expect(plane.x.slice(103)).not.toEqual(Float32Array.from([4.5, 4.5, 4.5]));
});

test("a plane without extent is left alone", () => {
  const line = { x: Float32Array.from([1, 1, 1]), y: Float32Array.from([0, 1, 2]) };
  expect(findEvenDistance(line)).toBe(0);
  spreadOut(line, 0);
  expect(line).toEqual({ x: Float32Array.from([1, 1, 1]), y: Float32Array.from([0, 1, 2]) });
});
