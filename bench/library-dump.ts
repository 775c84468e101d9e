// Everything that a library says about the files that are there, without ids and times of storing: two libraries of one
// folder are alike when their dumps are.
import Database from "better-sqlite3";

const queries = [
  `SELECT 'file', path, name, parent_path, files.size_bytes, modified_ms, state, status, format, quick_hash, content_hash,
     duration_sec, sample_rate, channel_count, bit_depth, peak_db, loudness_lufs, centroid_hz, tempo_bpm,
     tempo_confidence, key, key_confidence, kind, favourite_ms IS NOT NULL, hex(row_peaks.data), hex(player_peaks.data)
   FROM files JOIN sounds ON sounds.id = files.sound_id
     LEFT JOIN row_peaks ON row_peaks.sound_id = sounds.id
     LEFT JOIN player_peaks ON player_peaks.sound_id = sounds.id
   WHERE state <> 'missing'`,
  `SELECT 'embedding', path, models.name, window_index, start_sec, end_sec, scale, hex(code), hex(embedding)
   FROM files JOIN embeddings ON embeddings.sound_id = files.sound_id JOIN models ON models.id = model_id
     JOIN raw_embeddings ON embedding_id = embeddings.id
   WHERE state <> 'missing'`,
  `SELECT 'tag', path, labels.name, is_confirmed FROM files JOIN person_tags USING (sound_id)
     JOIN labels ON labels.id = label_id WHERE state <> 'missing'`,
  // By names and by ear; labels that a person used are left out, since what they teach depends on the order of words.
  `SELECT 'suggested', path, labels.name, source, confidence, score FROM files JOIN suggested_tags USING (sound_id)
     JOIN labels ON labels.id = label_id
   WHERE state <> 'missing' AND label_id NOT IN (SELECT label_id FROM person_tags)`,
  `SELECT 'tag queue', count(*) FROM tag_queue JOIN files USING (sound_id) WHERE state <> 'missing'`,
  `SELECT 'collection', path, collections.name FROM files JOIN collection_sounds USING (sound_id)
     JOIN collections ON collections.id = collection_id WHERE state <> 'missing'`,
  `SELECT 'error', path, code, message, hint FROM file_errors`,
  // Every file can be found by name, and no name leads nowhere.
  `SELECT 'names', count(*) - (SELECT count(*) FROM files) FROM names`,
  `SELECT 'orphans', count(*) FROM sounds WHERE content_hash IS NULL
     AND NOT EXISTS (SELECT 1 FROM files WHERE sound_id = sounds.id)`,
];

/** @returns one line of JSON a row, in the order of the lines */
export function dumpLibrary(libraryPath: string): string[] {
  const db = new Database(libraryPath, { readonly: true });
  try {
    return queries
      .flatMap((sql) => db.prepare(sql).raw().all())
      .map((row) => JSON.stringify(row))
      .toSorted();
  } finally {
    db.close();
  }
}
