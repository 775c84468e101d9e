// The engine: one typed object behind every shell. Puts the parts together; each group of calls lies in a
// file of its own.
import os from "node:os";
import type { FullEngineApi } from "../../preload/contract.ts";
import type { GentleMode } from "../../preload/indexing.ts";
import type { LibraryStatus } from "../../preload/library-status.ts";
import type { HandlersOf } from "../base/channel.ts";
import type { Log } from "../base/log.ts";
import { countLibrary } from "../db/counts.ts";
import { findRedoable, findUndoable } from "../db/journal.ts";
import { getSchemaVersion } from "../db/migrate.ts";
import { closeLibrary, openLibrary } from "../db/open-library.ts";
import { SoundListener } from "../indexer/sound-listener.ts";
import { makeDoctorCalls } from "./doctor-calls.ts";
import { EmbedderHost } from "./embedder-host.ts";
import type { EmbedderSpawner } from "./embedder-spawner.ts";
import { type Emit, type EngineParts, LibraryAccess } from "./engine-parts.ts";
import { makeExportCalls } from "./export-calls.ts";
import { makeFileCalls } from "./file-calls.ts";
import type { LibraryMode } from "./host-protocol.ts";
import { makeCollectionCalls } from "./collection-calls.ts";
import { makeImportCalls } from "./import-calls.ts";
import { IndexCalls } from "./index-calls.ts";
import { makeLibraryCalls } from "./library-calls.ts";
import { MapCalls } from "./map-calls.ts";
import { makeModelCalls } from "./model-calls.ts";
import { ModelChoice } from "./model-choice.ts";
import { describeRescue, OwnBackups } from "./own-backups.ts";
import { makePlayableCalls } from "./playable-calls.ts";
import { type CallName, checkRequest } from "./schemas.ts";
import { SearchCalls } from "./search-calls.ts";
import { makeSettingsCalls } from "./settings-calls.ts";
import { makeTagCalls } from "./tag-calls.ts";
import { makeWriteTagsCalls } from "./write-tags-calls.ts";
import { makeTagFileCalls } from "./tag-file-calls.ts";
import { Tagging } from "./tagging.ts";
import { makeUndoCalls } from "./undo-calls.ts";

export interface EngineSettings {
  libraryPath: string;
  mode: LibraryMode;
  /** Overrides the library's active model for this engine. */
  modelId: string | null;
  /** True when the engine before this one crashed: a run that was under way goes on. */
  isAfterCrash: boolean;
  /** Look at all folders at the start and follow their changes, unless the library's settings say otherwise. */
  isFollowing: boolean;
  /** Overrides the library's setting for this engine. */
  gentleMode: GentleMode | null;
  spawnEmbedder: EmbedderSpawner;
  emit: Emit;
  log: Log;
}

export interface Engine {
  /** Requests are checked for their shape before they reach a call. */
  handlers: HandlersOf<FullEngineApi>;
  /** To be called once, when events can be heard. */
  start(): void;
  /** Finishes what is in flight, stores it, ends threads and embedder, closes the library. */
  close(): Promise<void>;
  /** The shell is gone: lets go of the library at once. Sounds in flight stay pending; the process must end now. */
  abandon(): void;
}

/** More threads than this wait for the disk. */
const maxThreads = 8;
/** Sounds in flight may take so long to finish when the engine closes; then they stay pending. */
const finishLimitMs = 10_000;

/** @throws AppError as `openLibrary` */
export function createEngine(settings: EngineSettings): Engine {
  const { libraryPath, mode, log, emit } = settings;
  const db =
    mode === "write"
      ? openLibrary(libraryPath, "write")
      : mode === "read"
        ? openLibrary(libraryPath, "read")
        : undefined;
  const library = new LibraryAccess(libraryPath, mode, db, emit);
  const cores = Math.min(maxThreads, os.availableParallelism());
  const embedder = new EmbedderHost({
    spawn: settings.spawnEmbedder,
    // All of them: what embeds sounds gives way to everything else by its priority (embedder-process.ts).
    coreCount: cores,
    log,
  });
  // A small model computes faster than one thread decodes: hence two at least.
  const listener = new SoundListener(Math.max(2, cores - 1));
  const parts: EngineParts = { library, embedder, listener, emit, log, nowMs: Date.now };

  const models = new ModelChoice(library, settings.modelId);
  const search = new SearchCalls(parts, models);
  const indexing = new IndexCalls(parts, models, settings);
  const tagging = new Tagging(parts, models);
  const map = new MapCalls(parts, models);

  const backups = new OwnBackups(library, log);

  const getStatus = (): LibraryStatus => {
    const counts = countLibrary(library.db, models.activeKey);
    return {
      libraryPath,
      schemaVersion: getSchemaVersion(library.db),
      soundCount: counts.soundCount,
      fileCount: counts.fileCount,
      readyCount: counts.readyCount,
      pendingCount: counts.pendingCount,
      errorCount: counts.errorCount,
      offlineCount: counts.offlineCount,
      favouriteCount: counts.favouriteCount,
      windowCount: counts.windowCount,
      folderCount: counts.folderCount,
      modelId: models.activeId,
      modelTitle: models.findActive()?.title ?? models.activeId,
      revision: library.revision,
      progress: indexing.progress,
      health: embedder.health,
      rescue: describeRescue(db),
      tagging: tagging.progress,
      canUndo: findUndoable(library.db)?.label ?? null,
      canRedo: findRedoable(library.db)?.label ?? null,
    };
  };

  const handlers: HandlersOf<FullEngineApi> = {
    getStatus,
    ...makeLibraryCalls(parts, () => models.activeKey),
    ...makeTagCalls(parts, models),
    ...makeTagFileCalls(parts, models),
    ...makeCollectionCalls(parts),
    ...makeUndoCalls(parts, indexing, models),
    ...makePlayableCalls(parts),
    ...makeExportCalls(parts, search),
    ...makeImportCalls(parts, search),
    ...makeWriteTagsCalls(parts),
    ...makeFileCalls(parts, models),
    ...makeModelCalls(parts, models, indexing),
    ...makeDoctorCalls(parts, models),
    ...search.handlers,
    ...map.handlers,
    ...indexing.handlers,
    ...makeSettingsCalls(parts, indexing, tagging),
    // The command line ends with the run, so that tags are part of it.
    indexAll: async (request) => {
      const progress = await indexing.handlers.indexAll(request);
      await tagging.run();
      return progress;
    },
  };

  let preparing: NodeJS.Immediate | undefined;

  return {
    handlers: checkAll(handlers),
    start: () => {
      if (mode !== "write") return;
      backups.start();
      if (settings.isFollowing) {
        indexing.follow();
        // A window follows: it will search in a moment, and its page is not there yet.
        preparing = setImmediate(() => search.prepare());
      } else if (settings.isAfterCrash) indexing.run();
      tagging.wake();
    },
    close: async () => {
      clearImmediate(preparing);
      backups.stop();
      tagging.close();
      map.close();
      await Promise.race([
        indexing.close(),
        new Promise((resolve) => setTimeout(resolve, finishLimitMs).unref()),
      ]);
      listener.close();
      await embedder.close();
      library.close();
      if (db) closeLibrary(db);
    },
    abandon: () => {
      clearImmediate(preparing);
      backups.stop();
      // Aborts the run in this very turn, so that what now fails is stored as no error of a file.
      void indexing.close();
      tagging.close();
      map.close();
      listener.close();
      void embedder.close();
      library.close();
      if (db) closeLibrary(db);
    },
  };
}

/** The same calls, each behind a check of its request. */
function checkAll(handlers: HandlersOf<FullEngineApi>): HandlersOf<FullEngineApi> {
  const checked = Object.entries(handlers).map(([name, handler]) => [
    name,
    (request: unknown) => (handler as (request: unknown) => unknown)(checkRequest(name as CallName, request)),
  ]);
  return Object.fromEntries(checked) as HandlersOf<FullEngineApi>;
}
