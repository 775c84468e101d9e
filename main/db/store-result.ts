// Stores what listening to a file brought, and settles which sound the file is.
import type { SoundId, SoundKind } from "../../preload/sound.ts";
import { execute, findRow, inTransaction, type SqlValue, type WritableDb } from "./database.ts";
import { storeWholeEmbedding } from "./embeddings.ts";
import { insertProvisionalSound, relinkFile } from "./files.ts";
import { storePeaks } from "./peaks.ts";
import { findSoundByContentHash } from "./sounds.ts";

/** Everything that one listening gives. Numbers are null where they cannot be told. */
export interface SoundResult {
  fileId: number;
  quickHash: string;
  contentHash: string;
  /** Of the file when it was read. */
  sizeBytes: number;
  /** Unix milliseconds, whole. */
  modifiedMs: number;
  format: string;
  durationSec: number;
  sampleRate: number;
  channelCount: number;
  bitDepth: number | null;
  /** dBFS; -120 for silence. */
  peakDb: number | null;
  loudnessLufs: number | null;
  centroidHz: number | null;
  tempoBpm: number | null;
  tempoConfidence: number | null;
  key: string | null;
  keyConfidence: number | null;
  kind: SoundKind;
  rowPeaks: Uint8Array;
  playerPeaks: Uint8Array;
  modelId: string;
  /** Unit length; null when the model could not embed yet, and the sound stays `pending`. */
  wholeEmbedding: Float32Array | null;
}

/** What became of the file. */
export interface StoredSound {
  soundId: SoundId;
  /** True when the content was in the library before: the file is a move or a copy. */
  wasKnown: boolean;
  /** The provisional sound that is gone, or null. */
  droppedSoundId: SoundId | null;
}

/**
 * Stores a result in one transaction. When the content is known, the file is pointed to the known sound,
 * which keeps its id, favourite mark and embeddings; otherwise the file's provisional sound is filled.
 * @returns null when the file has gone from the library meanwhile
 */
export function storeSoundResult(db: WritableDb, result: SoundResult): StoredSound | null {
  return inTransaction(db, () => {
    const file = findRow<{ sound_id: number; content_hash: string | null; path: string; added_ms: number }>(
      db,
      `SELECT sound_id, content_hash, path, added_ms FROM files JOIN sounds ON sounds.id = sound_id
       WHERE files.id = ?`,
      result.fileId,
    );
    if (!file) return null;
    const knownId = findSoundByContentHash(db, result.contentHash);
    const wasKnown = knownId !== undefined && knownId !== file.sound_id;
    let soundId = knownId ?? file.sound_id;
    if (knownId === undefined && file.content_hash !== null) {
      // The file changed between the scan and now: the old content keeps its sound.
      const { path, added_ms: addedMs } = file;
      soundId = insertProvisionalSound(db, { path, sizeBytes: result.sizeBytes, addedMs });
    }
    const droppedSoundId = relinkFile(db, result.fileId, soundId);
    execute(
      db,
      "UPDATE files SET size_bytes = ?, modified_ms = ? WHERE id = ?",
      result.sizeBytes,
      result.modifiedMs,
      result.fileId,
    );
    // Facts follow hints in the file's name: those of the file that was heard first stay, whatever a copy is called.
    if (knownId === undefined || lacksFacts(db, knownId)) {
      updateFacts(db, soundId, result);
      storePeaks(db, soundId, { row: result.rowPeaks, player: result.playerPeaks });
    }
    if (result.wholeEmbedding) storeWholeEmbedding(db, soundId, result.modelId, result.wholeEmbedding);
    return { soundId, wasKnown, droppedSoundId };
  });
}

/** True for a sound that a backup knows by its hash and marks alone. */
function lacksFacts(db: WritableDb, soundId: number): boolean {
  return findRow(db, "SELECT 1 FROM sounds WHERE id = ? AND duration_sec IS NULL", soundId) !== undefined;
}

function updateFacts(db: WritableDb, soundId: SoundId, result: SoundResult): void {
  const columns: Record<string, SqlValue> = {
    quick_hash: result.quickHash,
    content_hash: result.contentHash,
    size_bytes: result.sizeBytes,
    format: result.format,
    duration_sec: result.durationSec,
    sample_rate: result.sampleRate,
    channel_count: result.channelCount,
    bit_depth: result.bitDepth,
    peak_db: result.peakDb,
    loudness_lufs: result.loudnessLufs,
    centroid_hz: result.centroidHz,
    tempo_bpm: result.tempoBpm,
    tempo_confidence: result.tempoConfidence,
    key: result.key,
    key_confidence: result.keyConfidence,
    kind: result.kind,
  };
  const assignments = Object.keys(columns).map((column) => `${column} = ?`);
  execute(db, `UPDATE sounds SET ${assignments.join(", ")} WHERE id = ?`, ...Object.values(columns), soundId);
}
