// What the story writes into the library, in the library's own words.
import { storeFileError } from "../db/errors.ts";
import { findWholeEmbedding, storeWindows } from "../db/embeddings.ts";
import { findFileByPath, markFilesMissing, relinkFile } from "../db/files.ts";
import { findSoundByContentHash, findSoundByQuickHash } from "../db/sounds.ts";
import { storeSoundResult } from "../db/store-result.ts";
import type { WritableDb } from "../db/database.ts";
import type { ErrorData } from "../../preload/error-data.ts";
import type { FileToIndex, HeardSound, IndexTools } from "./index-sound.ts";
import type { EmbeddedWindow, WindowTools } from "./index-windows.ts";

export class LibraryWriter {
  #db: WritableDb;
  #nowMs: () => number;

  constructor(db: WritableDb, nowMs: () => number) {
    this.#db = db;
    this.#nowMs = nowMs;
  }

  /** The writing part of `indexSound`, for one model. */
  forSounds(modelId: string): IndexTools["library"] {
    return {
      mayKnow: (quickHash) => findSoundByQuickHash(this.#db, quickHash) !== undefined,
      adoptKnown: (file, contentHash) => {
        // Not this file any more: nothing is left to do for it.
        if (!this.#isUnchanged(file)) return true;
        const soundId = findSoundByContentHash(this.#db, contentHash);
        if (soundId === undefined || soundId === file.soundId) return false;
        relinkFile(this.#db, file.fileId, soundId);
        return true;
      },
      store: (file, heard, embedding) => {
        if (!this.#isUnchanged(file)) return;
        storeSoundResult(this.#db, { ...toRow(file, heard), modelId, wholeEmbedding: embedding });
      },
    };
  }

  /** The writing part of `indexWindows`, for one model. */
  forWindows(modelId: string): WindowTools["library"] {
    return {
      storeWindows: (file, windows) => {
        if (!this.#isUnchanged(file)) return;
        storeWindows(
          this.#db,
          file.soundId,
          modelId,
          windows.length > 0 ? windows : this.#wholeAsWindow(file, modelId),
        );
      },
    };
  }

  storeError(file: FileToIndex, error: ErrorData): void {
    if (!this.#isUnchanged(file)) return;
    storeFileError(this.#db, file.fileId, error, this.#nowMs());
  }

  storeMissing(file: FileToIndex): void {
    markFilesMissing(this.#db, [file.fileId]);
  }

  /** False when a look at the disk has found other content meanwhile, or no file: what was heard is out of date. */
  #isUnchanged(file: FileToIndex): boolean {
    return findFileByPath(this.#db, file.path)?.soundId === file.soundId;
  }

  /** A few samples over 10 s are no second window: the sound as a whole is its only one. */
  #wholeAsWindow(file: FileToIndex & { durationSec?: number | null }, modelId: string): EmbeddedWindow[] {
    const embedding = findWholeEmbedding(this.#db, file.soundId, modelId);
    return embedding ? [{ startSec: 0, endSec: file.durationSec ?? 0, embedding }] : [];
  }
}

function toRow(file: FileToIndex, heard: HeardSound) {
  const { contentHash, quickHash, sizeBytes, modifiedMs, info, facts } = heard;
  const { format, sampleRate, channelCount, bitDepth } = info;
  return {
    fileId: file.fileId,
    contentHash,
    quickHash,
    sizeBytes,
    modifiedMs,
    format,
    sampleRate,
    channelCount,
    bitDepth,
    ...facts,
  };
}
