// How the map is made: landmarks are arranged by UMAP, every other sound is put among the landmarks that it is like
// and then drawn to its own neighbours. Start here. Pure: knows no library; the same rows give the same places.
import { arrange } from "./arrange.ts";
import { chooseLandmarks } from "./landmarks.ts";
import { type MapRows, pickRows } from "./map-rows.ts";
import { findNearestAmong, placeAtMeans } from "./place.ts";
import type { Plane } from "./plane.ts";
import { makeRandom, shuffle } from "./random.ts";
import { findNearNeighbours, refine } from "./refine.ts";
import { spreadOut } from "./spread-out.ts";

/** What UMAP arranges in some seconds; a library of no more sounds is arranged as a whole. */
export const landmarkCount = 4000;
/** Placed sounds among which a new one is put; more would cost a minute for some thousand new ones. */
const amongCount = 20_000;

/** Told a share of the work, 0..1. */
export type OnProgress = (share: number) => void;

/**
 * Places for all rows: some seconds for a few thousand, some twenty seconds of one core for 100,000 (docs/benchmarks.md).
 * @param mostLandmarks other than `landmarkCount`: for measuring
 */
export function layOut(
  rows: MapRows,
  onProgress: OnProgress = () => {},
  mostLandmarks = landmarkCount,
): Plane {
  const part = (from: number, to: number): OnProgress => {
    return (share) => onProgress(from + (to - from) * share);
  };
  const landmarks = chooseLandmarks(rows, mostLandmarks);
  const isWhole = landmarks.length === rows.scales.length;
  const landmarkRows = isWhole ? rows : pickRows(rows, landmarks);
  const places = arrange(landmarkRows, part(0.05, isWhole ? 1 : 0.3));
  if (isWhole) {
    spreadOut(places, 0);
    return places;
  }
  const nearest = findNearestAmong(rows, landmarkRows, part(0.3, 0.7));
  const plane = placeAtMeans(nearest, places);
  const neighbours = findNearNeighbours(rows, nearest, landmarks.length, part(0.7, 0.8));
  refine(plane, neighbours, part(0.8, 1));
  spreadOut(plane, 0);
  return plane;
}

/**
 * Places for new sounds among those that have theirs, which stay where they are.
 * @param places of `among`, row by row
 */
export function placeAmong(
  rows: MapRows,
  among: MapRows,
  places: Plane,
  onProgress: OnProgress = () => {},
): Plane {
  const placedCount = places.x.length;
  const picked = shuffle(placedCount, makeRandom(17)).subarray(0, amongCount).sort();
  const pick = (values: Float32Array): Float32Array =>
    Float32Array.from(picked, (row) => values[row] as number);
  const nearest = findNearestAmong(rows, pickRows(among, picked), onProgress);
  const found = placeAtMeans(nearest, { x: pick(places.x), y: pick(places.y) });
  const all = { x: concatenate(places.x, found.x), y: concatenate(places.y, found.y) };
  spreadOut(all, placedCount);
  return { x: all.x.slice(placedCount), y: all.y.slice(placedCount) };
}

function concatenate(first: Float32Array, second: Float32Array): Float32Array {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
