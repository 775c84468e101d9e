// How far a run has come, as windows and commands show it.
import type { IndexProgress } from "../../preload/indexing.ts";
import { countLibrary } from "../db/counts.ts";
import type { ReadableDb } from "../db/database.ts";
import { RateMeter } from "./rate-meter.ts";

/** Before the first run. */
export const idleProgress: Readonly<IndexProgress> = {
  phase: "idle",
  foundCount: 0,
  doneCount: 0,
  totalCount: 0,
  pendingWindowCount: 0,
  errorCount: 0,
  soundsPerSec: 0,
  etaSec: null,
  currentPath: null,
  slowReason: null,
  problem: null,
};

export interface IndexStateOptions {
  db: ReadableDb;
  getEmbeddingKey(): string;
  nowMs: () => number;
  /** Called after every change of `progress`. */
  onProgress: () => void;
}

export class IndexState {
  #options: IndexStateOptions;
  #meter: RateMeter;
  /** Size of the sounds that are waiting. */
  #restBytes = 0;
  #progress: IndexProgress = { ...idleProgress };

  constructor(options: IndexStateOptions) {
    this.#options = options;
    this.#meter = new RateMeter(options.nowMs());
  }

  get progress(): IndexProgress {
    return { ...this.#progress };
  }

  show(change: Partial<IndexProgress>): void {
    Object.assign(this.#progress, change);
    this.#options.onProgress();
  }

  /** Other work begins: its rate says nothing of what came before. */
  restartMeter(): void {
    this.#meter = new RateMeter(this.#options.nowMs());
  }

  /** Reads from the library what is done and what is left. */
  recount(): void {
    const counts = countLibrary(this.#options.db, this.#options.getEmbeddingKey());
    this.#restBytes = counts.pendingBytes;
    this.show({
      doneCount: counts.readyCount,
      totalCount: counts.readyCount + counts.pendingCount,
      pendingWindowCount: counts.pendingWindowCount,
      errorCount: counts.errorCount,
    });
  }

  /** One sound less to do, embedded or not. */
  noteSound(sizeBytes: number, isDone: boolean): void {
    const nowMs = this.#options.nowMs();
    this.#meter.add(sizeBytes, nowMs);
    this.#restBytes = Math.max(0, this.#restBytes - sizeBytes);
    const doneCount = this.#progress.doneCount + (isDone ? 1 : 0);
    const totalCount = this.#progress.totalCount - (isDone ? 0 : 1);
    const rest = { count: totalCount - doneCount, sizeBytes: this.#restBytes };
    this.show({
      doneCount,
      totalCount,
      soundsPerSec: this.#meter.getRate(nowMs),
      etaSec: this.#meter.estimateSec(rest, nowMs),
    });
  }

  /** One window of a long sound less to do. */
  noteWindow(): void {
    const nowMs = this.#options.nowMs();
    const pendingWindowCount = Math.max(0, this.#progress.pendingWindowCount - 1);
    this.#meter.add(0, nowMs);
    this.show({
      pendingWindowCount,
      etaSec: this.#meter.estimateSec({ count: pendingWindowCount, sizeBytes: 0 }, nowMs),
    });
  }
}
