// A file that Earshot itself wrote anew: other bytes, the same sound. What the library knows goes along.
import type { SoundId } from "../../preload/sound.ts";
import { execute, findRow, inTransaction, insertRow, listRows, type WritableDb } from "./database.ts";
import { relinkFile } from "./files.ts";
import { findSoundByContentHash } from "./sounds.ts";

/** The file as it is now. */
export interface RewrittenFile {
  fileId: number;
  /** The sound that it was when it was written. */
  soundId: SoundId;
  contentHash: string;
  quickHash: string;
  sizeBytes: number;
  /** Unix milliseconds, whole. */
  modifiedMs: number;
}

/** What belongs to a sound and is copied for a second one with the same samples. */
const copiedTables = [
  "row_peaks",
  "player_peaks",
  "suggested_tags",
  "person_tags",
  "collection_sounds",
  "sound_uses",
] as const;

/**
 * Gives a file's sound its new identity, in one transaction. The sound keeps its id, tags, favourite and embeddings;
 * when other files still have the old content, this file gets a sound of its own with copies of all that. When the
 * new content is known (its copy was written before), the file joins that sound.
 * @returns the file's sound
 */
export function adoptRewrittenFile(db: WritableDb, file: RewrittenFile): SoundId {
  return inTransaction(db, () => {
    const known = findSoundByContentHash(db, file.contentHash);
    const soundId = known ?? (hasOtherFiles(db, file) ? copySound(db, file.soundId) : file.soundId);
    execute(
      db,
      "UPDATE sounds SET content_hash = ?, quick_hash = ?, size_bytes = ? WHERE id = ?",
      file.contentHash,
      file.quickHash,
      file.sizeBytes,
      soundId,
    );
    relinkFile(db, file.fileId, soundId, true);
    execute(
      db,
      "UPDATE files SET size_bytes = ?, modified_ms = ? WHERE id = ?",
      file.sizeBytes,
      file.modifiedMs,
      file.fileId,
    );
    return soundId;
  });
}

function hasOtherFiles(db: WritableDb, { soundId, fileId }: RewrittenFile): boolean {
  return findRow(db, "SELECT 1 FROM files WHERE sound_id = ? AND id <> ?", soundId, fileId) !== undefined;
}

function copySound(db: WritableDb, soundId: SoundId): SoundId {
  const own = new Set(["id", "content_hash", "quick_hash"]);
  const facts = listColumns(db, "sounds").filter((name) => !own.has(name));
  const copyId = insertRow(
    db,
    `INSERT INTO sounds (${facts.join(", ")}) SELECT ${facts.join(", ")} FROM sounds WHERE id = ?`,
    soundId,
  );
  for (const table of copiedTables) {
    const columns = listColumns(db, table).filter((name) => name !== "sound_id");
    execute(
      db,
      `INSERT INTO ${table} (sound_id, ${columns.join(", ")})
       SELECT ?, ${columns.join(", ")} FROM ${table} WHERE sound_id = ?`,
      copyId,
      soundId,
    );
  }
  copyEmbeddings(db, soundId, copyId);
  return copyId;
}

function copyEmbeddings(db: WritableDb, fromId: SoundId, toId: SoundId): void {
  const columns = listColumns(db, "embeddings").filter((name) => name !== "id" && name !== "sound_id");
  for (const { id } of listRows<{ id: number }>(db, "SELECT id FROM embeddings WHERE sound_id = ?", fromId)) {
    const copyId = insertRow(
      db,
      `INSERT INTO embeddings (sound_id, ${columns.join(", ")})
       SELECT ?, ${columns.join(", ")} FROM embeddings WHERE id = ?`,
      toId,
      id,
    );
    execute(
      db,
      `INSERT INTO raw_embeddings (embedding_id, embedding)
       SELECT ?, embedding FROM raw_embeddings WHERE embedding_id = ?`,
      copyId,
      id,
    );
  }
}

function listColumns(db: WritableDb, table: string): string[] {
  return listRows<{ name: string }>(db, "SELECT name FROM pragma_table_info(?)", table).map(
    ({ name }) => name,
  );
}
