// The words that cross process borders: plain data, types only. Imports nothing.

/** Row id of a sound. A sound is one piece of audio content; it keeps its id when its file moves. */
export type SoundId = number;

/** An error as data: the only form in which errors cross a process border. */
export interface ErrorData {
  /** Stable, for programs: `no-such-folder`, `library-too-new`, `model-damaged`, ... */
  code: string;
  /** What happened, what was expected and what came: one or two plain sentences. */
  message: string;
  /** What to do now, or an empty string. */
  hint: string;
}

/** `pending`: found, not yet listened to. `ready`: analysed and embedded. `error`: could not be read. */
export type SoundStatus = "pending" | "ready" | "error";

/** `present`: on disk at the last look. `offline`: its folder's drive is away. `missing`: gone from a folder that is there. */
export type FileState = "present" | "offline" | "missing";

export type SoundKind = "one-shot" | "loop" | "long";

/** Where a tag comes from: the file's name, a folder's name, what the sound is heard as, or a person. */
export type TagSource = "name" | "folder" | "audio" | "person";

/** `suggested`: by name, folder or audio. `confirmed`, `rejected`: a person's word, which nothing overwrites. */
export type TagState = "suggested" | "confirmed" | "rejected";

export type TagFamily =
  | "drums"
  | "percussion"
  | "instruments"
  | "synths"
  | "vocals"
  | "foley"
  | "ambience"
  | "effects"
  | "moods"
  | "processing"
  | "own";

/** One tag of one sound. */
export interface SoundTag {
  label: string;
  family: TagFamily;
  source: TagSource;
  state: TagState;
  /** 0..1: how likely the label is right; 1 for a person's word. */
  confidence: number;
  /** Cosine of the sound and the label, null where the model had no say. */
  score: number | null;
}

/** What the command line prints of one file; empty where no label is sure enough. */
export interface FileTags {
  path: string;
  /** Best first, rejected ones left out. */
  tags: { label: string; score: number | null; confidence: number }[];
}

/** A label and how many sounds carry it. */
export interface TagCount {
  label: string;
  family: TagFamily;
  count: number;
  /** Of these, by a person's word. */
  confirmedCount: number;
}

/** A label that the tagger knows: of the vocabulary, or a person's own. */
export interface TagLabel {
  label: string;
  family: TagFamily;
  /** Words in file and folder names that mean it, the label itself left out. */
  synonyms: string[];
  /** Descriptions that sounds are compared with. */
  prompts: string[];
  isOwn: boolean;
  /** Whether the tagger suggests it. */
  isEnabled: boolean;
  /** Least score for a suggestion by ear with the active model; null when it is never suggested by ear. */
  threshold: number | null;
}

/** A set of sounds under a name: chosen by hand, or a saved search. */
export interface Collection {
  id: number;
  name: string;
  kind: "manual" | "smart";
  /** The saved search line of a smart one. */
  query: string | null;
  /** Null for smart ones: ask the search. */
  soundCount: number | null;
  addedMs: number;
}

export type UseKind = "play" | "drag" | "copy";

/** One line of the history: what was asked, or which sound was used. */
export interface HistoryEntry {
  id: number;
  kind: "query" | UseKind;
  atMs: number;
  query: string | null;
  soundId: SoundId | null;
}

/** Sounds that are the same. An exact copy is one sound with several files: a group of one id. */
export interface DuplicateGroup {
  kind: "exact" | "near";
  /** Least cosine of a sound of the group and its first; 1 for exact copies. */
  cosine: number;
  soundIds: SoundId[];
}

/** An edit that was made, undone or redone. */
export interface EditDone {
  /** `Tagged 12 sounds "kick"`: for the status line. */
  label: string;
  atMs: number;
}

/** What a list row shows. Numbers are null until the sound was listened to. */
export interface SoundRow {
  id: SoundId;
  /** Absolute path of the file that stands for the sound (the best match when it has several copies). */
  path: string;
  /** File name with extension. */
  name: string;
  /** Absolute path of the folder the file lies in. */
  folderPath: string;
  fileState: FileState;
  status: SoundStatus;
  /** Lower case, without dot: `wav`, `aiff`, `flac`, `mp3`, `ogg`, `opus`, `m4a`, `wv`, ... */
  format: string;
  durationSec: number | null;
  /** Hz, of the file. */
  sampleRate: number | null;
  channelCount: number | null;
  /** Bits a sample, null for lossy formats. */
  bitDepth: number | null;
  sizeBytes: number;
  /** Unix milliseconds. */
  modifiedMs: number;
  addedMs: number;
  loudnessLufs: number | null;
  /** Spectral centroid in Hz: colours the waveform (low = warm, high = cool). */
  centroidHz: number | null;
  tempoBpm: number | null;
  /** `A minor`, or null. */
  key: string | null;
  kind: SoundKind | null;
  isFavourite: boolean;
  /** Number of files in the library with this very content, 1 when there is no copy. */
  copyCount: number;
  /** Not rejected ones, best first, at most 8. */
  tags: SoundTag[];
  /** How often it was played, dragged or copied. */
  useCount: number;
  lastUsedMs: number | null;
}

/** Everything about one sound, for the inspector. */
export interface SoundDetail extends SoundRow {
  /** All files with this content, the row's own path first. */
  paths: string[];
  contentHash: string | null;
  error: ErrorData | null;
  windowCount: number;
  /** Rejected ones too, best first. */
  allTags: SoundTag[];
}

/**
 * Drawing peaks of one sound: `data` holds `columnCount` pairs (min, max) of int8, -128..127 for -1..1,
 * mixed to mono, first column first. `columnCount` is at most 256 for list rows and 4096 for the player.
 */
export interface Peaks {
  soundId: SoundId;
  columnCount: number;
  data: Uint8Array;
}

/** A folder that the user added (a root). */
export interface FolderRow {
  id: number;
  path: string;
  state: FileState;
  excludes: string[];
  addedMs: number;
  soundCount: number;
}

/** A folder of the tree below a root: what the side panel shows. */
export interface FolderNode {
  path: string;
  name: string;
  soundCount: number;
  hasChildren: boolean;
}

/** One file that could not be read, with a plain reason. */
export interface FileError extends ErrorData {
  path: string;
  occurredMs: number;
}

/** Part of a sound. Positions are rounded to its samples; the last one is exclusive. */
export interface Region {
  startSec: number;
  endSec: number;
}

export type IndexPhase = "idle" | "scanning" | "listening" | "paused" | "stopped";

/** How much of the machine listening may take. `auto`: less on battery and while other programs need it. */
export type GentleMode = "off" | "auto" | "always";
/** Why listening takes less than it could. */
export type SlowReason = "setting" | "battery" | "load";

/** Kept in the library. */
export interface LibrarySettings {
  gentleMode: GentleMode;
  /** Whether changes in the folders are followed while Earshot runs. */
  isWatchOn: boolean;
}

export interface IndexProgress {
  phase: IndexPhase;
  /** Files found so far by the running or last scan. */
  foundCount: number;
  /** Sounds whose whole embedding is done, of `totalCount`. */
  doneCount: number;
  totalCount: number;
  /** Windows of long sounds still to do (after all whole embeddings). */
  pendingWindowCount: number;
  errorCount: number;
  soundsPerSec: number;
  /** Seconds left, null while it cannot be told. */
  etaSec: number | null;
  currentPath: string | null;
  /** Why it goes slower than it could, or null. */
  slowReason: SlowReason | null;
  /** What happened to the last run as a whole (disk full, model damaged), or null. */
  problem: ErrorData | null;
}

export type ModelState = "ready" | "not-installed" | "damaged" | "installing";

export interface ModelInfo {
  id: string;
  title: string;
  description: string;
  licence: string;
  dim: number;
  state: ModelState;
  /** Bytes on disk when installed, bytes to download when not. */
  sizeBytes: number;
  isBundled: boolean;
  isActive: boolean;
  problem: ErrorData | null;
}

export interface ModelInstallProgress {
  modelId: string;
  file: string;
  receivedBytes: number;
  totalBytes: number;
  bytesPerSec: number;
  etaSec: number | null;
  state: "downloading" | "verifying" | "done" | "failed" | "cancelled";
  problem: ErrorData | null;
}

/** Health of the two processes behind the window. */
export interface EngineHealth {
  embedder: "off" | "starting" | "ready" | "restarting";
  executionProvider: string;
  restartCount: number;
}

export interface LibraryStatus {
  libraryPath: string;
  schemaVersion: number;
  soundCount: number;
  fileCount: number;
  readyCount: number;
  pendingCount: number;
  errorCount: number;
  offlineCount: number;
  favouriteCount: number;
  windowCount: number;
  folderCount: number;
  modelId: string;
  modelTitle: string;
  /** Grows by one with every change that a list may show. */
  revision: number;
  progress: IndexProgress;
  health: EngineHealth;
  /** What was done to a library that was found damaged when it was opened, or null. */
  rescue: ErrorData | null;
  /** How far the tagger is, null while it rests. */
  tagging: { doneCount: number; totalCount: number } | null;
  /** Label of the edit that `undo` would take back, and of the one that `redo` would make again. */
  canUndo: string | null;
  canRedo: string | null;
}

/** What a part of the search line was understood as; drawn as a chip under the line. */
export interface QueryChip {
  kind: "text" | "minus" | "like" | "filter";
  /** Filter name for `filter` chips: `format`, `duration`, `folder`, `kind`, `tempo`, `key`, `favourite`, `tag`. */
  filter: string | null;
  label: string;
  /** Character range in the query line, end exclusive, so that the chip can be clicked off. */
  start: number;
  end: number;
  /** Why the part is ignored and what would work, or null when it is understood. */
  problem: string | null;
}

/** How much each aspect counts when sounds are compared: 0 (not at all) to 1. */
export interface AspectWeights {
  /** What the model hears. */
  timbre: number;
  brightness: number;
  /** Attack, and the course of the level. */
  envelope: number;
  length: number;
  /** Key. */
  pitch: number;
  tempo: number;
}

/** What a list shows: all sounds, or a narrower set; combined with the query. */
export type SearchScope =
  | { kind: "all" }
  | { kind: "favourites" }
  /** What was added last. */
  | { kind: "recent" }
  | { kind: "folder"; path: string }
  /** What is left out of `weights` counts as it does without them. */
  | { kind: "similar"; soundId: SoundId; weights?: Partial<AspectWeights> }
  /** Sounds of a collection; of a smart one, what its query finds. */
  | { kind: "collection"; id: number }
  | { kind: "tag"; label: string }
  /** Played, dragged or copied, the last first. */
  | { kind: "used" };

export type SortColumn =
  | "score"
  | "name"
  | "durationSec"
  | "format"
  | "addedMs"
  | "modifiedMs"
  | "folderPath"
  | "sampleRate"
  | "tempoBpm"
  | "key"
  | "kind"
  | "loudnessLufs"
  | "useCount"
  | "lastUsedMs";

export interface SearchRequest {
  query: string;
  scope: SearchScope;
  sort: { column: SortColumn; descending: boolean };
  /** Most results wanted; 0 for all. */
  limit: number;
}

/** How a result came about. `share` values sum to 1 over the parts that took part. */
export interface WhyMatched {
  /** Share of the score from what the sound sounds like, 0..1. */
  meaning: number;
  /** Share from file and folder names, 0..1. */
  name: number;
  /** Share from tags, 0..1. */
  tag: number;
  /** Words of the query found in the file's name or folder. */
  words: string[];
  /** Tags of the sound that the query names. */
  tags: string[];
  /** Cosine of the text (or example) embedding and the best window, -1..1, null without meaning. */
  cosine: number | null;
}

/**
 * Ranked ids, and parallel arrays. Rows are fetched by page with `getSounds`.
 * `scores` are 0..1 for display; NaN where the list is not ranked by score.
 * `windowStartSec`/`windowEndSec` are NaN where the whole sound matched.
 */
export interface SearchResponse {
  soundIds: Uint32Array;
  scores: Float32Array;
  windowStartSec: Float32Array;
  windowEndSec: Float32Array;
  /** Only results that show another file than their row's own. */
  shownFiles?: ShownFile[];
  /** Number of sounds that pass filters and scope, before `limit`. */
  totalCount: number;
  chips: QueryChip[];
  /** `names`: only names were searched (the quick answer). `full`: meaning included where it could be. */
  phase: "names" | "full";
  /** Why meaning did not take part (model missing, embedder restarting), or null. */
  problem: ErrorData | null;
  elapsedMs: number;
}

/** The file that a result shows in place of the one that stands for the sound: a copy by which it was found. */
export interface ShownFile {
  soundId: SoundId;
  path: string;
  name: string;
  folderPath: string;
}

/** What the word under the caret of the search line may become. */
export interface QuerySuggestion {
  kind: "tag" | "folder" | "like" | "filter" | "recent";
  /** What the list of suggestions shows. */
  label: string;
  /** Takes the place of the characters from `start` to `end` (exclusive) of the line. */
  insert: string;
  start: number;
  end: number;
  /** Sounds that have it, or null where that is not known. */
  count: number | null;
}

/** What the command line prints for a query. */
export interface SoundAnswer {
  /** Best first; empty when no part of the line can be used. */
  scores: SoundScore[];
  /** The line as it was understood, with the problems of its parts. */
  chips: QueryChip[];
  /** Why meaning did not take part, or null. */
  problem: ErrorData | null;
}

export interface SoundScore {
  path: string;
  copies: string[];
  score: number;
  cosine: number | null;
  windowStartSec: number | null;
  windowEndSec: number | null;
  durationSec: number | null;
  tags: string[];
  why: WhyMatched;
}

/** `ucs`: a table of names by the Universal Category System; nothing is renamed. */
export type ExportFormat = "json" | "csv" | "ucs";

/** The last two parts of names by the Universal Category System; empty where there is none. */
export interface UcsNaming {
  creatorId: string;
  sourceId: string;
}

/** What is exported, and how. */
export interface ExportRequest {
  format: ExportFormat;
  /** Narrows and orders what is exported; empty for all of the scope, by path. */
  query: string;
  scope: SearchScope;
  /** Most sounds; 0 for all. */
  limit: number;
  /** For the format `ucs`. */
  ucs: UcsNaming;
}

/** An export that was begun: `head`, then parts of `soundIds` with `separator` between them, then `tail`. */
export interface ExportPlan {
  soundIds: Uint32Array;
  head: string;
  separator: string;
  tail: string;
}

/** What an import took over, or would take over. */
export interface ImportReport {
  isDryRun: boolean;
  /** Sounds of the export, and how they were found here. */
  soundCount: number;
  byHashCount: number;
  byPathCount: number;
  unmatchedCount: number;
  /** A path of each sound that is not here, at most 1000. */
  unmatched: string[];
  tagCount: number;
  /** Tags that say the opposite of what a person said here: these stay as they are here. */
  keptTagCount: number;
  favouriteCount: number;
  /** New collections, and sounds added to new and old ones. */
  collectionCount: number;
  collectionSoundCount: number;
  labelCount: number;
}

/** What became of sidecars that were to be written. */
export interface SidecarReport {
  writtenCount: number;
  /** Those that said the same already. */
  sameCount: number;
  refused: (ErrorData & { path: string })[];
}

/** Files of the library whose tags are to be written into them. */
export interface TagWriteRequest {
  paths: string[];
  isDryRun: boolean;
  /** Also tags that nobody has confirmed. */
  withSuggested: boolean;
  /** The time of a file's last change stays as it was. */
  keepsTime: boolean;
}

/** What became of one file. */
export interface TaggedFileReport {
  path: string;
  state: "written" | "would-write" | "up-to-date" | "no-tags" | "left-alone";
  /** Labels that the file did not have. */
  newLabels: string[];
  /** Why it was left alone. */
  error: ErrorData | null;
}

export interface LabelScore {
  label: string;
  /** Softmax over the given labels, 0..1. */
  score: number;
}

/** One line of `doctor`: a check, its verdict and what to do. */
export interface DoctorCheck {
  name: string;
  isOk: boolean;
  detail: string;
  hint: string;
}

export interface DirectoryEntry {
  name: string;
  path: string;
  isReadable: boolean;
}

/** Where the shell's own "choose a folder" panel looks when there is no native dialog. */
export interface DirectoryListing {
  path: string;
  parentPath: string | null;
  directories: DirectoryEntry[];
  /** Audio files directly in it, for the "N sounds here" line. */
  audioFileCount: number;
}

/** What the shell keeps outside of the library and of the window: it is needed before either is there. */
export interface ShellSettings {
  /** Absolute path of the folder that regions are written into. */
  exportFolder: string;
  /** Linux under Wayland: open the window through X11, which most DAWs still speak. Holds from the next start. */
  usesX11: boolean;
  /** Tell when listening is done and the window is not in front. */
  notifiesWhenDone: boolean;
}

/** One log file of the home folder, newest lines last. */
export interface LogFile {
  name: string;
  sizeBytes: number;
  /** The last part of it, at most 200 kB, as whole lines of JSON. */
  lines: string[];
}

/** A file or folder that was handed to the window. */
export interface OpenedPath {
  path: string;
  isFolder: boolean;
  /** Of a file that is in the library. */
  soundId: SoundId | null;
}

/** One menu of the native menu bar. */
export interface MenuGroup {
  title: string;
  items: MenuEntry[];
}

export interface MenuEntry {
  /** Comes back in `menuCommand`. */
  id: string;
  title: string;
  /** `Mod+Shift+F`, `Space`, or null. The page itself listens to it; the menu only shows it. */
  keys: string | null;
}
