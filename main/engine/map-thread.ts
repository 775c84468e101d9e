// One thread that lays the map out: made for one piece of work and ended with it, since that holds all embeddings.
import { Worker } from "node:worker_threads";
import { connectClient } from "../base/channel.ts";
import { toThreadPort } from "../base/child-port.ts";
import { findEntryPath } from "../base/entry.ts";
import type { MapWorkerApi, MapWorkerEvents } from "../search/map/map-worker-api.ts";

/** What UMAP needs for its landmarks, with room (docs/benchmarks.md). */
const memoryLimitMb = 1024;

export class MapThread {
  readonly api: MapWorkerApi;
  readonly #worker: Worker;

  /** @param onShare told how far the work is, 0..1 */
  constructor(onShare: (share: number) => void) {
    this.#worker = new Worker(findEntryPath("map-worker"), {
      resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb },
      execArgv: [],
    });
    const client = connectClient<MapWorkerApi>(toThreadPort(this.#worker));
    client.onEvent((name, payload) => {
      if (name === ("share" satisfies keyof MapWorkerEvents)) onShare(payload as number);
    });
    this.api = client.api;
  }

  /** Ends the thread at once; work under way fails with `process-gone`. */
  end(): void {
    void this.#worker.terminate();
  }
}
