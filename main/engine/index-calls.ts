// Calls that have folders looked at and sounds listened to.
import type { EngineCalls } from "../../preload/engine-calls.ts";
import type { ShellCalls } from "../../preload/shell-calls.ts";
import type { FolderRow } from "../../preload/folders.ts";
import type { GentleMode, IndexProgress } from "../../preload/indexing.ts";
import { AppError } from "../base/app-error.ts";
import { Throttle } from "../base/throttle.ts";
import { checkModel } from "../clap/model-check.ts";
import { retryErrors } from "../db/errors.ts";
import { addFolder, listFolders, listRoots } from "../db/folders.ts";
import { makeEdit } from "../db/journal.ts";
import { getLibrarySettings } from "../db/settings.ts";
import { isExcludedFolder } from "../indexer/excludes.ts";
import { Gentleness } from "../indexer/gentle/gentleness.ts";
import { idleProgress } from "../indexer/index-state.ts";
import { Indexer } from "../indexer/indexer.ts";
import { Suspects } from "../indexer/suspects.ts";
import { LibraryWatch } from "../indexer/watch/library-watch.ts";
import { checkIndexRequest, toRealFolder } from "./check-index-request.ts";
import type { EmbedderHost } from "./embedder-host.ts";
import type { EngineParts } from "./engine-parts.ts";
import type { ModelChoice } from "./model-choice.ts";
import { toWholePath } from "./typed-folder.ts";

const progressEveryMs = 250;

type IndexCallTypes = Pick<
  EngineCalls & ShellCalls,
  | "addFolder"
  | "addBundledFolder"
  | "startIndexing"
  | "pauseIndexing"
  | "resumeIndexing"
  | "retryErrors"
  | "indexAll"
>;

/** What an engine is started with. */
export interface IndexSettings {
  /** Whether the engine before this one crashed. */
  isAfterCrash: boolean;
  isFollowing: boolean;
  gentleMode: GentleMode | null;
}

/** The indexer behind the contract. An engine that only reads has none. */
export class IndexCalls {
  readonly handlers = {
    addFolder: (request: { path: string; excludes: string[] }): FolderRow => {
      const folder = this.#addFolderAsEdit(toRealFolder(toWholePath(request.path)), request.excludes);
      void this.#getIndexer().run();
      return folder;
    },
    addBundledFolder: ({ path }: { path: string }): FolderRow => {
      const folder = this.#addFolder(toRealFolder(path), []);
      void this.#getIndexer().run();
      return folder;
    },
    startIndexing: (): void => void this.#getIndexer().run(),
    pauseIndexing: (): void => this.#getIndexer().pause(),
    resumeIndexing: (): void => this.#getIndexer().resume(),
    retryErrors: (): void => {
      retryErrors(this.#parts.library.writableDb);
      this.#parts.library.noteChange();
      void this.#getIndexer().run();
    },
    indexAll: (request: Parameters<ShellCalls["indexAll"]>[0]) => this.#indexAll(request),
  } satisfies { [Name in keyof IndexCallTypes]: (request: never) => unknown };

  #parts: EngineParts;
  #models: ModelChoice;
  #settings: IndexSettings;
  #gentleness: Gentleness;
  #watch: LibraryWatch | undefined;
  #indexer: Indexer | undefined;
  #emitProgress: Throttle;

  constructor(parts: EngineParts, models: ModelChoice, settings: IndexSettings) {
    this.#settings = settings;
    this.#parts = parts;
    this.#models = models;
    this.#emitProgress = new Throttle(progressEveryMs, () => parts.emit("progress", this.progress));
    this.#gentleness = new Gentleness({
      getMode: () => settings.gentleMode ?? getLibrarySettings(parts.library.db).gentleMode,
      getOwnCpuMs: () => measureOwnCpuMs(parts.embedder),
      onChange: () => this.#indexer?.noteGentleness(),
    });
  }

  get progress(): IndexProgress {
    return this.#indexer?.progress ?? idleProgress;
  }

  /** New work has come up (another model, files tried again): does it now, after what is in flight. */
  run(): void {
    void this.#getIndexer().run();
  }

  /** Looks at all folders and, unless it is switched off, follows their changes from now on. */
  follow(): void {
    if (!getLibrarySettings(this.#parts.library.db).isWatchOn) {
      this.run();
      return;
    }
    this.#watch ??= new LibraryWatch({
      listRoots: () => listRoots(this.#parts.library.db),
      look: (rootId, places) => this.#getIndexer().look(rootId, places),
      log: this.#parts.log,
    });
    void this.#watch.refresh();
  }

  /** The library's settings have changed. */
  applySettings(): void {
    this.#gentleness.update();
    if (!this.#settings.isFollowing) return;
    const { isWatchOn } = getLibrarySettings(this.#parts.library.db);
    if (isWatchOn && !this.#watch) this.follow();
    if (isWatchOn) return;
    this.#watch?.close();
    this.#watch = undefined;
  }

  /** Lets the sounds in flight finish. */
  async close(): Promise<void> {
    this.#watch?.close();
    this.#gentleness.stop();
    await this.#indexer?.stop();
    this.#emitProgress.cancel();
  }

  async #indexAll({
    folders,
    excludes,
    modelId,
  }: Parameters<ShellCalls["indexAll"]>[0]): Promise<IndexProgress> {
    const { library } = this.#parts;
    // All of the request is looked at before any of it is done.
    const realFolders = await checkIndexRequest(folders, modelId);
    if (modelId !== null) this.#models.setActive(modelId);
    for (const folder of realFolders) this.#addFolderOrKeep(folder, excludes);
    if (listFolders(library.writableDb).length === 0) {
      throw new AppError("usage", "The library has no folder yet.", "Name one: earshot index <folder>");
    }
    const progress = await this.#getIndexer().run();
    this.#emitProgress.flush();
    return progress;
  }

  /** Can be undone where that means to remove it again: a known folder, or one that takes in others, is not as before. */
  #addFolderAsEdit(realPath: string, excludes: string[]): FolderRow {
    const { library, nowMs } = this.#parts;
    const db = library.writableDb;
    const countBefore = listFolders(db).length;
    let folder: FolderRow | undefined;
    makeEdit(db, `Added the folder ${realPath}`, nowMs(), (edit) => {
      folder = this.#addFolder(realPath, excludes);
      if (listFolders(db).length > countBefore) edit.noteFolder(realPath, null, excludes);
    });
    return folder as FolderRow;
  }

  /** @param realPath as `toRealFolder` gives it */
  #addFolder(realPath: string, excludes: string[]): FolderRow {
    const { library, nowMs } = this.#parts;
    const folder = addFolder(
      library.writableDb,
      { path: realPath, excludes, nowMs: nowMs() },
      (root, folderPath) => isExcludedFolder(root.path, root.excludes, folderPath),
    );
    library.noteChange();
    return folder;
  }

  /** On the command line, a folder that is part of the library already is simply looked at again. */
  #addFolderOrKeep(realPath: string, excludes: string[]): void {
    const known = listFolders(this.#parts.library.writableDb).find((row) => row.path === realPath);
    if (known && excludes.length === 0) return;
    try {
      this.#addFolder(realPath, excludes);
    } catch (error) {
      const isCovered = error instanceof AppError && error.code === "folder-inside-folder";
      // Excludes belong to the folder that was added: dropping them in silence would list what was not wanted.
      if (!isCovered || excludes.length > 0) throw error;
    }
  }

  #getIndexer(): Indexer {
    const { library, embedder, listener, log, nowMs } = this.#parts;
    this.#indexer ??= new Indexer({
      db: library.writableDb,
      getEmbeddingKey: () => this.#models.activeKey,
      getModel: async () => {
        const model = this.#models.getActive();
        await checkModel(model, "audio");
        return model;
      },
      embedAudio: (modelId, features) => embedder.embedAudio(modelId, features),
      countAudioSlots: (modelId) => embedder.countAudioSlots(modelId),
      listener,
      gentleness: this.#gentleness,
      suspects: new Suspects(`${library.path}.inflight`, this.#settings.isAfterCrash, log),
      log,
      nowMs,
      onProgress: () => this.#emitProgress.request(),
      onChange: () => library.noteChange(),
    });
    return this.#indexer;
  }
}

/** Linux counts the embedder, which has lowered its priority, apart; elsewhere it looks like other programs' work. */
async function measureOwnCpuMs(embedder: EmbedderHost): Promise<number> {
  const { user, system } = process.cpuUsage();
  const embedderMs = process.platform === "linux" ? 0 : await embedder.measureCpuMs();
  return (user + system) / 1000 + embedderMs;
}
