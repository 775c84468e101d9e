// The engine's side of the worker threads: which thread, how long it may take, what a failure means.
import type { Region } from "../../preload/sound.ts";
import type { TaggedFile, TagFileOptions } from "../exchange/tag-files/tag-file.ts";
import type { FrontEndSpec } from "../clap/front-end.ts";
import type { HeardSound } from "./index-sound.ts";
import type { HeardFile, HeardWindow } from "./index-windows.ts";
import type { ScannedFolder } from "./scan.ts";
import type { ChangedPlace } from "./watch/changed-place.ts";
import { WorkerPool } from "./worker-pool.ts";

/** Ends a decoder that hangs; far above what a slow disk or a busy machine needs. */
const baseLimitMs = 60_000;
const limitMsPerMegabyte = 2000;
/** A network drive may think for a while about one folder. */
const scanLimitMs = 5 * 60_000;

export interface FileOnDisk {
  path: string;
  sizeBytes: number;
}

export class SoundListener {
  #pool: WorkerPool;
  /** A scan waits for no decoder. */
  #scanPool = new WorkerPool(1);

  constructor(threadCount: number) {
    this.#pool = new WorkerPool(threadCount);
  }

  get threadCount(): number {
    return this.#pool.threadCount;
  }

  hashQuickly(file: FileOnDisk): Promise<string> {
    return this.#pool.use((thread) => thread.call("hashQuickly", { path: file.path }, baseLimitMs));
  }

  hashContent(file: FileOnDisk): Promise<string> {
    return this.#pool.use((thread) => thread.call("hashContent", { path: file.path }, toLimitMs(file)));
  }

  listen(file: FileOnDisk, spec: FrontEndSpec): Promise<HeardSound> {
    return this.#pool.use((thread) => thread.call("listen", { path: file.path, spec }, toLimitMs(file)));
  }

  /** The sound as a WAV file of 16 bits, at most two channels; see `play-wav.ts`. */
  decodeToWav(file: FileOnDisk): Promise<Uint8Array> {
    return this.#pool.use((thread) => thread.call("decodeToWav", { path: file.path }, toLimitMs(file)));
  }

  /** See `tag-file.ts`. The file is read several times. */
  tagFile(file: FileOnDisk, labels: string[], options: TagFileOptions): Promise<TaggedFile> {
    const { path } = file;
    const limitMs = 4 * toLimitMs(file);
    return this.#pool.use((thread) => thread.call("tagFile", { path, labels, options }, limitMs));
  }

  /** See `render-region.ts`. */
  renderRegionToBytes(file: FileOnDisk, region: Region): Promise<Uint8Array> {
    const { path } = file;
    return this.#pool.use((thread) => thread.call("renderRegionToBytes", { path, region }, toLimitMs(file)));
  }

  /** @returns path of the new file */
  renderRegionToFile(file: FileOnDisk, region: Region, folder: string): Promise<string> {
    const { path } = file;
    return this.#pool.use((thread) =>
      thread.call("renderRegionToFile", { path, region, folder }, toLimitMs(file)),
    );
  }

  /** Windows of a long sound. One is decoded ahead; the thread waits when its asker is slower. */
  async *listenToWindows(
    { path, sizeBytes, modifiedMs }: HeardFile,
    spec: FrontEndSpec,
  ): AsyncGenerator<HeardWindow> {
    const lease = await this.#pool.lease();
    try {
      const { thread } = lease;
      const file = { path, sizeBytes, modifiedMs };
      const limitMs = toLimitMs(file);
      await thread.call("openWindows", { file, spec }, limitMs);
      let next = thread.call("nextWindow", {}, limitMs);
      for (;;) {
        const window = await next;
        if (window === null) return;
        next = thread.call("nextWindow", {}, limitMs);
        // Its failure is thrown when it is awaited; the asker may never come back for it.
        next.catch(() => {});
        yield window;
      }
    } finally {
      if (!lease.thread.isDead) await lease.thread.call("closeWindows", {}, baseLimitMs).catch(() => {});
      lease.release();
    }
  }

  /** The folders below a root as they are found, or only some places of it; see `scan.ts`. */
  async *scan(root: string, excludes: string[], places?: ChangedPlace[]): AsyncGenerator<ScannedFolder[]> {
    const lease = await this.#scanPool.lease();
    try {
      await lease.thread.call("openScan", { root, excludes, ...(places && { places }) }, scanLimitMs);
      for (;;) {
        const folders = await lease.thread.call("nextFolders", {}, scanLimitMs);
        if (folders === null) return;
        yield folders;
      }
    } finally {
      lease.release();
    }
  }

  close(): void {
    this.#pool.close();
    this.#scanPool.close();
  }
}

function toLimitMs(file: FileOnDisk): number {
  return baseLimitMs + (file.sizeBytes / 1e6) * limitMsPerMegabyte;
}
