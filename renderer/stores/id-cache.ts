// Values by sound id, fetched in batches as rows come into view. Knows nothing of React or of what it holds.
import type { SoundId } from "../../preload/sound.ts";

export interface IdCacheOptions<Value> {
  /** Ids that are unknown on the other side may be left out of the answer. */
  fetch: (ids: SoundId[]) => Promise<Value[]>;
  idOf: (value: Value) => SoundId;
  /** Values kept; the least recently wanted go first. */
  capacity: number;
  /** Most ids asked for at once. */
  batchSize: number;
}

/** A cache whose stale values stay on screen until fresh ones have come. */
export class IdCache<Value> {
  private readonly options: IdCacheOptions<Value>;
  private readonly values = new Map<SoundId, Value>();
  /** Revision at which a value (or its absence) was fetched. */
  private readonly fetchedAt = new Map<SoundId, number>();
  /** Those that the other side did not know when they were asked for last. */
  private readonly absent = new Set<SoundId>();
  private readonly listeners = new Map<SoundId, Set<() => void>>();
  private readonly wanted = new Set<SoundId>();
  private readonly inFlight = new Set<SoundId>();
  private revision = 0;
  private isScheduled = false;

  constructor(options: IdCacheOptions<Value>) {
    this.options = options;
  }

  /** The value as last fetched, fresh or stale. */
  find(id: SoundId): Value | undefined {
    return this.values.get(id);
  }

  /** The value, unless it may have changed since it was fetched, or is gone. */
  findFresh(id: SoundId): Value | undefined {
    return this.fetchedAt.get(id) === this.revision && !this.absent.has(id) ? this.values.get(id) : undefined;
  }

  /** True for an id that was unknown on the other side when it was asked for last; a value from before stays. */
  isAbsent(id: SoundId): boolean {
    return this.absent.has(id);
  }

  /** Calls back when the value of `id` changes, and fetches it when it is not there or stale. */
  subscribe(id: SoundId, listener: () => void): () => void {
    const ofId = this.listeners.get(id) ?? new Set();
    this.listeners.set(id, ofId.add(listener));
    this.want(id);
    return () => {
      ofId.delete(listener);
      if (ofId.size === 0) this.listeners.delete(id);
      if (!this.listeners.has(id)) this.wanted.delete(id);
    };
  }

  want(id: SoundId): void {
    if (this.fetchedAt.get(id) === this.revision || this.inFlight.has(id)) return;
    this.wanted.add(id);
    if (this.isScheduled) return;
    this.isScheduled = true;
    // A task, not a microtask: a list mounts all its rows first, so they go out in one batch.
    setTimeout(() => this.fetchWanted(), 0);
  }

  /** Everything may have changed: what is on screen is fetched again, the rest when next wanted. */
  invalidate(): void {
    this.revision++;
    for (const id of this.listeners.keys()) this.want(id);
  }

  /** Changes values in place at once, ahead of the engine's answer. */
  patch(ids: readonly SoundId[], change: (value: Value) => Value): void {
    for (const id of ids) {
      const value = this.values.get(id);
      if (value === undefined) continue;
      this.values.set(id, change(value));
      this.notify(id);
    }
  }

  private fetchWanted(): void {
    this.isScheduled = false;
    const ids = [...this.wanted];
    this.wanted.clear();
    for (let start = 0; start < ids.length; start += this.options.batchSize) {
      void this.fetchBatch(ids.slice(start, start + this.options.batchSize));
    }
  }

  private async fetchBatch(ids: SoundId[]): Promise<void> {
    const revision = this.revision;
    for (const id of ids) this.inFlight.add(id);
    try {
      const values = await this.options.fetch(ids);
      for (const id of ids) {
        this.fetchedAt.set(id, revision);
        this.absent.add(id);
      }
      for (const value of values) this.store(this.options.idOf(value), value);
    } catch {
      // The engine is away: rows stay as they are and are wanted again after the reconnect.
    } finally {
      for (const id of ids) this.inFlight.delete(id);
    }
    // Made stale while in flight: what is still on screen is asked for again.
    if (revision !== this.revision) for (const id of ids) if (this.listeners.has(id)) this.want(id);
    this.trim();
  }

  private store(id: SoundId, value: Value): void {
    this.values.delete(id);
    this.values.set(id, value);
    this.absent.delete(id);
    this.notify(id);
  }

  private notify(id: SoundId): void {
    for (const listener of this.listeners.get(id) ?? []) listener();
  }

  private trim(): void {
    for (const id of this.values.keys()) {
      if (this.values.size <= this.options.capacity) return;
      if (this.listeners.has(id)) continue;
      this.values.delete(id);
      this.fetchedAt.delete(id);
    }
  }
}
