import { expect, test } from "vitest";
import { toScanCode } from "../../../main/db/scan-code.ts";
import { layOut, placeAmong } from "../../../main/search/map/lay-out.ts";
import { type MapRows, pickRows } from "../../../main/search/map/map-rows.ts";
import { projectOnPlane } from "../../../main/search/map/principal-plane.ts";
import type { Plane } from "../../../main/search/map/plane.ts";
import { measureMap } from "../../../bench/map-quality.ts";
import { clusteredEmbeddings, dotOf, makeRandom } from "../clustered-embeddings.ts";

function toRows(embeddings: readonly Float32Array[]): MapRows {
  const coded = embeddings.map(toScanCode);
  const codes = new Int8Array(embeddings.length * 512);
  for (const [row, { code }] of coded.entries()) codes.set(code, row * 512);
  return {
    dim: 512,
    soundIds: Uint32Array.from(embeddings, (_, row) => row + 1),
    codes,
    scales: Float32Array.from(coded, ({ scale }) => scale),
  };
}

/** Groups of sounds that are alike, in turn: the group of a row is its index modulo `groupCount`. */
function groupedEmbeddings(count: number, groupCount: number): Float32Array[] {
  const centres = clusteredEmbeddings(groupCount, 4);
  const random = makeRandom(9);
  return Array.from({ length: count }, (_, i) => {
    const values = (centres[i % groupCount] as Float32Array).map((value) => value + 0.05 * (random() - 0.5));
    const length = Math.sqrt(dotOf(values, values));
    return values.map((value) => value / length);
  });
}

/** Share of sounds whose nearest neighbour on the map is of their own group. */
function shareAmongOwn({ x, y }: Plane, groupCount: number): number {
  let ownCount = 0;
  for (let i = 0; i < x.length; i++) {
    let [best, bestDistance] = [-1, Number.POSITIVE_INFINITY];
    for (let j = 0; j < x.length; j++) {
      const distance = Math.hypot((x[i] as number) - (x[j] as number), (y[i] as number) - (y[j] as number));
      if (j !== i && distance < bestDistance) [best, bestDistance] = [j, distance];
    }
    if (best % groupCount === i % groupCount) ownCount++;
  }
  return ownCount / x.length;
}

function isFinitePlane({ x, y }: Plane): boolean {
  return [...x, ...y].every(Number.isFinite);
}

test("sounds that are alike lie together, and the same sounds give the same map", () => {
  const rows = toRows(groupedEmbeddings(240, 12));
  const shares: number[] = [];
  const plane = layOut(rows, (share) => shares.push(share));
  expect(shareAmongOwn(plane, 12)).toBeGreaterThan(0.97);
  expect(layOut(rows)).toEqual(plane);
  expect(shares.at(-1)).toBe(1);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
});

test("sounds that are no landmarks lie among those that they are like", () => {
  const rows = toRows(groupedEmbeddings(600, 12));
  const plane = layOut(rows, () => {}, 120);
  expect([plane.x.length, isFinitePlane(plane)]).toEqual([600, true]);
  expect(shareAmongOwn(plane, 12)).toBeGreaterThan(0.97);
  expect(layOut(rows, () => {}, 120)).toEqual(plane);
});

test("near on the map is alike by ear, better than on the plane of the first principal components", () => {
  const embeddings = clusteredEmbeddings(500, 6);
  const plane = layOut(toRows(embeddings), () => {}, 200);
  const measured = {
    cosinesOf: (index: number) => embeddings.map((other) => dotOf(other, embeddings[index] as Float32Array)),
    k: 10,
    sampled: [...embeddings.keys()],
  };
  const principal = projectOnPlane(toRows(embeddings));
  const trust = measureMap({ ...measured, plane }).trustworthiness;
  expect(trust).toBeGreaterThan(measureMap({ ...measured, plane: principal }).trustworthiness + 0.02);
});

test("new sounds are put beside those that they are like", () => {
  const embeddings = groupedEmbeddings(252, 12);
  const all = toRows(embeddings);
  const old = pickRows(
    all,
    Uint32Array.from({ length: 240 }, (_, row) => row),
  );
  const fresh = pickRows(
    all,
    Uint32Array.from({ length: 12 }, (_, row) => 240 + row),
  );
  const places = layOut(old);
  const found = placeAmong(fresh, old, places);
  const together = {
    x: Float32Array.from([...places.x, ...found.x]),
    y: Float32Array.from([...places.y, ...found.y]),
  };
  expect(shareAmongOwn(together, 12)).toBeGreaterThan(0.97);
});

test.each([0, 1, 2, 5, 17])("%i sounds have a map", (count) => {
  const rows = toRows(groupedEmbeddings(count, 3));
  const plane = layOut(rows);
  expect([plane.x.length, plane.y.length, isFinitePlane(plane)]).toEqual([count, count, true]);
  expect(placeAmong(rows, rows, plane).x).toHaveLength(count);
});

test("sounds that are all the same have a map as well", () => {
  const [one] = clusteredEmbeddings(1, 1);
  const rows = toRows(Array.from({ length: 40 }, () => one as Float32Array));
  expect(isFinitePlane(layOut(rows))).toBe(true);
  expect(isFinitePlane(layOut(rows, () => {}, 20))).toBe(true);
});
