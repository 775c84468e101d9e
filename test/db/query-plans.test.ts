// The queries that run often or over everything, held to their indexes; and a library of 10,000 files.
import { expect, test } from "vitest";
import { catalogueFilesSql, catalogueSoundSql, listCatalogue } from "../../main/db/catalogue.ts";
import { countLibrary } from "../../main/db/counts.ts";
import { inTransaction, type SqlValue, type WritableDb } from "../../main/db/database.ts";
import {
  embeddingPageSql,
  indexedEmbeddingSql,
  listIndexedEmbeddings,
  rawEmbeddingSql,
  wholeCodeSql,
  wholeEmbeddingSql,
} from "../../main/db/embeddings.ts";
import { mapPositionsSql } from "../../main/db/map-positions.ts";
import { findNamesSql } from "../../main/db/names.ts";
import { rowPeaksSql } from "../../main/db/peaks.ts";
import { collectionSoundsSql } from "../../main/db/collections.ts";
import { queryHistorySql, useHistorySql } from "../../main/db/history.ts";
import { exportedCollectionsSql, exportedFactsSql, exportedFilesSql } from "../../main/db/export-sounds.ts";
import { firstUndoneSql, lastEditSql } from "../../main/db/journal.ts";
import { markedCollectionsSql, markedTagsSql } from "../../main/db/marks.ts";
import { queuedSoundsSql } from "../../main/db/tag-queue.ts";
import {
  soundPlacesSql,
  soundTagsSql,
  suggestionsSql,
  taggedSoundsSql,
  tagLinksOfSoundSql,
} from "../../main/db/tags.ts";
import { listFilesOfFolder, markFilesMissing } from "../../main/db/files.ts";
import { folderTreeSql, listFolderTree } from "../../main/db/folders.ts";
import { findDamage } from "../../main/db/open-library.ts";
import { dropOrphanSounds, getSoundRows, soundRowSql } from "../../main/db/sounds.ts";
import {
  pendingSoundsSql,
  pendingWindowsSql,
  takePendingSounds,
  unembeddedSoundsSql,
} from "../../main/db/work.ts";
import { addFile, addHeardFile, tempLibrary, testModelId } from "./library-setups.ts";

/** SQLite's plan, a line a step. */
function planOf(db: WritableDb, sql: string, ...values: (SqlValue | object)[]): string[] {
  const steps = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[];
  return steps.map(({ detail }) => detail);
}

test("a list row is found by its id and its file by the sound", () => {
  expect(planOf(tempLibrary(), soundRowSql, 1)).toEqual([
    "SEARCH sounds USING INTEGER PRIMARY KEY (rowid=?)",
    "SEARCH files USING INTEGER PRIMARY KEY (rowid=?)",
    "CORRELATED SCALAR SUBQUERY 2",
    "SEARCH files USING COVERING INDEX files_by_sound (sound_id=?)",
    "USE TEMP B-TREE FOR ORDER BY",
    "SEARCH sound_uses USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN",
    "CORRELATED SCALAR SUBQUERY 1",
    "SEARCH files USING COVERING INDEX files_by_sound (sound_id=?)",
  ]);
});

test("everything that an export or an import asks of a sound is found by an index", () => {
  const db = tempLibrary();
  const asked = [
    exportedFactsSql,
    exportedFilesSql,
    exportedCollectionsSql,
    markedTagsSql,
    markedCollectionsSql,
  ];
  const scans = asked.flatMap((sql) => planOf(db, sql, 1)).filter((step) => step.startsWith("SCAN"));
  expect(scans).toEqual([]);
});

test("pending sounds come in the order of the index, without a sort", () => {
  const plan = planOf(tempLibrary(), pendingSoundsSql, 10);
  expect(plan[0]).toBe("SEARCH sounds USING INDEX sounds_by_work (status=?)");
  expect(plan).not.toContain("USE TEMP B-TREE FOR ORDER BY");
  expect(plan.filter((step) => step.startsWith("SCAN"))).toEqual([]);
});

test("sounds without this model's embedding are told by the index", () => {
  const plan = planOf(tempLibrary(), unembeddedSoundsSql, 1, 10);
  expect(plan).toContain(
    "SEARCH embeddings USING COVERING INDEX embeddings_by_sound (sound_id=? AND model_id=? AND window_index=?)",
  );
  expect(plan.filter((step) => step.startsWith("SCAN") || step.includes("TEMP B-TREE"))).toEqual([]);
});

test("sounds without windows are looked for among the long ones only", () => {
  const plan = planOf(tempLibrary(), pendingWindowsSql, 1, 1, 10);
  expect(plan[0]).toBe("SEARCH sounds USING INDEX sounds_long (duration_sec>?)");
  expect(plan.filter((step) => step.startsWith("SCAN") || step.includes("TEMP B-TREE"))).toEqual([]);
});

test("embeddings are read in one pass by their ids, raw ones by id", () => {
  const db = tempLibrary();
  expect(planOf(db, embeddingPageSql, 0, 1)).toEqual([
    "SEARCH embeddings USING INTEGER PRIMARY KEY (rowid>?)",
  ]);
  expect(planOf(db, rawEmbeddingSql, 1)).toEqual([
    "SEARCH raw_embeddings USING INTEGER PRIMARY KEY (rowid=?)",
  ]);
});

test("the folder tree reads only the files below, from the index alone", () => {
  const plan = planOf(tempLibrary(), folderTreeSql, { prefix: "/a/", end: "/a0", separator: "/" });
  expect(plan.filter((step) => step.includes("files"))).toEqual([
    "SEARCH files USING COVERING INDEX files_by_parent (parent_path>? AND parent_path<?)",
  ]);
});

test("what the search reads after an edit, and of an example, is found by ids", () => {
  const db = tempLibrary();
  const plans = [catalogueSoundSql, rowPeaksSql, indexedEmbeddingSql].map((sql) =>
    planOf(db, sql, ...(sql === indexedEmbeddingSql ? [1, 1] : [1])),
  );
  expect(plans).toEqual([
    [
      "SEARCH sounds USING INTEGER PRIMARY KEY (rowid=?)",
      "SEARCH sound_uses USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN",
    ],
    ["SEARCH row_peaks USING INTEGER PRIMARY KEY (rowid=?)"],
    [
      "SEARCH embeddings USING INTEGER PRIMARY KEY (rowid=?)",
      "CORRELATED SCALAR SUBQUERY 1",
      "SEARCH sounds USING INTEGER PRIMARY KEY (rowid=?)",
    ],
  ]);
  const example = planOf(db, wholeEmbeddingSql, 1, "model", -1);
  expect(example[0]).toBe(
    "SEARCH embeddings USING COVERING INDEX embeddings_by_sound (sound_id=? AND model_id=? AND window_index=?)",
  );
  expect(example.filter((step) => step.startsWith("SCAN"))).toEqual([]);
});

test("words in names go by the full-text index", () => {
  const [step] = planOf(tempLibrary(), findNamesSql, '{name} : ("kick")', 10);
  expect(step).toMatch(/^SCAN names VIRTUAL TABLE INDEX \d+:M2$/);
});

test("files of a sound go by their index", () => {
  const db = tempLibrary();
  expect(planOf(db, catalogueFilesSql, 1)[0]).toBe("SEARCH files USING INDEX files_by_sound (sound_id=?)");
});

test.each([
  ["tags of a row", soundTagsSql],
  ["labels of a sound", tagLinksOfSoundSql],
  ["suggestions of a sound", suggestionsSql],
])("%s are found by the sound's id", (_, sql) => {
  const plan = planOf(tempLibrary(), sql, 1);
  expect(plan.filter((step) => step.startsWith("SCAN") && !step.includes("sound_tags"))).toEqual([]);
  expect(
    plan.filter((step) => /(suggested|person)_tags/.test(step)).every((step) => step.includes("sound_id=?")),
  ).toBe(true);
});

test("the queue, a collection and the history are read in the order of their keys", () => {
  const db = tempLibrary();
  const plans = [queuedSoundsSql, collectionSoundsSql, queryHistorySql, useHistorySql].map((sql) =>
    planOf(db, sql, 1),
  );
  expect(plans).toEqual([
    ["SCAN tag_queue"],
    ["SEARCH collection_sounds USING PRIMARY KEY (collection_id=?)"],
    ["SCAN history USING INDEX history_queries"],
    ["SCAN history USING INDEX history_uses"],
  ]);
});

test("the tagger reads names and the int8 copy of a sound by its id, and a page of sounds in their order", () => {
  const db = tempLibrary();
  expect(planOf(db, soundPlacesSql, 1)[0]).toBe("SEARCH files USING INDEX files_by_sound (sound_id=?)");
  expect(planOf(db, wholeCodeSql, 1, 1)).toEqual([
    "SEARCH embeddings USING INDEX embeddings_by_sound (sound_id=? AND model_id=? AND window_index=?)",
    "CORRELATED SCALAR SUBQUERY 1",
    "SEARCH sounds USING INTEGER PRIMARY KEY (rowid=?)",
  ]);
  expect(planOf(db, taggedSoundsSql, 0, 10)[0]).toBe("SEARCH sounds USING INTEGER PRIMARY KEY (rowid>?)");
});

test("the map is read in the order of its key, without a sort", () => {
  expect(planOf(tempLibrary(), mapPositionsSql, 1)).toEqual([
    "SEARCH map_positions USING PRIMARY KEY (model_id=?)",
  ]);
});

test("what undo and redo would do is the first or last row of the journal", () => {
  const db = tempLibrary();
  expect([lastEditSql, firstUndoneSql].map((sql) => planOf(db, sql))).toEqual([
    ["SCAN edits"],
    ["SCAN edits"],
  ]);
});

test("a library of 10,000 files counts, lists and gives out work rightly", () => {
  const db = tempLibrary();
  inTransaction(db, () => {
    for (let i = 0; i < 10_000; i++) {
      const path = `/sounds/pack ${i % 100}/sound ${i}.wav`;
      // Every fifth was listened to; every tenth of those is a copy of the one before.
      if (i % 5 === 1) addHeardFile(db, path, { contentHash: `content ${i % 50 === 11 ? i - 5 : i}` });
      else addFile(db, path, { sizeBytes: 10_000 - i });
    }
  });
  const catalogue = listCatalogue(db);
  expect(countLibrary(db, testModelId)).toMatchObject({
    fileCount: 10_000,
    soundCount: 9800,
    readyCount: 1800,
    pendingCount: 8000,
  });
  expect(catalogue).toHaveLength(9800);
  expect(catalogue.reduce((sum, { files }) => sum + files.length, 0)).toBe(10_000);
  expect([...listIndexedEmbeddings(db, testModelId)].flat()).toHaveLength(1800);
  expect(listFolderTree(db, "/sounds")).toHaveLength(100);
  expect(takePendingSounds(db, testModelId, 3)[0]?.path).toBe("/sounds/pack 99/sound 9999.wav");
  expect(
    getSoundRows(
      db,
      catalogue.map(({ id }) => id),
    ),
  ).toHaveLength(9800);
  markFilesMissing(
    db,
    listFilesOfFolder(db, 1).map(({ id }) => id),
  );
  expect(countLibrary(db, testModelId)).toMatchObject({ soundCount: 0, fileCount: 0, pendingCount: 0 });
  expect([dropOrphanSounds(db), findDamage(db)]).toEqual([[], null]);
});
