// Calls of the engine for the command line and the shells themselves; never reachable from the renderer.
import type { ErrorData } from "./error-data.ts";
import type {
  ExportFormat,
  ExportPlan,
  ExportRequest,
  ImportReport,
  SidecarReport,
  TagWriteRequest,
  TaggedFileReport,
  UcsNaming,
} from "./exchange.ts";
import type { FolderRow } from "./folders.ts";
import type { IndexProgress } from "./indexing.ts";
import type { DoctorCheck } from "./library-status.ts";
import type { SoundAnswer, SoundScore } from "./search.ts";
import type { Region, SoundId } from "./sound.ts";
import type { FileTags, LabelScore } from "./tags.ts";

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
  /** As `addFolder`, for what the program adds by itself: no edit of a person, so it is not undone either. */
  addBundledFolder(request: { path: string }): FolderRow;
  /** Runs scan and listening to the end; progress comes as events. */
  indexAll(request: { folders: string[]; excludes: string[]; modelId: string | null }): IndexProgress;
  diagnose(request: Record<string, never>): DoctorCheck[];
  /**
   * Path of a sound's file for playing; refused unless it belongs to the library. A file that is gone is noted as
   * missing, and another copy answers for it.
   * @param request.fileId the copy that is asked first, where it is one of this sound
   */
  getPlayable(request: { id: SoundId; fileId?: number | undefined }): {
    path: string;
    mimeType: string;
    /** True when Chromium cannot play the format: the shell serves `decodeToWav` instead. */
    needsDecoding: boolean;
  };
  /**
   * Files that may leave the window, dragged or copied: on the disk now and inside the library, in the order of
   * `ids`. Why others are not among them stands in `refused`.
   * @param request.fileIds copies that are taken rather than others of the same sound
   */
  getFiles(request: { ids: SoundId[]; fileIds?: number[] | undefined }): {
    paths: string[];
    refused: ErrorData[];
  };
  /** Writes part of a sound as a WAV file into `folder`: its samples at its own rate and depth. Returns the path. */
  renderRegion(request: { id: SoundId; fileId?: number | undefined; region: Region; folder: string }): string;
  /** The same WAV file in memory, for a browser; at most 256 MB. */
  decodeRegion(request: { id: SoundId; region: Region }): Uint8Array;
  /** The sound of the file with exactly this path, or null. */
  findSoundByPath(request: { path: string }): SoundId | null;
  /** Paths of the sounds' files, wherever the library has them; sounds that are gone are left out. */
  getPaths(request: { ids: SoundId[]; fileIds?: number[] | undefined }): string[];
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
