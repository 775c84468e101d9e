// Named set-ups for tests of the database and the search: real SQLite files in temporary folders.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { WritableDb } from "../../main/db/database.ts";
import { insertPendingFile } from "../../main/db/files.ts";
import { addFolder } from "../../main/db/folders.ts";
import { closeLibrary, openLibrary } from "../../main/db/open-library.ts";
import { type SoundResult, storeSoundResult } from "../../main/db/store-result.ts";

export const testModelId = "test-model";

/** A folder that is gone after the test. */
export function tempFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "earshot-db-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An empty library, open for writing, closed after the test. */
export function tempLibrary(): WritableDb {
  const db = openLibrary(path.join(tempFolder(), "library.db"), "write");
  onTestFinished(() => closeLibrary(db));
  return db;
}

/** A repeatable unit vector of 512 numbers. */
export function unitEmbedding(seed: number): Float32Array {
  const embedding = new Float32Array(512);
  let state = seed * 2654435761 + 1;
  let sum = 0;
  for (let i = 0; i < 512; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    embedding[i] = state / 2 ** 32 - 0.5;
    sum += (embedding[i] as number) ** 2;
  }
  return embedding.map((value) => value / Math.sqrt(sum));
}

/** A result of listening, with the differences given. */
export function soundResult(fileId: number, differences: Partial<SoundResult> = {}): SoundResult {
  return {
    fileId,
    quickHash: `quick-${fileId}`,
    contentHash: `content-${fileId}`,
    sizeBytes: 1000,
    modifiedMs: 5000,
    format: "wav",
    durationSec: 1.5,
    sampleRate: 44_100,
    channelCount: 2,
    bitDepth: 24,
    peakDb: -1,
    loudnessLufs: -14,
    centroidHz: 2000,
    tempoBpm: null,
    tempoConfidence: null,
    key: null,
    keyConfidence: null,
    kind: "one-shot",
    rowPeaks: new Uint8Array([128, 127]),
    playerPeaks: new Uint8Array([128, 127, 0, 1]),
    modelId: testModelId,
    wholeEmbedding: unitEmbedding(fileId),
    ...differences,
  };
}

export interface AddedFile {
  fileId: number;
  soundId: number;
}

/** Adds a file below the root `/sounds` as the scan would. */
export function addFile(
  db: WritableDb,
  filePath: string,
  { rootPath = "/sounds", sizeBytes = 1000, addedMs = 1 } = {},
): AddedFile {
  // Not `findFolder`, which counts the folder's sounds each time.
  const known = db.prepare("SELECT id FROM folders WHERE path = ?").pluck().get(rootPath) as
    | number
    | undefined;
  const folderId = known ?? addFolder(db, { path: rootPath, excludes: [], nowMs: 1 }).id;
  return insertPendingFile(db, { folderId, path: filePath, sizeBytes, modifiedMs: 5000, addedMs });
}

/** Adds a file that has been listened to. */
export function addHeardFile(
  db: WritableDb,
  filePath: string,
  differences: Partial<SoundResult> = {},
): AddedFile {
  const { fileId } = addFile(db, filePath);
  const stored = storeSoundResult(db, soundResult(fileId, differences));
  if (!stored) throw new Error(`${filePath} could not be stored`);
  return { fileId, soundId: stored.soundId };
}
