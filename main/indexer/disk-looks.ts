// Looks at the disk: which are wanted, and their doing, one at a time. Whole roots for a start and when nothing better
// is known, single places when a watcher has told them.
import path from "node:path";
import type { WritableDb } from "../db/database.ts";
import { listFolders } from "../db/folders.ts";
import type { SyncResult } from "./folder-sync.ts";
import { syncFolder, type SyncTools } from "./sync-folder.ts";
import { syncPlaces } from "./sync-places.ts";
import { type ChangedPlace, ChangedPlaces } from "./watch/changed-place.ts";

export interface DiskLooksOptions {
  db: WritableDb;
  scan: SyncTools["scan"];
  nowMs: () => number;
  /** Files found so far by a look at all roots. */
  onFound: (foundCount: number) => void;
  /** The library has changed. */
  onChange: () => void;
  signal: AbortSignal;
}

export class DiskLooks {
  #options: DiskLooksOptions;
  #isAllWanted = false;
  #wanted = new Map<number, ChangedPlaces>();
  #running: Promise<boolean> = Promise.resolve(false);

  constructor(options: DiskLooksOptions) {
    this.#options = options;
  }

  get isWanted(): boolean {
    return this.#isAllWanted || this.#wanted.size > 0;
  }

  get isAllWanted(): boolean {
    return this.#isAllWanted;
  }

  /** Asks for a look at every root. */
  wantAll(): void {
    this.#isAllWanted = true;
  }

  /** Asks for a look at places of one root. */
  want(folderId: number, places: readonly ChangedPlace[]): void {
    const wanted = this.#wanted.get(folderId) ?? new ChangedPlaces(path.sep);
    for (const place of places) wanted.add(place);
    this.#wanted.set(folderId, wanted);
  }

  /**
   * Does what is wanted, until nothing is, after what is under way.
   * @returns whether the library has changed
   * @throws AppError of the library (`disk-full`)
   */
  run(): Promise<boolean> {
    this.#running = this.#running.then(
      () => this.#runAll(),
      () => this.#runAll(),
    );
    return this.#running;
  }

  async #runAll(): Promise<boolean> {
    let hasChanged = false;
    while (this.isWanted && !this.#options.signal.aborted) {
      // oxlint-disable-next-line no-await-in-loop -- one look at a time
      if (await (this.#isAllWanted ? this.#lookAtAll() : this.#lookAtPlaces())) hasChanged = true;
    }
    return hasChanged;
  }

  async #lookAtAll(): Promise<boolean> {
    const { db, signal, onFound } = this.#options;
    this.#isAllWanted = false;
    this.#wanted.clear();
    let foundBefore = 0;
    let hasChanged = false;
    onFound(0);
    for (const folder of listFolders(db)) {
      if (signal.aborted) break;
      const tools = this.#makeTools((foundCount) => onFound(foundBefore + foundCount));
      // oxlint-disable-next-line no-await-in-loop -- one root at a time
      const result = await syncFolder(folder, tools, signal);
      foundBefore += result.foundCount;
      if (this.#note(result)) hasChanged = true;
    }
    return hasChanged;
  }

  async #lookAtPlaces(): Promise<boolean> {
    const { db, signal } = this.#options;
    const [folderId, places] = [...this.#wanted][0] as [number, ChangedPlaces];
    this.#wanted.delete(folderId);
    const folder = listFolders(db).find(({ id }) => id === folderId);
    // The root may have gone from the library since.
    if (!folder) return false;
    return this.#note(
      await syncPlaces(
        folder,
        places.take(),
        this.#makeTools(() => {}),
        signal,
      ),
    );
  }

  #makeTools(onFound: (foundCount: number) => void): SyncTools {
    const { db, nowMs, scan } = this.#options;
    return {
      db,
      nowMs,
      scan,
      onFound: (result) => {
        onFound(result.foundCount);
        this.#note(result);
      },
    };
  }

  #note({ hasChanged }: SyncResult): boolean {
    if (hasChanged) this.#options.onChange();
    return hasChanged;
  }
}
