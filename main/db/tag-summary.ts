// How many tags there are, by whom and of what they were made.
import type { TagSource, TagSummary } from "../../preload/tags.ts";
import { listRows, prepare, type ReadableDb } from "./database.ts";
import { countQueuedSounds } from "./tag-queue.ts";

const listedSql = `WITH listed AS MATERIALIZED (SELECT DISTINCT sound_id FROM files WHERE state <> 'missing')`;

/** Counts everything afresh: fit for a page that a person looks at, not for a loop. */
export function summariseTags(db: ReadableDb): TagSummary {
  const counted = listRows<{ source: TagSource; isConfirmed: number | null; count: number }>(
    db,
    `${listedSql} SELECT source, is_confirmed AS isConfirmed, count(*) AS count
     FROM sound_tags JOIN listed USING (sound_id) GROUP BY source, is_confirmed`,
  );
  const countOf = (source: TagSource, isConfirmed: number | null): number =>
    counted.find((each) => each.source === source && each.isConfirmed === isConfirmed)?.count ?? 0;
  const taggedSoundCount = prepare(
    db,
    `${listedSql} SELECT count(DISTINCT sound_id) FROM sound_tags JOIN listed USING (sound_id)
     WHERE is_confirmed IS NOT 0`,
  )
    .pluck()
    .get() as number;
  return {
    taggedSoundCount,
    suggestedCounts: {
      name: countOf("name", null),
      folder: countOf("folder", null),
      audio: countOf("audio", null),
    },
    confirmedCount: countOf("person", 1),
    rejectedCount: countOf("person", 0),
    waitingCount: countQueuedSounds(db),
  };
}
