// Follows the folders of the library while Earshot runs. It only says where to look; what is there, a look at the
// disk tells (sync-folder.ts, sync-places.ts). Roots on network drives are looked at now and then instead.
import { stat } from "node:fs/promises";
import path from "node:path";
import type { Log } from "../../base/log.ts";
import { compileExcludes } from "../excludes.ts";
import { type ChangedPlace, ChangedPlaces } from "./changed-place.ts";
import { findDriveKind } from "./drive-kind.ts";
import { type TreeWatch, watchTree } from "./tree-watch.ts";

export interface WatchedRoot {
  id: number;
  /** Absolute. */
  path: string;
  excludes: string[];
}

export interface LibraryWatchOptions {
  listRoots: () => WatchedRoot[];
  /** Asks for a look at places of a root; a deep place with the root's own path is the whole of it. */
  look: (rootId: number, places: ChangedPlace[]) => void;
  log: Log;
  timing?: WatchTiming;
  /** Puts watches in place; tests hand over their own. */
  watch?: typeof watchTree;
}

export interface WatchTiming {
  /** A place is looked at when nothing has happened for so long, ... */
  quietMs: number;
  /** ... or after this time at the latest, while a recording grows. */
  longestWaitMs: number;
  /** How often it is seen whether drives came or went. */
  rootPollMs: number;
  /** How often roots that cannot be watched are looked at. */
  unwatchedLookMs: number;
  /** How often watched ones are: systems drop events without a word when there are too many. */
  safetyLookMs: number;
}

const usualTiming: WatchTiming = {
  quietMs: 400,
  longestWaitMs: 3000,
  rootPollMs: 2000,
  unwatchedLookMs: 5 * 60_000,
  safetyLookMs: 60 * 60_000,
};
/** More changed places than this at once: a look at the whole root costs less and misses nothing. */
const mostPlaces = 200;

/** What is known of one root. */
interface RootState extends WatchedRoot {
  tree: TreeWatch | undefined;
  /** Counts how often watches were put in place: the last time is the one that counts. */
  watchTurn: number;
  /** False when changes may be missed: on a network drive, or beyond the system's limits. */
  isWatched: boolean;
  places: ChangedPlaces;
  firstChangeMs: number;
  quietTimer: NodeJS.Timeout | undefined;
  /** `device:inode` of the root, or null while it is away; undefined before the first poll. */
  identity: string | null | undefined;
  /** True while the answer of a poll is waited for. */
  isPolled: boolean;
  lastLookMs: number;
}

export class LibraryWatch {
  #options: LibraryWatchOptions;
  #timing: WatchTiming;
  #roots = new Map<number, RootState>();
  #pollTimer: NodeJS.Timeout | undefined;
  #isClosed = false;
  #refreshing: Promise<void> = Promise.resolve();

  constructor(options: LibraryWatchOptions) {
    this.#options = options;
    this.#timing = options.timing ?? usualTiming;
    this.#pollTimer = setInterval(() => this.#pollRoots(), this.#timing.rootPollMs).unref();
  }

  /** Follows the roots as they are now. One that is new, or has other excludes, is looked at as a whole. */
  refresh(): Promise<void> {
    this.#refreshing = this.#refreshAfter(this.#refreshing);
    return this.#refreshing;
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#pollTimer);
    for (const root of this.#roots.values()) this.#forget(root);
  }

  async #refreshAfter(earlier: Promise<void>): Promise<void> {
    await earlier;
    try {
      await this.#refresh();
    } catch (error) {
      // The library cannot be asked now; the next poll asks again.
      this.#options.log.warn({ error: String(error) }, "the folders could not be listed");
    }
  }

  async #refresh(): Promise<void> {
    if (this.#isClosed) return;
    const wanted = new Map(this.#options.listRoots().map((root) => [root.id, root]));
    for (const root of this.#roots.values()) {
      const now = wanted.get(root.id);
      if (now?.path === root.path && now.excludes.join("\0") === root.excludes.join("\0"))
        wanted.delete(root.id);
      else this.#forget(root);
    }
    for (const root of wanted.values()) {
      const state: RootState = {
        ...root,
        tree: undefined,
        watchTurn: 0,
        isWatched: false,
        places: new ChangedPlaces(path.sep),
        firstChangeMs: 0,
        quietTimer: undefined,
        identity: undefined,
        isPolled: false,
        lastLookMs: Date.now(),
      };
      this.#roots.set(root.id, state);
      // oxlint-disable-next-line no-await-in-loop -- one handle at a time, however many roots
      await this.#watch(state);
      this.#lookAtAll(state);
    }
  }

  async #watch(root: RootState): Promise<void> {
    root.tree?.close();
    root.tree = undefined;
    const turn = ++root.watchTurn;
    root.isWatched = findDriveKind(root.path) === "local";
    if (!root.isWatched) return;
    const excludes = compileExcludes(root.path, root.excludes);
    // A drive may be swapped while the watches of the last one are still being put in place.
    const isCurrent = (): boolean => this.#roots.get(root.id) === root && root.watchTurn === turn;
    const tree = await (this.#options.watch ?? watchTree)({
      root: root.path,
      isLeftOut: (folderPath, name) => excludes.hasFolder(folderPath, name),
      onChange: (place) => {
        if (isCurrent()) this.#note(root, place);
      },
      onLost: (error) => {
        if (!isCurrent()) return;
        if (root.isWatched)
          this.#options.log.warn({ root: root.path, error: String(error) }, "cannot be watched");
        root.isWatched = false;
      },
    });
    if (isCurrent()) root.tree = tree;
    else tree.close();
  }

  #forget(root: RootState): void {
    root.tree?.close();
    clearTimeout(root.quietTimer);
    this.#roots.delete(root.id);
  }

  #note(root: RootState, place: ChangedPlace): void {
    const nowMs = Date.now();
    if (root.places.count === 0) root.firstChangeMs = nowMs;
    root.places.add(place);
    clearTimeout(root.quietTimer);
    const leftMs = root.firstChangeMs + this.#timing.longestWaitMs - nowMs;
    const waitMs = Math.max(0, Math.min(this.#timing.quietMs, leftMs));
    root.quietTimer = setTimeout(() => this.#lookAtPlaces(root), waitMs).unref();
  }

  #lookAtPlaces(root: RootState): void {
    const places = root.places.take();
    if (places.length > mostPlaces) this.#lookAtAll(root);
    else if (places.length > 0) this.#options.look(root.id, places);
  }

  #lookAtAll(root: RootState): void {
    root.lastLookMs = Date.now();
    root.places.take();
    if (this.#isClosed) return;
    this.#options.look(root.id, [{ path: root.path, isDeep: true }]);
  }

  /** A network drive that hangs holds one handle of few, whatever the number of roots on such drives. */
  #pollRoots(): void {
    // Folders come and go by many ways (dialogs, undo, other commands): asking is simpler than being told by each.
    void this.refresh();
    for (const root of this.#roots.values()) {
      const isBusy = root.isWatched
        ? root.isPolled
        : [...this.#roots.values()].some((other) => other.isPolled && !other.isWatched);
      if (isBusy) continue;
      root.isPolled = true;
      void this.#pollRoot(root).finally(() => {
        root.isPolled = false;
      });
    }
  }

  async #pollRoot(root: RootState): Promise<void> {
    const identity = await findIdentity(root.path);
    if (this.#isClosed || this.#roots.get(root.id) !== root) return;
    const before = root.identity;
    root.identity = identity;
    if (before !== undefined && before !== identity) {
      // A drive came, went or took another's place: its old watches hear nothing any more.
      await this.#watch(root);
      this.#lookAtAll(root);
      return;
    }
    const restMs = root.isWatched ? this.#timing.safetyLookMs : this.#timing.unwatchedLookMs;
    if (Date.now() - root.lastLookMs >= restMs) this.#lookAtAll(root);
  }
}

async function findIdentity(folderPath: string): Promise<string | null> {
  try {
    const { dev, ino } = await stat(folderPath);
    return `${dev}:${ino}`;
  } catch {
    return null;
  }
}
