// Version 30: where sounds lie on the map.
import type { Migration } from "../migrate.ts";

const sql = /* sql */ `
-- Kept, so that the map stays as a person knows it: only a new layout moves what is here.
CREATE TABLE map_positions (
  model_id INTEGER NOT NULL REFERENCES models (id),
  sound_id INTEGER NOT NULL REFERENCES sounds (id) ON DELETE CASCADE,
  x REAL NOT NULL,
  y REAL NOT NULL,
  PRIMARY KEY (model_id, sound_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX map_positions_by_sound ON map_positions (sound_id);

-- A sound that is heard anew finds its place anew.
CREATE TRIGGER embeddings_delete_map_position AFTER DELETE ON embeddings WHEN old.window_index = -1 BEGIN
  DELETE FROM map_positions WHERE model_id = old.model_id AND sound_id = old.sound_id;
END;
`;

/** Positions on the map. */
export const mapPositions: Migration = { version: 30, apply: (db) => void db.exec(sql) };
