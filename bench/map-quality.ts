// How faithful a map is: whether near on it means alike, and whether alike means near.
import type { Plane } from "../main/search/map/plane.ts";

export interface MapQuality {
  /** Venna and Kaski 2001: 1 when all neighbours on the map are neighbours by ear, about 0.5 for places by chance. */
  trustworthiness: number;
  /** Share of the k most alike that are among the k nearest on the map. */
  kept: number;
}

export interface MeasuredMap {
  plane: Plane;
  /** Cosines of one sound and all. A view that the next call may overwrite. */
  cosinesOf: (index: number) => ArrayLike<number>;
  /** Neighbours looked at. */
  k: number;
  /** Sounds that are looked at; all make the measure exact. */
  sampled: readonly number[];
}

/** @returns means over the sampled sounds; ranks are among all */
export function measureMap({ plane, cosinesOf, k, sampled }: MeasuredMap): MapQuality {
  const count = plane.x.length;
  let penalty = 0;
  let keptCount = 0;
  for (const index of sampled) {
    const near = findNearest(plane, index, k);
    const cosines = cosinesOf(index);
    for (const other of near) {
      const rank = rankOf(cosines, index, other);
      if (rank <= k) keptCount++;
      else penalty += rank - k;
    }
  }
  const worst = (sampled.length * k * (2 * count - 3 * k - 1)) / 2;
  return { trustworthiness: 1 - penalty / worst, kept: keptCount / (sampled.length * k) };
}

/** 1 for the most alike, the sound itself left out. */
function rankOf(cosines: ArrayLike<number>, index: number, other: number): number {
  const own = cosines[other] as number;
  let rank = 1;
  for (let i = 0; i < cosines.length; i++) if ((cosines[i] as number) > own && i !== index) rank++;
  return rank;
}

function findNearest({ x, y }: Plane, index: number, k: number): number[] {
  const distances = Float64Array.from(
    x,
    (value, i) => (value - (x[index] as number)) ** 2 + ((y[i] as number) - (y[index] as number)) ** 2,
  );
  distances[index] = Number.POSITIVE_INFINITY;
  const near: number[] = [];
  for (let i = 0; i < distances.length; i++) {
    const distance = distances[i] as number;
    if (near.length === k && distance >= (distances[near[k - 1] as number] as number)) continue;
    const place = near.findIndex((other) => distance < (distances[other] as number));
    near.splice(place < 0 ? near.length : place, 0, i);
    near.length = Math.min(near.length, k);
  }
  return near;
}
