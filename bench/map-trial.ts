// One layout in a process of its own: `node map-trial.ts OPTIONS_AS_JSON`.
import { closeLibrary, openLibrary } from "../main/db/open-library.ts";
import { toScanCode } from "../main/db/scan-code.ts";
import { layOut, placeAmong } from "../main/search/map/lay-out.ts";
import { type MapRows, pickRows, readRow, toScanMemory } from "../main/search/map/map-rows.ts";
import type { Plane } from "../main/search/map/plane.ts";
import { projectOnPlane } from "../main/search/map/principal-plane.ts";
import { readMapRows } from "../main/search/map/read-map-rows.ts";
import { type MapQuality, measureMap } from "./map-quality.ts";
import { makeEmbeddings } from "./search-data.ts";

export interface MapTrialOptions {
  /** Made-up sounds, unless a library is given. */
  sounds: number;
  libraryPath: string | null;
  modelKey: string;
}

export interface MapTrialResult {
  sounds: number;
  layOutSec: number;
  /** 1000 sounds, or a tenth of a small library, put among the others. */
  placedCount: number;
  placeSec: number;
  /** Of the whole process at its most. */
  peakRssMb: number;
  quality: MapQuality;
  /** Of the same sounds on the plane of their first two principal components. */
  principalQuality: MapQuality;
}

/** Sounds whose neighbours are looked at: the measure is right to about 0.01. */
const sampledCount = 500;
const k = 10;

const options = JSON.parse(process.argv[2] ?? "{}") as MapTrialOptions;
console.log(JSON.stringify(await measure(options)));
process.exit(0);

async function measure(wanted: MapTrialOptions): Promise<MapTrialResult> {
  const rows =
    wanted.libraryPath === null
      ? makeRows(wanted.sounds)
      : await readLibrary(wanted.libraryPath, wanted.modelKey);
  const count = rows.scales.length;
  const startedMs = performance.now();
  const plane = layOut(rows);
  const layOutSec = secondsSince(startedMs);
  const placedCount = Math.min(1000, Math.floor(count / 10));
  const old = rangeOf(0, count - placedCount);
  const places = { x: plane.x.slice(0, old.length), y: plane.y.slice(0, old.length) };
  const among = pickRows(rows, old);
  const fresh = pickRows(rows, rangeOf(old.length, count));
  const placedMs = performance.now();
  const placed = placeAmong(fresh, among, places);
  const placeSec = secondsSince(placedMs);
  const peakRssMb = Math.round(process.resourceUsage().maxRSS / 1000);
  if (![...plane.x, ...plane.y, ...placed.x, ...placed.y].every(Number.isFinite)) {
    throw new Error("Some sounds have no place");
  }
  const quality = measureQuality(rows, plane);
  if (!(quality.trustworthiness > 0.6)) throw new Error(`The map says nothing: ${JSON.stringify(quality)}`);
  const principalQuality = measureQuality(rows, projectOnPlane(rows));
  return { sounds: count, layOutSec, placedCount, placeSec, peakRssMb, quality, principalQuality };
}

function makeRows(count: number): MapRows {
  const dim = 512;
  const embeddings = makeEmbeddings(2);
  const codes = new Int8Array(count * dim);
  const scales = new Float32Array(count);
  for (let row = 0; row < count; row++) {
    const { code, scale } = toScanCode(embeddings.next().value);
    codes.set(code, row * dim);
    scales[row] = scale;
  }
  return { dim, soundIds: Uint32Array.from(rangeOf(1, count + 1)), codes, scales };
}

async function readLibrary(libraryPath: string, modelKey: string): Promise<MapRows> {
  const db = openLibrary(libraryPath, "read");
  try {
    return await readMapRows(db, modelKey);
  } finally {
    closeLibrary(db);
  }
}

function measureQuality(rows: MapRows, plane: Plane): MapQuality {
  const count = rows.scales.length;
  const memory = toScanMemory(rows);
  const query = new Float32Array(rows.dim);
  const sampled = rangeOf(0, Math.min(sampledCount, count));
  return measureMap({
    plane,
    cosinesOf: (index) => memory.scan(readRow(rows, index, query)),
    k,
    sampled: Array.from(sampled, (index) => Math.floor((index * count) / sampled.length)),
  });
}

function rangeOf(from: number, to: number): Uint32Array {
  return Uint32Array.from({ length: to - from }, (_, i) => from + i);
}

function secondsSince(startedMs: number): number {
  return Math.round((performance.now() - startedMs) / 100) / 10;
}
