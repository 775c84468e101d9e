// The words for a sound: what a list row, the inspector and the player show of it.
import type { ErrorData } from "./error-data.ts";
import type { SoundTag } from "./tags.ts";

/** Row id of a sound. A sound is one piece of audio content; it keeps its id when its file moves. */
export type SoundId = number;

/** `pending`: found, not yet listened to. `ready`: analysed and embedded. `error`: could not be read. */
export type SoundStatus = "pending" | "ready" | "error";

/** `present`: on disk at the last look. `offline`: its folder's drive is away. `missing`: gone from a folder that is there. */
export type FileState = "present" | "offline" | "missing";

export type SoundKind = "one-shot" | "loop" | "long";

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

/** Part of a sound. Positions are rounded to its samples; the last one is exclusive. */
export interface Region {
  startSec: number;
  endSec: number;
}
