import { expect, test } from "vitest";
import { takeChanges, trackChanges } from "../../main/db/changes.ts";
import type { WritableDb } from "../../main/db/database.ts";
import { storeWholeEmbedding } from "../../main/db/embeddings.ts";
import { deleteFiles, markFileChanged, relinkFile } from "../../main/db/files.ts";
import { makeEdit } from "../../main/db/journal.ts";
import {
  ensureLabel,
  listLabelDefinitions,
  putLabelDefinition,
  storeVocabulary,
} from "../../main/db/labels.ts";
import { dropOrphanSounds, findSoundDetail, getSoundRows } from "../../main/db/sounds.ts";
import {
  countQueuedSounds,
  leaveTagQueue,
  listQueuedSounds,
  queueAllSounds,
} from "../../main/db/tag-queue.ts";
import { listTagLinks, listTagsOfSound, putPersonTag, storeSuggestions } from "../../main/db/tags.ts";
import { addFile, addHeardFile, tempLibrary, testModelId, unitEmbedding } from "./library-setups.ts";

function say(db: WritableDb, soundId: number, label: string, isConfirmed: boolean | null, nowMs = 1): void {
  const labelId = ensureLabel(db, label, "drums");
  makeEdit(db, "said", nowMs, (edit) => putPersonTag(edit, soundId, labelId, isConfirmed, nowMs));
}

function suggest(db: WritableDb, soundId: number, tags: Record<string, number>): boolean {
  const suggestions = Object.entries(tags).map(([label, confidence]) => ({
    labelId: ensureLabel(db, label, "drums"),
    source: "audio" as const,
    confidence,
    score: 0.4,
  }));
  return storeSuggestions(db, soundId, suggestions);
}

/** `kick person confirmed 1`, for every tag in order. */
function tagsOf(db: WritableDb, soundId: number): string[] {
  return listTagsOfSound(db, soundId).map(
    ({ label, source, state, confidence }) => `${label} ${source} ${state} ${confidence}`,
  );
}

test("a person's word comes first and outlives every new suggestion", () => {
  const db = tempLibrary();
  const { soundId } = addHeardFile(db, "/sounds/a.wav");
  suggest(db, soundId, { kick: 0.9, snare: 0.6, tom: 0.7 });
  say(db, soundId, "snare", true);
  say(db, soundId, "kick", false);
  const expected = ["snare person confirmed 1", "tom audio suggested 0.7", "kick person rejected 0"];
  expect(tagsOf(db, soundId)).toEqual(expected);
  suggest(db, soundId, { kick: 0.99, tom: 0.7 });
  expect(tagsOf(db, soundId)).toEqual(expected);
  say(db, soundId, "kick", null);
  expect(tagsOf(db, soundId)).toEqual([
    "snare person confirmed 1",
    "kick audio suggested 0.99",
    "tom audio suggested 0.7",
  ]);
});

test("rows show at most eight tags, none of them rejected; the detail shows all", () => {
  const db = tempLibrary();
  const { soundId } = addHeardFile(db, "/sounds/a.wav");
  suggest(db, soundId, { a: 0.9, b: 0.8, c: 0.7, d: 0.6, e: 0.5, f: 0.4, g: 0.3, h: 0.2, i: 0.1 });
  say(db, soundId, "a", false);
  say(db, soundId, "i", false);
  expect(
    getSoundRows(db, [soundId])[0]
      ?.tags.map(({ label }) => label)
      .join(""),
  ).toBe("bcdefgh");
  const detail = findSoundDetail(db, soundId, testModelId);
  expect(detail?.allTags.map(({ label }) => label).join("")).toBe("bcdefghai");
});

test("suggestions that stay the same are not written again", () => {
  const db = tempLibrary();
  const { soundId } = addHeardFile(db, "/sounds/a.wav");
  trackChanges(db);
  expect(suggest(db, soundId, { kick: 0.9 })).toBe(true);
  expect(takeChanges(db).taggedIds).toEqual([soundId]);
  expect(suggest(db, soundId, { kick: 0.9 })).toBe(false);
  expect(takeChanges(db).taggedIds).toEqual([]);
  expect(suggest(db, soundId, {})).toBe(true);
  expect(tagsOf(db, soundId)).toEqual([]);
});

test("what a person said goes along when a file is edited, moved or taken away", () => {
  const db = tempLibrary();
  const { soundId, fileId } = addHeardFile(db, "/sounds/a.wav");
  say(db, soundId, "kick", true);
  const editedId = markFileChanged(db, fileId, { sizeBytes: 2, modifiedMs: 3, nowMs: 4 });
  expect(tagsOf(db, editedId)).toEqual(["kick person confirmed 1"]);
  // It turns out to be the old content, and what was said meanwhile joins what was known.
  say(db, editedId, "tom", true, 5);
  relinkFile(db, fileId, soundId);
  expect(tagsOf(db, soundId)).toEqual(["kick person confirmed 1", "tom person confirmed 1"]);
  deleteFiles(db, [fileId]);
  expect([dropOrphanSounds(db), tagsOf(db, soundId).length]).toEqual([[], 2]);
});

test("suggestions alone keep no sound whose files are gone", () => {
  const db = tempLibrary();
  const { soundId, fileId } = addHeardFile(db, "/sounds/a.wav");
  suggest(db, soundId, { kick: 0.9 });
  deleteFiles(db, [fileId]);
  expect(dropOrphanSounds(db)).toEqual([soundId]);
  expect([...listTagLinks(db)]).toEqual([]);
});

test("sounds wait for the tagger when their name or their embedding is new", () => {
  const db = tempLibrary();
  const { soundId, fileId } = addFile(db, "/sounds/a.wav");
  expect(listQueuedSounds(db, 10)).toEqual([soundId]);
  leaveTagQueue(db, soundId);
  expect(countQueuedSounds(db)).toBe(0);
  storeWholeEmbedding(db, soundId, testModelId, unitEmbedding(1));
  expect(countQueuedSounds(db)).toBe(1);
  leaveTagQueue(db, soundId);
  const otherId = markFileChanged(db, fileId, { sizeBytes: 2, modifiedMs: 3, nowMs: 4 });
  expect(listQueuedSounds(db, 10)).toEqual([otherId]);
  leaveTagQueue(db, otherId);
  queueAllSounds(db);
  expect(listQueuedSounds(db, 10)).toEqual([otherId]);
});

test("definitions of labels come back as they were saved; the vocabulary never changes a person's family", () => {
  const db = tempLibrary();
  const mine = { label: "Zap", family: "own" as const, isEnabled: false, synonyms: ["zzt"], prompts: [] };
  makeEdit(db, "saved", 1, (edit) => putLabelDefinition(edit, mine));
  storeVocabulary(db, [
    { label: "zap", family: "effects" },
    { label: "kick", family: "drums" },
  ]);
  expect(listLabelDefinitions(db)).toEqual([mine]);
});
