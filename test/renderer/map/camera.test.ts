import { expect, test } from "vitest";
import {
  type Bounds,
  boundsOf,
  fit,
  panBy,
  reveal,
  toPlace,
  toScreen,
  zoomAt,
} from "../../../renderer/map/camera.ts";

const size = { width: 864, height: 464 };
function boundsOfLists(x: number[], y: number[]): Bounds {
  return boundsOf(Float32Array.from(x), Float32Array.from(y));
}

const bounds = boundsOf(Float32Array.from([-10, 10, 0]), Float32Array.from([-2, 3, 0]));

test("all is seen, with a margin, and y grows upwards", () => {
  const camera = fit(bounds, size);
  expect(camera).toEqual({ x: 0, y: 0.5, scale: 40 });
  expect(toScreen(camera, size, { x: -10, y: 3 })).toEqual({ x: 32, y: 132 });
  expect(toScreen(camera, size, { x: 10, y: -2 })).toEqual({ x: 832, y: 332 });
});

test("a pixel and its place go there and back", () => {
  const camera = { x: 3, y: -4, scale: 12 };
  const place = toPlace(camera, size, { x: 100, y: 50 });
  expect(toScreen(camera, size, place)).toEqual({ x: 100, y: 50 });
});

test("what lies under the pointer stays there while zooming, within bounds", () => {
  const camera = fit(bounds, size);
  const pixel = { x: 700, y: 90 };
  const before = toPlace(camera, size, pixel);
  const near = zoomAt(camera, size, pixel, 3, camera.scale);
  expect(near.scale).toBe(120);
  const after = toPlace(near, size, pixel);
  expect([after.x, after.y].map((value) => value.toFixed(9))).toEqual(
    [before.x, before.y].map((value) => value.toFixed(9)),
  );
  expect(zoomAt(camera, size, pixel, 1e9, camera.scale).scale).toBe(8000);
  expect(zoomAt(camera, size, pixel, 1e-9, camera.scale).scale).toBe(20);
});

test("a drag moves the map with the pointer", () => {
  const camera = fit(bounds, size);
  const place = toPlace(camera, size, { x: 300, y: 200 });
  expect(toScreen(panBy(camera, 25, -10), size, place)).toEqual({ x: 325, y: 190 });
});

test("a place out of sight is brought in, one in sight moves nothing", () => {
  const camera = { x: 0, y: 0, scale: 100 };
  expect(reveal(camera, size, { x: 1, y: 1 })).toEqual(camera);
  const moved = reveal(camera, size, { x: 20, y: 0 });
  expect(toScreen(moved, size, { x: 20, y: 0 })).toEqual({ x: 832, y: 232 });
});

test("a map of nothing, of one sound and of a line has bounds", () => {
  expect(boundsOfLists([], [])).toEqual({ minX: -0.5, maxX: 0.5, minY: -0.5, maxY: 0.5 });
  expect(boundsOfLists([2], [3])).toEqual({ minX: 1.5, maxX: 2.5, minY: 2.5, maxY: 3.5 });
  expect(boundsOfLists([0, 4], [1, 1])).toEqual({ minX: 0, maxX: 4, minY: 0.5, maxY: 1.5 });
});
