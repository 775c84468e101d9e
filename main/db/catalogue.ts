// Everything that lists are filtered and sorted by, as plain rows for the search to keep in memory.
import type { FileState, SoundId, SoundKind } from "../../preload/sound.ts";
import { prepare, type ReadableDb, type SqlValue } from "./database.ts";

/** One place where a sound lies. */
export interface CatalogueFile {
  id: number;
  path: string;
  name: string;
  /** Absolute path of the folder it lies in. */
  folderPath: string;
  modifiedMs: number;
  state: FileState;
  /** Absolute path of the root that it was found below. */
  rootPath: string;
}

/** What filters and sorting need of a sound; null where it is not known. */
export interface CatalogueSound {
  id: SoundId;
  format: string;
  durationSec: number | null;
  sampleRate: number | null;
  loudnessLufs: number | null;
  centroidHz: number | null;
  tempoBpm: number | null;
  key: string | null;
  kind: SoundKind | null;
  addedMs: number;
  isFavourite: boolean;
  useCount: number;
  lastUsedMs: number | null;
  /** At least one; the first stands for the sound (as `representativeFileSql` chooses it). */
  files: CatalogueFile[];
}

const soundColumns = `id, format, duration_sec, sample_rate, loudness_lufs, tempo_bpm, key, kind, added_ms,
  favourite_ms IS NOT NULL, use_count, last_used_ms, centroid_hz
  FROM sounds LEFT JOIN sound_uses ON sound_uses.sound_id = sounds.id`;
const fileColumns =
  "sound_id, files.id, files.path, name, parent_path, modified_ms, files.state, folders.path";
const fileOrder = "CASE files.state WHEN 'present' THEN 0 WHEN 'offline' THEN 1 ELSE 2 END, files.id";

export const catalogueSoundSql = `SELECT ${soundColumns} WHERE id = ?`;
export const catalogueFilesSql = `
  SELECT ${fileColumns} FROM files JOIN folders ON folders.id = folder_id WHERE sound_id = ? ORDER BY ${fileOrder}`;

type SoundValues = [
  SoundId, string, number | null, number | null, number | null, number | null, string | null, SoundKind | null,
  number, number, number | null, number | null, number | null,
]; // prettier-ignore
type FileValues = [SoundId, number, string, string, string, number, FileState, string];

/** All sounds that have a file, in the order of their ids. */
export function listCatalogue(db: ReadableDb): CatalogueSound[] {
  const filesOf = new Map<SoundId, CatalogueFile[]>();
  const files = listValues<FileValues>(
    db,
    `SELECT ${fileColumns} FROM files JOIN folders ON folders.id = folder_id ORDER BY ${fileOrder}`,
  );
  // One string for each folder, however many files lie in it.
  const folderPaths = new Map<string, string>();
  for (const values of files) {
    const file = toFile(values);
    const folderPath = folderPaths.get(file.folderPath);
    if (folderPath === undefined) folderPaths.set(file.folderPath, file.folderPath);
    else file.folderPath = folderPath;
    const others = filesOf.get(values[0]);
    if (others) others.push(file);
    else filesOf.set(values[0], [file]);
  }
  const catalogue: CatalogueSound[] = [];
  for (const values of listValues<SoundValues>(db, `SELECT ${soundColumns} ORDER BY id`)) {
    const soundFiles = filesOf.get(values[0]);
    if (soundFiles) catalogue.push(toSound(values, soundFiles));
  }
  return catalogue;
}

/** One sound, or undefined when it is gone or has no file. */
export function findCatalogueSound(db: ReadableDb, soundId: SoundId): CatalogueSound | undefined {
  const values = listValues<SoundValues>(db, catalogueSoundSql, soundId)[0];
  if (!values) return undefined;
  const files = listValues<FileValues>(db, catalogueFilesSql, soundId).map(toFile);
  return files.length > 0 ? toSound(values, files) : undefined;
}

/** Rows as arrays: half the time of objects for 100,000 of them. */
function listValues<Row>(db: ReadableDb, sql: string, ...values: SqlValue[]): Row[] {
  return prepare(db, sql)
    .raw()
    .all(...values) as Row[];
}

function toFile([, id, path, name, folderPath, modifiedMs, state, rootPath]: FileValues): CatalogueFile {
  return { id, path, name, folderPath, modifiedMs, state, rootPath };
}

function toSound(values: SoundValues, files: CatalogueFile[]): CatalogueSound {
  const [id, format, durationSec, sampleRate, loudnessLufs, tempoBpm, key, kind, addedMs] = values;
  const [isFavourite, useCount, lastUsedMs, centroidHz] = [values[9], values[10], values[11], values[12]];
  return {
    id,
    format,
    durationSec,
    sampleRate,
    loudnessLufs,
    centroidHz,
    tempoBpm,
    key,
    kind,
    addedMs,
    isFavourite: isFavourite === 1,
    useCount: useCount ?? 0,
    lastUsedMs,
    files,
  };
}
