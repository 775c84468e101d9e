// Tells the search which rows have changed on this connection, so that what it holds in memory follows
// SQLite without being told by each writer. Triggers live in the connection only and undo with a rollback.
import { listRows, prepare, type ReadableDb } from "./database.ts";

/** Rows that were added, changed or deleted since the last look. */
export interface Changes {
  soundIds: number[];
  embeddingIds: number[];
  /** Sounds whose tags have changed. */
  taggedIds: number[];
  /** Labels that mean something else than before. */
  labelIds: number[];
  /** Another process has written: what changed is not known, everything is to be read again. */
  isForeign: boolean;
}

const dataVersionOf = new WeakMap<ReadableDb, number>();

const trackSql = `
  CREATE TEMP TABLE IF NOT EXISTS changed_sounds (id INTEGER PRIMARY KEY) STRICT;
  CREATE TEMP TABLE IF NOT EXISTS changed_embeddings (id INTEGER PRIMARY KEY) STRICT;
  CREATE TEMP TABLE IF NOT EXISTS changed_tags (id INTEGER PRIMARY KEY) STRICT;
  CREATE TEMP TABLE IF NOT EXISTS changed_labels (id INTEGER PRIMARY KEY) STRICT;
  ${triggerSql("sounds", "INSERT", "sounds", "new.id")}
  ${triggerSql("sounds", "UPDATE", "sounds", "new.id")}
  ${triggerSql("sounds", "DELETE", "sounds", "old.id")}
  ${triggerSql("files", "INSERT", "sounds", "new.sound_id")}
  ${triggerSql("files", "UPDATE", "sounds", "new.sound_id", "old.sound_id")}
  ${triggerSql("files", "DELETE", "sounds", "old.sound_id")}
  ${triggerSql("sound_uses", "INSERT", "sounds", "new.sound_id")}
  ${triggerSql("sound_uses", "UPDATE", "sounds", "new.sound_id")}
  ${triggerSql("sound_uses", "DELETE", "sounds", "old.sound_id")}
  ${triggerSql("suggested_tags", "INSERT", "tags", "new.sound_id")}
  ${triggerSql("suggested_tags", "DELETE", "tags", "old.sound_id")}
  ${triggerSql("person_tags", "INSERT", "tags", "new.sound_id")}
  ${triggerSql("person_tags", "UPDATE", "tags", "new.sound_id")}
  ${triggerSql("person_tags", "DELETE", "tags", "old.sound_id")}
  ${triggerSql("label_definitions", "INSERT", "labels", "new.label_id")}
  ${triggerSql("label_definitions", "UPDATE", "labels", "new.label_id")}
  ${triggerSql("label_definitions", "DELETE", "labels", "old.label_id")}
  ${triggerSql("embeddings", "INSERT", "embeddings", "new.id")}
  ${triggerSql("embeddings", "DELETE", "embeddings", "old.id")}`;

function triggerSql(table: string, event: string, noted: string, ...ids: string[]): string {
  // Not OR IGNORE: inside a trigger the statement that set it off decides, and an upsert makes it ABORT.
  const inserts = ids.map((id) => `INSERT INTO changed_${noted} (id) VALUES (${id}) ON CONFLICT DO NOTHING;`);
  return `CREATE TEMP TRIGGER IF NOT EXISTS note_${table}_${event.toLowerCase()}
    AFTER ${event} ON main.${table} BEGIN ${inserts.join(" ")} END;`;
}

/** Starts to note changes, from now on. Harmless when it is on already. */
export function trackChanges(db: ReadableDb): void {
  db.exec(trackSql);
  dataVersionOf.set(db, getDataVersion(db));
}

/** What has changed since `trackChanges` or the last call, and forgets it. */
export function takeChanges(db: ReadableDb): Changes {
  const soundIds = takeIds(db, "changed_sounds");
  const embeddingIds = takeIds(db, "changed_embeddings");
  const taggedIds = takeIds(db, "changed_tags");
  const labelIds = takeIds(db, "changed_labels");
  const dataVersion = getDataVersion(db);
  const isForeign = dataVersionOf.get(db) !== dataVersion;
  dataVersionOf.set(db, dataVersion);
  return { soundIds, embeddingIds, taggedIds, labelIds, isForeign };
}

/** Changes when another connection has written, and only then. */
function getDataVersion(db: ReadableDb): number {
  return db.pragma("data_version", { simple: true }) as number;
}

function takeIds(db: ReadableDb, table: `changed_${"sounds" | "embeddings" | "tags" | "labels"}`): number[] {
  const ids = listRows<{ id: number }>(db, `SELECT id FROM temp.${table} ORDER BY id`).map(({ id }) => id);
  if (ids.length > 0) prepare(db, `DELETE FROM temp.${table}`).run();
  return ids;
}
