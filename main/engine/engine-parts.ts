// What the engine's calls share: the library, the models, the embedder, the indexer. No logic of its own
// beyond saying plainly what is not there.
import type { EngineEvents } from "../../preload/engine-calls.ts";
import { AppError } from "../base/app-error.ts";
import type { Log } from "../base/log.ts";
import { Throttle } from "../base/throttle.ts";
import type { ReadableDb, WritableDb } from "../db/database.ts";
import type { SoundListener } from "../indexer/sound-listener.ts";
import type { EmbedderHost } from "./embedder-host.ts";
import type { LibraryMode } from "./host-protocol.ts";

export type Emit = <Name extends keyof EngineEvents>(name: Name, payload: EngineEvents[Name]) => void;

/** Lists on screen are told at most four times a second that something has changed. */
const changeEveryMs = 250;

/** The open library, if this engine has one. */
export class LibraryAccess {
  readonly path: string;
  readonly mode: LibraryMode;
  #db: ReadableDb | undefined;
  #revision = 0;
  #changed: Throttle;
  readonly #listeners = new Set<() => void>();

  constructor(libraryPath: string, mode: LibraryMode, db: ReadableDb | undefined, emit: Emit) {
    this.path = libraryPath;
    this.mode = mode;
    this.#db = db;
    this.#changed = new Throttle(changeEveryMs, () => emit("libraryChanged", { revision: this.#revision }));
  }

  get revision(): number {
    return this.#revision;
  }

  get isOpen(): boolean {
    return this.#db !== undefined;
  }

  /** @throws AppError `no-library` */
  get db(): ReadableDb {
    if (this.#db) return this.#db;
    throw new AppError(
      "no-library",
      `There is no library at ${this.path}.`,
      "Make one with `earshot index <folder>`, or name another with --library.",
    );
  }

  /** @throws AppError `no-library`, `library-read-only` */
  get writableDb(): WritableDb {
    const { db } = this;
    if (this.mode === "write") return db as WritableDb;
    throw new AppError(
      "library-read-only",
      "This command only looks at the library and cannot change it.",
      "Changes are made in the window, or with `earshot index`.",
    );
  }

  /** Something that a list may show has changed. */
  noteChange(): void {
    this.#revision++;
    this.#changed.request();
    for (const listener of this.#listeners) listener();
  }

  /** Calls `listener` at every change, in the same turn: it must do little. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  close(): void {
    this.#changed.cancel();
  }
}

export interface EngineParts {
  library: LibraryAccess;
  embedder: EmbedderHost;
  listener: SoundListener;
  emit: Emit;
  log: Log;
  nowMs: () => number;
}
