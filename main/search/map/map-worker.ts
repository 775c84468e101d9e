// Entry of the map's thread: it may compute for half a minute, and no query waits. Knows no database.
import { parentPort } from "node:worker_threads";
import { type HandlersOf, serveChannel } from "../../base/channel.ts";
import { toThreadPort } from "../../base/child-port.ts";
import { layOut, placeAmong } from "./lay-out.ts";
import type { MapWorkerApi, MapWorkerEvents } from "./map-worker-api.ts";

if (!parentPort) throw new Error("map-worker runs as a worker thread only.");

const handlers: HandlersOf<MapWorkerApi> = {
  layOut: ({ rows }) => layOut(rows, tell),
  placeAmong: ({ rows, among, places }) => placeAmong(rows, among, places, tell),
};

const emit = serveChannel<MapWorkerApi>(toThreadPort(parentPort), handlers);

function tell(share: number): void {
  emit("share" satisfies keyof MapWorkerEvents, share);
}
