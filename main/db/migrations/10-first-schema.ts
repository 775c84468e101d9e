// Version 10: folders, files, sounds, errors, embeddings, names, peaks.
import type { Migration } from "../migrate.ts";

// Sounds and files never reuse an id: lists on screen and the index in memory hold ids across deletions.
const sql = /* sql */ `
CREATE TABLE library (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE folders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  path TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL DEFAULT 'present' CHECK (state IN ('present', 'offline', 'missing')),
  added_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE folder_excludes (
  folder_id INTEGER NOT NULL REFERENCES folders (id) ON DELETE CASCADE,
  pattern TEXT NOT NULL,
  PRIMARY KEY (folder_id, pattern)
) STRICT, WITHOUT ROWID;

-- One row for each audio content. Without content_hash it is provisional: found, not listened to.
CREATE TABLE sounds (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'ready', 'error')),
  size_bytes INTEGER NOT NULL,
  added_ms INTEGER NOT NULL,
  favourite_ms INTEGER,
  quick_hash TEXT,
  content_hash TEXT,
  format TEXT NOT NULL,
  duration_sec REAL,
  sample_rate INTEGER,
  channel_count INTEGER,
  bit_depth INTEGER,
  peak_db REAL,
  loudness_lufs REAL,
  centroid_hz REAL,
  tempo_bpm REAL,
  tempo_confidence REAL,
  key TEXT,
  key_confidence REAL,
  kind TEXT CHECK (kind IN ('one-shot', 'loop', 'long'))
) STRICT;
CREATE UNIQUE INDEX sounds_by_content_hash ON sounds (content_hash) WHERE content_hash IS NOT NULL;
CREATE INDEX sounds_by_quick_hash ON sounds (quick_hash) WHERE quick_hash IS NOT NULL;
-- The order of work: newest first, then smallest.
CREATE INDEX sounds_by_work ON sounds (status, added_ms DESC, size_bytes, id);
-- Sounds with windows of their own: longer than windowSec of embeddings.ts.
CREATE INDEX sounds_long ON sounds (duration_sec) WHERE duration_sec > 10;
CREATE INDEX sounds_favourite ON sounds (favourite_ms) WHERE favourite_ms IS NOT NULL;

CREATE TABLE files (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  folder_id INTEGER NOT NULL REFERENCES folders (id) ON DELETE CASCADE,
  sound_id INTEGER NOT NULL REFERENCES sounds (id),
  path TEXT NOT NULL UNIQUE,
  parent_path TEXT NOT NULL,
  name TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'present' CHECK (state IN ('present', 'offline', 'missing'))
) STRICT;
CREATE INDEX files_by_sound ON files (sound_id, state);
CREATE INDEX files_by_folder ON files (folder_id);
CREATE INDEX files_by_parent ON files (parent_path, sound_id, state);

-- What could not be read. A path without a file row is a folder that could not be opened.
CREATE TABLE file_errors (
  path TEXT PRIMARY KEY,
  folder_id INTEGER NOT NULL REFERENCES folders (id) ON DELETE CASCADE,
  file_id INTEGER UNIQUE REFERENCES files (id) ON DELETE CASCADE,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  hint TEXT NOT NULL,
  occurred_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX file_errors_by_folder ON file_errors (folder_id);

CREATE TABLE models (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  dim INTEGER NOT NULL
) STRICT;

-- One row for each (model, sound, window); window_index -1 is the whole sound. code and scale are the
-- int8 copy for the scan: small rows, so that a start reads 0.5 kB and not 2 kB an embedding.
CREATE TABLE embeddings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  model_id INTEGER NOT NULL REFERENCES models (id) ON DELETE CASCADE,
  sound_id INTEGER NOT NULL REFERENCES sounds (id) ON DELETE CASCADE,
  window_index INTEGER NOT NULL CHECK (window_index >= -1),
  start_sec REAL,
  end_sec REAL,
  scale REAL NOT NULL,
  code BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX embeddings_by_sound ON embeddings (sound_id, model_id, window_index);
CREATE INDEX embeddings_by_model ON embeddings (model_id, window_index);

-- The truth: dim float32, little endian, unit length.
CREATE TABLE raw_embeddings (
  embedding_id INTEGER PRIMARY KEY REFERENCES embeddings (id) ON DELETE CASCADE,
  embedding BLOB NOT NULL
) STRICT;

-- Pairs (min, max) of int8. Two tables, so that list rows do not drag the player's 8 kB along.
CREATE TABLE row_peaks (
  sound_id INTEGER PRIMARY KEY REFERENCES sounds (id) ON DELETE CASCADE,
  data BLOB NOT NULL
) STRICT;
CREATE TABLE player_peaks (
  sound_id INTEGER PRIMARY KEY REFERENCES sounds (id) ON DELETE CASCADE,
  data BLOB NOT NULL
) STRICT;

-- rowid is the file's id. Text is split into words by name-words.ts before it comes here.
CREATE VIRTUAL TABLE names USING fts5 (
  name, folder,
  content = '', contentless_delete = 1, detail = column,
  prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER files_delete_names AFTER DELETE ON files BEGIN
  DELETE FROM names WHERE rowid = old.id;
END;
`;

/** The first schema. */
export const firstSchema: Migration = { version: 10, apply: (db) => void db.exec(sql) };
