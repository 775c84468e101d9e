// Calls and events of the engine that a renderer may use. Types only.
import type { MapGrouping, MapGroups, MapState, SoundMap } from "./map.ts";
import type { Collection, DuplicateGroup, EditDone, HistoryEntry, UseKind } from "./collections.ts";
import type { ErrorData } from "./error-data.ts";
import type { ImportReport } from "./exchange.ts";
import type { DirectoryListing, FileError, FolderNode, FolderRow } from "./folders.ts";
import type { GentleMode, IndexProgress } from "./indexing.ts";
import type { LibrarySettings, LibraryStatus } from "./library-status.ts";
import type { ModelInfo, ModelInstallProgress } from "./models.ts";
import type {
  QueryChip,
  QuerySuggestion,
  SearchRequest,
  SearchResponse,
  SearchScope,
  WhyMatched,
} from "./search.ts";
import type { Peaks, SoundDetail, SoundId, SoundRow } from "./sound.ts";
import type { TagCaution, TagCount, TagFamily, TagLabel, TagSummary } from "./tags.ts";

/** Calls answered by the engine. Every call takes one object and returns plain data or throws `ErrorData`. */
export interface EngineCalls {
  getStatus(request: Record<string, never>): LibraryStatus;

  listFolders(request: Record<string, never>): FolderRow[];
  addFolder(request: { path: string; excludes: string[] }): FolderRow;
  removeFolder(request: { folderId: number }): void;
  /** Sub-folders of `path`, or the roots when it is null. */
  listFolderTree(request: { path: string | null }): FolderNode[];
  /** Directories of this machine, for the web shell's folder panel; the home folder when `path` is null. */
  listDirectory(request: { path: string | null }): DirectoryListing;

  /** Scan all folders and listen to what is new. Resolves when the run is under way, not when it ends. */
  startIndexing(request: Record<string, never>): void;
  pauseIndexing(request: Record<string, never>): void;
  resumeIndexing(request: Record<string, never>): void;
  getSettings(request: Record<string, never>): LibrarySettings;
  /** Changes what is named. @returns all settings as they are now */
  changeSettings(request: {
    gentleMode?: GentleMode | undefined;
    isWatchOn?: boolean | undefined;
    isTaggingByEar?: boolean | undefined;
    tagCaution?: TagCaution | undefined;
  }): LibrarySettings;
  listErrors(request: Record<string, never>): FileError[];
  retryErrors(request: Record<string, never>): void;

  /** Names only: answers within a frame. */
  searchNames(request: SearchRequest): SearchResponse;
  /** Names and meaning. */
  search(request: SearchRequest): SearchResponse;
  parseQuery(request: { query: string }): QueryChip[];
  /** What the word under the caret may become, best first; asked at every key press. */
  suggestQuery(request: { query: string; caret: number }): QuerySuggestion[];
  explainMatch(request: { query: string; scope: SearchScope; soundId: SoundId }): WhyMatched;
  getSounds(request: { ids: SoundId[] }): SoundRow[];
  getSound(request: { id: SoundId }): SoundDetail;
  /** List-row peaks (at most 256 columns) of many sounds; sounds without peaks are left out. */
  getPeaks(request: { ids: SoundId[] }): Peaks[];
  /** Player peaks (at most 4096 columns) of one sound. */
  getPlayerPeaks(request: { id: SoundId }): Peaks | null;
  setFavourite(request: { ids: SoundId[]; isFavourite: boolean }): void;

  /** Tags of the sounds that query and scope let through, most frequent first. */
  listTagCounts(request: { query: string; scope: SearchScope }): TagCount[];
  /** A person's word on a label of these sounds; `none` takes it back. A label that is new becomes an own one. */
  setTag(request: { ids: SoundId[]; label: string; state: "confirmed" | "rejected" | "none" }): EditDone;
  listLabels(request: Record<string, never>): TagLabel[];
  /** Adds an own label, or changes one for this library; sounds are tagged anew in the background. */
  saveLabel(request: {
    label: string;
    family: TagFamily;
    synonyms: string[];
    prompts: string[];
    isEnabled: boolean;
  }): EditDone;
  /** Own labels, with what was said about sounds; a changed label of the vocabulary is as it came again. */
  removeLabel(request: { label: string }): EditDone;
  /** Tags all sounds anew, in the background, from stored embeddings. */
  retag(request: Record<string, never>): void;
  getTagSummary(request: Record<string, never>): TagSummary;

  listCollections(request: Record<string, never>): Collection[];
  /** A smart one when `query` is given, else one of these sounds. */
  createCollection(request: { name: string; query: string | null; ids: SoundId[] }): Collection;
  renameCollection(request: { id: number; name: string }): EditDone;
  removeCollection(request: { id: number }): EditDone;
  addToCollection(request: { id: number; ids: SoundId[] }): EditDone;
  removeFromCollection(request: { id: number; ids: SoundId[] }): EditDone;

  recordUse(request: { kind: UseKind; ids: SoundId[] }): void;
  recordQuery(request: { query: string }): void;
  /** Newest first. */
  listHistory(request: { kind: "query" | "use"; limit: number }): HistoryEntry[];
  /** Forgets queries and uses, counts included. */
  clearHistory(request: Record<string, never>): void;

  /** Takes the last edit back: favourites, tags, labels, collections, folders. Null when there is none. */
  undo(request: Record<string, never>): EditDone | null;
  redo(request: Record<string, never>): EditDone | null;
  listDuplicates(request: { kind: "exact" | "near" }): DuplicateGroup[];

  /**
   * Where sounds lie on the map. Those without a place get one in the background; `mapChanged` tells how far that
   * is, and when to ask again.
   * @param request.mayLayOut nobody looks at the map yet: where most sounds are new, all get new places
   */
  getMap(request: { mayLayOut: boolean }): SoundMap;
  getMapGroups(request: { by: MapGrouping }): MapGroups;
  /** Gives all sounds new places, in the background. */
  layOutMap(request: Record<string, never>): void;

  /**
   * Takes over what a person said in an exported library: tags, favourites, collections, own labels. Nothing that a
   * person said here is changed; one edit, which can be undone. A dry run only reports.
   */
  importLibrary(request: { path: string; isDryRun: boolean }): ImportReport;

  listModels(request: Record<string, never>): ModelInfo[];
  setActiveModel(request: { modelId: string }): void;
  installModel(request: { modelId: string }): void;
  cancelInstall(request: { modelId: string }): void;
  addModelFolder(request: { path: string }): ModelInfo;
  verifyModel(request: { modelId: string }): ModelInfo;
}

/** Pushed by the engine, unasked. */
export interface EngineEvents {
  progress: IndexProgress;
  /** Something that a list may show has changed; `revision` as in `LibraryStatus`. */
  libraryChanged: { revision: number };
  modelInstall: ModelInstallProgress;
  /** With `work` null: places have changed, or could not be given. */
  mapChanged: MapState;
  /** The engine was restarted after a crash; ask again for what is on screen. */
  engineRestarted: { reason: string };
  /** The engine ended and could not be started again. A call made some seconds later tries once more. */
  engineLost: ErrorData;
}
