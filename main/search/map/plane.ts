// Positions on the map.

/** Parallel arrays, a place each. Without unit: neighbours lie about 1 apart. */
export interface Plane {
  x: Float32Array;
  y: Float32Array;
}

export function makePlane(count: number): Plane {
  return { x: new Float32Array(count), y: new Float32Array(count) };
}
