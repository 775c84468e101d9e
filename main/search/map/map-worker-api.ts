// What the map's thread can be asked for.
import type { MapRows } from "./map-rows.ts";
import type { Plane } from "./plane.ts";

export interface MapWorkerApi {
  layOut(request: { rows: MapRows }): Promise<Plane>;
  placeAmong(request: { rows: MapRows; among: MapRows; places: Plane }): Promise<Plane>;
}

/** Pushed by the thread, unasked. */
export interface MapWorkerEvents {
  /** Share of the work under way, 0..1. */
  share: number;
}
