import { expect, test } from "vitest";
import {
  addCollection,
  addToCollection,
  listCollections,
  listCollectionSounds,
  removeCollection,
  removeFromCollection,
  renameCollection,
} from "../../main/db/collections.ts";
import type { WritableDb } from "../../main/db/database.ts";
import { deleteFiles } from "../../main/db/files.ts";
import { findRedoable, findUndoable, makeEdit, redoEdit, undoEdit } from "../../main/db/journal.ts";
import {
  dropLabelDefinition,
  ensureLabel,
  listLabelDefinitions,
  putLabelDefinition,
} from "../../main/db/labels.ts";
import { dropOrphanSounds, getSoundRows, setFavourite } from "../../main/db/sounds.ts";
import { listPersonTags, putPersonTag } from "../../main/db/tags.ts";
import { addHeardFile, tempLibrary } from "./library-setups.ts";

const noFolders = (): void => {};

function undo(db: WritableDb): string | undefined {
  return undoEdit(db, noFolders)?.label;
}

function redo(db: WritableDb): string | undefined {
  return redoEdit(db, noFolders)?.label;
}

/** All that edits may change, as plain data. */
function snapshot(db: WritableDb): unknown {
  return {
    favourites: db.prepare("SELECT id, favourite_ms FROM sounds ORDER BY id").all(),
    tags: listPersonTags(db),
    labels: listLabelDefinitions(db),
    collections: listCollections(db).map((row) => ({ ...row, ids: listCollectionSounds(db, row.id) })),
  };
}

test("every edit is taken back and made again, in order, to the same rows", () => {
  const db = tempLibrary();
  const ids = ["a", "b", "c"].map((name) => addHeardFile(db, `/sounds/${name}.wav`).soundId);
  const own = {
    label: "zap",
    family: "own" as const,
    isEnabled: true,
    synonyms: ["zzt"],
    prompts: ["a zap"],
  };
  const kick = ensureLabel(db, "kick", "drums");
  let collectionId = 0;
  const edits: (() => void)[] = [
    () => void setFavourite(db, ids, true, 10),
    () => void setFavourite(db, [2], false, 20),
    () => void makeEdit(db, "tag", 30, (edit) => ids.forEach((id) => putPersonTag(edit, id, kick, true, 30))),
    () => void makeEdit(db, "untag", 40, (edit) => putPersonTag(edit, 1, kick, false, 40)),
    () => void makeEdit(db, "clear", 50, (edit) => putPersonTag(edit, 3, kick, null, 50)),
    () => void makeEdit(db, "label", 60, (edit) => putLabelDefinition(edit, own)),
    () => void makeEdit(db, "prompts", 70, (edit) => putLabelDefinition(edit, { ...own, prompts: [] })),
    () => void makeEdit(db, "drop", 80, (edit) => dropLabelDefinition(edit, "zap", "own", true)),
    () =>
      void makeEdit(db, "collection", 90, (edit) => {
        collectionId = addCollection(edit, "Mine", null, 90);
        addToCollection(edit, collectionId, ids, 90);
      }),
    () => void makeEdit(db, "smart", 95, (edit) => addCollection(edit, "Short", "<1s", 95)),
    () => void makeEdit(db, "take out", 100, (edit) => removeFromCollection(edit, collectionId, [2])),
    () => void makeEdit(db, "rename", 110, (edit) => renameCollection(edit, collectionId, "mine too")),
    () => void makeEdit(db, "remove", 120, (edit) => removeCollection(edit, collectionId)),
  ];
  const states = [snapshot(db)];
  for (const edit of edits) {
    edit();
    states.push(snapshot(db));
  }
  const back = edits.map(() => (undo(db), snapshot(db)));
  expect(back).toEqual(states.slice(0, -1).reverse());
  expect(undo(db)).toBeUndefined();
  const again = edits.map(() => (redo(db), snapshot(db)));
  expect(again).toEqual(states.slice(1));
  expect(redo(db)).toBeUndefined();
});

test("an edit after an undo forgets what could be made again", () => {
  const db = tempLibrary();
  addHeardFile(db, "/sounds/a.wav");
  setFavourite(db, [1], true, 10);
  undo(db);
  expect([findUndoable(db), findRedoable(db)?.label]).toEqual([undefined, "Marked 1 sound as favourite"]);
  makeEdit(db, "collection", 20, (edit) => addCollection(edit, "Mine", null, 20));
  expect([findUndoable(db)?.label, findRedoable(db)]).toEqual(["collection", undefined]);
});

test("an edit that changes nothing, or fails half-way, leaves no trace", () => {
  const db = tempLibrary();
  addHeardFile(db, "/sounds/a.wav");
  setFavourite(db, [1, 99], false, 10);
  expect(() =>
    makeEdit(db, "half", 20, (edit) => {
      edit.put("sounds", [1], [20]);
      throw new Error("power cut");
    }),
  ).toThrow("power cut");
  expect([findUndoable(db), getSoundRows(db, [1])[0]?.isFavourite]).toEqual([undefined, false]);
});

test("undo passes over sounds that have gone since", () => {
  const db = tempLibrary();
  const gone = addHeardFile(db, "/sounds/a.wav");
  const kept = addHeardFile(db, "/sounds/b.wav");
  const kick = ensureLabel(db, "kick", "drums");
  const both = [gone.soundId, kept.soundId];
  const say = (isConfirmed: boolean | null) =>
    makeEdit(db, "tag", 1, (edit) => both.forEach((id) => putPersonTag(edit, id, kick, isConfirmed, 1)));
  say(true);
  say(null);
  deleteFiles(db, [gone.fileId]);
  dropOrphanSounds(db);
  expect(undo(db)).toBe("tag");
  expect(listPersonTags(db)).toEqual([{ soundId: kept.soundId, labelId: kick, isConfirmed: true }]);
});

test("the last 200 edits are kept", () => {
  const db = tempLibrary();
  addHeardFile(db, "/sounds/a.wav");
  for (let i = 0; i < 205; i++) setFavourite(db, [1], i % 2 === 0, i);
  let count = 0;
  while (undo(db) !== undefined) count++;
  expect(count).toBe(200);
});
