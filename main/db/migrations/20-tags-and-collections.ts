// Version 20: tags and the tagger's queue, collections, history, the journal of edits.
import type { Migration } from "../migrate.ts";

const sql = /* sql */ `
-- Every label that a row below mentions. Ids are never reused: masks in memory hold them.
CREATE TABLE labels (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  family TEXT NOT NULL
) STRICT;

-- What this library says about labels in place of the vocabulary: own ones, and changed ones.
CREATE TABLE label_definitions (
  label_id INTEGER PRIMARY KEY REFERENCES labels (id),
  is_enabled INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
  -- One a line.
  synonyms TEXT NOT NULL,
  prompts TEXT NOT NULL
) STRICT;

-- The tagger's own: it rewrites them as it likes.
CREATE TABLE suggested_tags (
  sound_id INTEGER NOT NULL REFERENCES sounds (id) ON DELETE CASCADE,
  label_id INTEGER NOT NULL REFERENCES labels (id),
  source TEXT NOT NULL CHECK (source IN ('name', 'folder', 'audio')),
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  score REAL,
  PRIMARY KEY (sound_id, label_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX suggested_tags_by_label ON suggested_tags (label_id);

-- A person's word. Nothing but an edit by a person writes here.
CREATE TABLE person_tags (
  sound_id INTEGER NOT NULL REFERENCES sounds (id) ON DELETE CASCADE,
  label_id INTEGER NOT NULL REFERENCES labels (id),
  is_confirmed INTEGER NOT NULL CHECK (is_confirmed IN (0, 1)),
  set_ms INTEGER NOT NULL,
  PRIMARY KEY (sound_id, label_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_tags_by_label ON person_tags (label_id);

CREATE VIEW sound_tags AS
SELECT person_tags.sound_id, person_tags.label_id, 'person' AS source, is_confirmed,
  CAST(is_confirmed AS REAL) AS confidence, score
FROM person_tags LEFT JOIN suggested_tags
  ON suggested_tags.sound_id = person_tags.sound_id AND suggested_tags.label_id = person_tags.label_id
UNION ALL
SELECT sound_id, label_id, source, NULL, confidence, score FROM suggested_tags
WHERE NOT EXISTS (SELECT 1 FROM person_tags
  WHERE person_tags.sound_id = suggested_tags.sound_id AND person_tags.label_id = suggested_tags.label_id);

-- Sounds whose names or embeddings have changed since they were tagged.
CREATE TABLE tag_queue (
  sound_id INTEGER PRIMARY KEY REFERENCES sounds (id) ON DELETE CASCADE
) STRICT;
INSERT INTO tag_queue (sound_id) SELECT id FROM sounds;
CREATE TRIGGER files_insert_tag_queue AFTER INSERT ON files BEGIN
  INSERT INTO tag_queue (sound_id) VALUES (new.sound_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER files_update_tag_queue AFTER UPDATE OF sound_id, path ON files BEGIN
  INSERT INTO tag_queue (sound_id) VALUES (new.sound_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER embeddings_insert_tag_queue AFTER INSERT ON embeddings WHEN new.window_index = -1 BEGIN
  INSERT INTO tag_queue (sound_id) VALUES (new.sound_id) ON CONFLICT DO NOTHING;
END;

-- Smart ones have a query, the others rows in collection_sounds.
CREATE TABLE collections (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  query TEXT,
  added_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE collection_sounds (
  collection_id INTEGER NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
  sound_id INTEGER NOT NULL REFERENCES sounds (id) ON DELETE CASCADE,
  added_ms INTEGER NOT NULL,
  PRIMARY KEY (collection_id, sound_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX collection_sounds_by_sound ON collection_sounds (sound_id);

CREATE TABLE history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('query', 'play', 'drag', 'copy')),
  at_ms INTEGER NOT NULL,
  query TEXT,
  sound_id INTEGER REFERENCES sounds (id) ON DELETE CASCADE,
  CHECK ((kind = 'query') = (query IS NOT NULL) AND (kind = 'query') = (sound_id IS NULL))
) STRICT;
CREATE INDEX history_queries ON history (id) WHERE kind = 'query';
CREATE INDEX history_uses ON history (id) WHERE kind <> 'query';
CREATE INDEX history_by_sound ON history (sound_id) WHERE sound_id IS NOT NULL;

-- Counted here, since the history itself is cut to a length.
CREATE TABLE sound_uses (
  sound_id INTEGER PRIMARY KEY REFERENCES sounds (id) ON DELETE CASCADE,
  use_count INTEGER NOT NULL,
  last_used_ms INTEGER NOT NULL
) STRICT;

-- Edits by a person, oldest first; those that were undone come last and can be made again.
CREATE TABLE edits (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  label TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  is_undone INTEGER NOT NULL DEFAULT 0 CHECK (is_undone IN (0, 1))
) STRICT;
-- Images of the rows that an edit changed (journal.ts): JSON arrays, NULL where there is no row.
CREATE TABLE edit_changes (
  edit_id INTEGER NOT NULL REFERENCES edits (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  table_name TEXT NOT NULL,
  row_key TEXT NOT NULL,
  before TEXT,
  after TEXT,
  PRIMARY KEY (edit_id, position)
) STRICT, WITHOUT ROWID;
`;

/** Tags, collections, history, undo. */
export const tagsAndCollections: Migration = { version: 20, apply: (db) => void db.exec(sql) };
