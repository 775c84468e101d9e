// Sounds as exports hold them: every file, fact and mark of one sound in one object.
import type { FileState, SoundId, SoundKind, SoundStatus } from "../../preload/sound.ts";
import type { SoundTag } from "../../preload/tags.ts";
import { findRow, listRows, prepare, type ReadableDb } from "./database.ts";
import { listTagsOfSound } from "./tags.ts";

/** One place where a sound lies. */
export interface ExportedFile {
  path: string;
  sizeBytes: number;
  modifiedMs: number;
  state: FileState;
}

/** docs/formats.md says what each field means. */
export interface ExportedSound {
  /** Null while the sound has not been listened to. */
  contentHash: string | null;
  /** Those on disk first. */
  files: ExportedFile[];
  status: SoundStatus;
  format: string;
  addedMs: number;
  durationSec: number | null;
  sampleRate: number | null;
  channelCount: number | null;
  bitDepth: number | null;
  peakDb: number | null;
  loudnessLufs: number | null;
  centroidHz: number | null;
  tempoBpm: number | null;
  tempoConfidence: number | null;
  key: string | null;
  keyConfidence: number | null;
  kind: SoundKind | null;
  favouriteMs: number | null;
  /** Rejected ones too. */
  tags: SoundTag[];
  /** Names of the collections made by hand that hold it. */
  collections: string[];
  useCount: number;
  lastUsedMs: number | null;
}

type Facts = Omit<ExportedSound, "files" | "tags" | "collections">;

export const exportedFactsSql = `
  SELECT content_hash AS contentHash, status, format, added_ms AS addedMs, duration_sec AS durationSec,
    sample_rate AS sampleRate, channel_count AS channelCount, bit_depth AS bitDepth, peak_db AS peakDb,
    loudness_lufs AS loudnessLufs, centroid_hz AS centroidHz, tempo_bpm AS tempoBpm,
    tempo_confidence AS tempoConfidence, key, key_confidence AS keyConfidence, kind,
    favourite_ms AS favouriteMs, coalesce(use_count, 0) AS useCount, last_used_ms AS lastUsedMs
  FROM sounds LEFT JOIN sound_uses ON sound_uses.sound_id = sounds.id WHERE sounds.id = ?`;

export const exportedFilesSql = `
  SELECT path, size_bytes AS sizeBytes, modified_ms AS modifiedMs, state FROM files
  WHERE sound_id = ? ORDER BY CASE state WHEN 'present' THEN 0 WHEN 'offline' THEN 1 ELSE 2 END, id`;

export const exportedCollectionsSql = `
  SELECT name FROM collection_sounds JOIN collections ON collections.id = collection_id
  WHERE sound_id = ? ORDER BY name`;

/** All sounds that lie somewhere, by the path of their first file. */
export function listExportableIds(db: ReadableDb): SoundId[] {
  return prepare(db, "SELECT sound_id FROM files GROUP BY sound_id ORDER BY min(path)")
    .pluck()
    .all() as SoundId[];
}

/** All files that were on disk at the last look. */
export function listPresentPaths(db: ReadableDb): string[] {
  return prepare(db, "SELECT path FROM files WHERE state = 'present' ORDER BY path")
    .pluck()
    .all() as string[];
}

/** In the order of `ids`; sounds that are gone are left out. */
export function exportSounds(db: ReadableDb, ids: readonly SoundId[]): ExportedSound[] {
  const sounds: ExportedSound[] = [];
  for (const id of ids) {
    const facts = findRow<Facts>(db, exportedFactsSql, id);
    if (!facts) continue;
    const { contentHash, ...rest } = facts;
    sounds.push({
      contentHash,
      files: listRows<ExportedFile>(db, exportedFilesSql, id),
      ...rest,
      tags: listTagsOfSound(db, id),
      collections: listRows<{ name: string }>(db, exportedCollectionsSql, id).map(({ name }) => name),
    });
  }
  return sounds;
}
