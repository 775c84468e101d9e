// The one list of what the renderer may ask for. Types only: both sides of every border are typed by it,
// and main/engine/schemas.ts checks each request's shape at run time.
import type {
  Collection,
  DirectoryListing,
  DoctorCheck,
  DuplicateGroup,
  EditDone,
  ErrorData,
  ExportFormat,
  ExportPlan,
  ExportRequest,
  FileError,
  FileTags,
  FolderNode,
  FolderRow,
  GentleMode,
  HistoryEntry,
  ImportReport,
  IndexProgress,
  LabelScore,
  LibrarySettings,
  LibraryStatus,
  LogFile,
  MenuGroup,
  ModelInfo,
  ModelInstallProgress,
  OpenedPath,
  Peaks,
  QueryChip,
  QuerySuggestion,
  Region,
  SearchRequest,
  SearchResponse,
  SearchScope,
  ShellSettings,
  SidecarReport,
  SoundAnswer,
  SoundDetail,
  SoundId,
  SoundRow,
  SoundScore,
  TagCount,
  TagFamily,
  TagLabel,
  TaggedFileReport,
  TagWriteRequest,
  UcsNaming,
  UseKind,
  WhyMatched,
} from "./model.ts";

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

/** Calls of the command line and of the shells themselves; never reachable from the renderer. */
export interface ShellCalls {
  /** Ranked results as the CLI prints them. */
  searchSounds(request: { query: string; limit: number }): SoundAnswer;
  similarSounds(request: { path: string; limit: number }): SoundScore[];
  classifyFile(request: {
    path: string;
    labels: string[];
    template: string;
    modelId: string | null;
  }): LabelScore[];
  /**
   * Labels that fit a file, which need not be in the library; nothing is stored.
   * @param request.labelsPath file of labels in place of the vocabulary, or null
   */
  tagFile(request: { path: string; labelsPath: string | null; modelId: string | null }): FileTags;
  /** Tags of the library's sounds with a file that is there, by id. */
  listTaggedSounds(request: { afterId: number; limit: number }): (FileTags & { soundId: SoundId })[];
  embedFile(request: { path: string; modelId: string | null }): Float32Array;
  embedText(request: { text: string; modelId: string | null }): Float32Array;
  /** Runs scan and listening to the end; progress comes as events. */
  indexAll(request: { folders: string[]; excludes: string[]; modelId: string | null }): IndexProgress;
  diagnose(request: Record<string, never>): DoctorCheck[];
  /**
   * Path of a sound's file for playing; refused unless it belongs to the library. A file that is gone is noted as
   * missing, and another copy answers for it.
   */
  getPlayable(request: { id: SoundId }): {
    path: string;
    mimeType: string;
    /** True when Chromium cannot play the format: the shell serves `decodeToWav` instead. */
    needsDecoding: boolean;
  };
  /**
   * Files that may leave the window, dragged or copied: on the disk now and inside the library, in the order of
   * `ids`. Why others are not among them stands in `refused`.
   */
  getFiles(request: { ids: SoundId[] }): { paths: string[]; refused: ErrorData[] };
  /** Writes part of a sound as a WAV file into `folder`: its samples at its own rate and depth. Returns the path. */
  renderRegion(request: { id: SoundId; region: Region; folder: string }): string;
  /** The same WAV file in memory, for a browser; at most 256 MB. */
  decodeRegion(request: { id: SoundId; region: Region }): Uint8Array;
  /** The sound of the file with exactly this path, or null. */
  findSoundByPath(request: { path: string }): SoundId | null;
  /** Paths of the sounds' files, wherever the library has them; sounds that are gone are left out. */
  getPaths(request: { ids: SoundId[] }): string[];
  /** 16-bit WAV of a sound that Chromium cannot play. */
  decodeToWav(request: { id: SoundId }): Uint8Array;
  /**
   * Settles what an export holds. The shell then asks for its parts, so that no export is ever one text.
   * @throws `bad-query` when a part of the query cannot be used: another set of sounds would be exported
   */
  beginExport(request: ExportRequest): ExportPlan;
  /** Writes `<name>.earshot.json` beside the files of the sounds that are on the disk. */
  writeSidecars(request: ExportRequest): SidecarReport;
  /**
   * Writes tags into sound files, each of which is copied, compared sample by sample and replaced; on any doubt it
   * is left alone. The library knows the new files as the same sounds.
   */
  writeTagsIntoFiles(request: TagWriteRequest): TaggedFileReport[];
  /** As `importLibrary`, from the sidecars beside the library's files. */
  importSidecars(request: { isDryRun: boolean }): ImportReport;
  /** Text of some sounds of an export, without the separator; sounds that are gone are left out. */
  exportPart(request: { format: ExportFormat; ids: SoundId[]; ucs: UcsNaming }): string;
  /** Confines a path to the library: the real path when it is a file of the library, an error otherwise. */
  confinePath(request: { path: string }): string;
}

/** Pushed by the engine, unasked. */
export interface EngineEvents {
  progress: IndexProgress;
  /** Something that a list may show has changed; `revision` as in `LibraryStatus`. */
  libraryChanged: { revision: number };
  modelInstall: ModelInstallProgress;
  /** The engine was restarted after a crash; ask again for what is on screen. */
  engineRestarted: { reason: string };
  /** The engine ended and could not be started again. A call made some seconds later tries once more. */
  engineLost: ErrorData;
}

/** Calls answered by the shell around the renderer: Electron's main process or the web server. */
export interface ShellApi {
  getShellInfo(request: Record<string, never>): ShellInfo;
  /** Native folder dialog; null when cancelled. The web shell has none and the renderer shows its own panel. */
  chooseFolder(request: Record<string, never>): string | null;
  revealSound(request: { id: SoundId }): void;
  copyPaths(request: { ids: SoundId[] }): void;
  /** Puts the files themselves on the clipboard, as a file manager does. */
  copyFiles(request: { ids: SoundId[] }): void;
  /**
   * Starts a native drag of the sounds' files, or of one sound's region, which is written first; only while the
   * mouse button is down. @param request.image PNG that hangs at the pointer, or null for the plain one
   */
  startDrag(request: { ids: SoundId[]; region: Region | null; image: Uint8Array | null }): void;
  /**
   * Writes an export where the system's dialog says; null when it was cancelled. A browser downloads it from
   * `ShellInfo.exportUrl` instead.
   */
  exportLibrary(request: ExportRequest): { path: string; soundCount: number } | null;
  /** The system's dialog for a file to import; null when it was cancelled, or where there is none. */
  chooseImportFile(request: Record<string, never>): string | null;
  /** Writes a region as a WAV file into the folder of the settings. Returns its path. */
  saveRegion(request: { id: SoundId; region: Region }): string;

  getShellSettings(request: Record<string, never>): ShellSettings;
  /** Fields that are left out stay. @throws `folder-not-writable` */
  saveShellSettings(request: Partial<ShellSettings>): ShellSettings;
  /** Shows one of Earshot's own folders in the file manager. */
  revealFolder(request: { folder: "logs" | "exports" }): void;
  /** A small window above all others, or the large one again. Without a window of its own the page alone changes. */
  setMiniMode(request: { isOn: boolean }): void;
  listLogs(request: Record<string, never>): LogFile[];
  /** Versions, machine, model, counts, last errors as text; paths are shortened unless they are asked for. */
  getDiagnostics(request: { withPaths: boolean }): string;
  /** What was handed to this window and not yet taken, in the order it came. */
  takeOpened(request: Record<string, never>): OpenedPath[];
  /** The commands of the page, for the native menu; a shell without one ignores them. */
  setMenu(request: { menus: MenuGroup[] }): void;
}

/** Pushed by the shell, unasked. */
export interface ShellEvents {
  /** Another program or the command line handed over files or folders: `takeOpened` gives them. */
  opened: Record<string, never>;
  /** A command was chosen in the native menu. */
  menuCommand: { id: string };
}

/** All that a page may listen to. */
export type BridgeEvents = EngineEvents & ShellEvents;

export interface ShellInfo {
  kind: "electron" | "web";
  version: string;
  platform: string;
  hasFolderDialog: boolean;
  canDragFiles: boolean;
  canReveal: boolean;
  /** Files can be put on the clipboard. */
  canCopyFiles: boolean;
  /** The window can be made small and kept above others. */
  canStayOnTop: boolean;
  /** Running under Wayland, where `ShellSettings.usesX11` means something. */
  isWayland: boolean;
  /** URL prefix for a sound's audio: append the sound id. */
  audioUrl: string;
  /** Where an export is downloaded, with `?request=` and the `ExportRequest` as JSON; null where `exportLibrary` writes it. */
  exportUrl: string | null;
  /** Absolute path of the bundled demo library, offered on first start; null where it is not there. */
  demoFolder: string | null;
}

type Asynchronous<Calls> = {
  [Name in keyof Calls]: Calls[Name] extends (request: infer Request) => infer Response
    ? (request: Request) => Promise<Response>
    : never;
};

/** The engine as the renderer sees it. */
export type EngineApi = Asynchronous<EngineCalls>;
/** The engine as shells and the CLI see it. */
export type FullEngineApi = Asynchronous<EngineCalls & ShellCalls>;
export type AsyncShellApi = Asynchronous<ShellApi>;

/** What the preload puts on `window.earshot`, and what the web bridge builds over its socket. */
export interface EarshotBridge {
  engine: EngineApi;
  shell: AsyncShellApi;
  /** Where a file that was dropped or chosen lies. Absent in a browser, which never tells. */
  pathOfFile?: (file: File) => string;
  /** Returns the function that ends the subscription. */
  on<Name extends keyof BridgeEvents>(
    name: Name,
    listener: (payload: BridgeEvents[Name]) => void,
  ): () => void;
}
