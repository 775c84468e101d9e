import { expect, test } from "vitest";
import { countLibrary } from "../../main/db/counts.ts";
import {
  listErrors,
  retryErrors,
  storeFileError,
  storePathError,
  clearPathErrors,
} from "../../main/db/errors.ts";
import {
  deleteFiles,
  findFileByPath,
  listFilesOfFolder,
  listFilesOfSound,
  markFileChanged,
  markFilesMissing,
  markFilesPresent,
  relinkFile,
  toFormat,
} from "../../main/db/files.ts";
import {
  addFolder,
  findFolder,
  listFolders,
  listFolderTree,
  removeFolder,
  setFolderState,
} from "../../main/db/folders.ts";
import { findFilesByWords } from "../../main/db/names.ts";
import { dropOrphanSounds, findSoundDetail, getSoundRows, setFavourite } from "../../main/db/sounds.ts";
import { storeSoundResult } from "../../main/db/store-result.ts";
import { takePendingSounds } from "../../main/db/work.ts";
import { addFile, addHeardFile, soundResult, tempLibrary, testModelId } from "./library-setups.ts";

const reason = { code: "damaged-file", message: "The file ends too early.", hint: "" };

test("a new file has a provisional sound and is found by its name at once", () => {
  const db = tempLibrary();
  const { fileId, soundId } = addFile(db, "/sounds/Kicks/kick_dusty04.AIF");
  expect(getSoundRows(db, [soundId])).toMatchObject([
    { id: soundId, path: "/sounds/Kicks/kick_dusty04.AIF", status: "pending", format: "aiff", durationSec: null, copyCount: 1 },
  ]); // prettier-ignore
  expect(findFilesByWords(db, "name", ["dusty"], false, 9)).toEqual([fileId]);
  expect(findFilesByWords(db, "folder", ["kick"], true, 9)).toEqual([fileId]);
  expect(findFilesByWords(db, "folder", ["dusty"], true, 9)).toEqual([]);
});

test("a move keeps id, favourite and embedding, and the old place is forgotten", () => {
  const db = tempLibrary();
  const old = addHeardFile(db, "/sounds/a.wav", { contentHash: "same" });
  setFavourite(db, [old.soundId], true, 7);
  markFilesMissing(db, [old.fileId]);
  const moved = addFile(db, "/sounds/b.wav");
  const stored = storeSoundResult(db, soundResult(moved.fileId, { contentHash: "same" }));
  expect(stored).toEqual({ soundId: old.soundId, wasKnown: true, droppedSoundId: moved.soundId });
  expect(listFilesOfSound(db, old.soundId).map(({ path }) => path)).toEqual(["/sounds/b.wav"]);
  expect(getSoundRows(db, [old.soundId, moved.soundId])).toMatchObject([
    { id: old.soundId, path: "/sounds/b.wav", isFavourite: true, status: "ready" },
  ]);
  expect(takePendingSounds(db, testModelId, 9)).toEqual([]);
});

test("relinking without listening does the same", () => {
  const db = tempLibrary();
  const old = addHeardFile(db, "/sounds/a.wav");
  markFilesMissing(db, [old.fileId]);
  const moved = addFile(db, "/sounds/b.wav");
  expect(relinkFile(db, moved.fileId, old.soundId)).toBe(moved.soundId);
  expect(listFilesOfSound(db, old.soundId)).toMatchObject([{ id: moved.fileId, state: "present" }]);
});

test("a copy is one sound in two places; a favourite set while it was pending carries over", () => {
  const db = tempLibrary();
  const first = addHeardFile(db, "/sounds/a.wav", { contentHash: "same" });
  const copy = addFile(db, "/sounds/copies/b.wav");
  setFavourite(db, [copy.soundId], true, 5);
  storeSoundResult(db, soundResult(copy.fileId, { contentHash: "same" }));
  expect(findSoundDetail(db, first.soundId, testModelId)).toMatchObject({
    copyCount: 2,
    isFavourite: true,
    paths: ["/sounds/a.wav", "/sounds/copies/b.wav"],
    contentHash: "same",
    error: null,
  });
  expect(countLibrary(db, testModelId)).toMatchObject({ soundCount: 1, fileCount: 2 });
});

test("an edited file becomes a new sound and stays a favourite; its old content stays with the copy", () => {
  const db = tempLibrary();
  const first = addHeardFile(db, "/sounds/a.wav", { contentHash: "old" });
  addHeardFile(db, "/sounds/copy.wav", { contentHash: "old" });
  setFavourite(db, [first.soundId], true, 5);
  const provisional = markFileChanged(db, first.fileId, { sizeBytes: 2000, modifiedMs: 6000, nowMs: 9 });
  expect(takePendingSounds(db, testModelId, 9)).toMatchObject([
    { soundId: provisional, path: "/sounds/a.wav" },
  ]);
  storeSoundResult(db, soundResult(first.fileId, { contentHash: "new", sizeBytes: 2000, modifiedMs: 6000 }));
  expect(getSoundRows(db, [first.soundId, provisional])).toMatchObject([
    { path: "/sounds/copy.wav", copyCount: 1 },
    { path: "/sounds/a.wav", sizeBytes: 2000, isFavourite: true, status: "ready" },
  ]);
});

test("two files that change names keep their own words; an edit that is new keeps those of its place", () => {
  const db = tempLibrary();
  const a = addHeardFile(db, "/sounds/a.wav", { contentHash: "a" });
  const b = addHeardFile(db, "/sounds/b.wav", { contentHash: "b" });
  setFavourite(db, [a.soundId], true, 5);
  for (const [file, contentHash, modifiedMs] of [
    [a, "b", 20],
    [b, "a", 21],
  ] as const) {
    markFileChanged(db, file.fileId, { sizeBytes: 1000, modifiedMs, nowMs: 10 });
    storeSoundResult(db, soundResult(file.fileId, { contentHash, modifiedMs }));
  }
  expect(getSoundRows(db, [a.soundId, b.soundId])).toMatchObject([
    { path: "/sounds/b.wav", isFavourite: true },
    { path: "/sounds/a.wav", isFavourite: false },
  ]);
  // Changed between the look and the listening, without a provisional sound between.
  storeSoundResult(db, soundResult(b.fileId, { contentHash: "b", modifiedMs: 22 }));
  expect(getSoundRows(db, [b.soundId])).toMatchObject([{ copyCount: 2, isFavourite: false }]);
  storeSoundResult(db, soundResult(a.fileId, { contentHash: "a", modifiedMs: 23 }));
  const edited = markFileChanged(db, a.fileId, { sizeBytes: 7, modifiedMs: 24, nowMs: 30 });
  storeSoundResult(db, soundResult(a.fileId, { contentHash: "new", sizeBytes: 7, modifiedMs: 24 }));
  expect(getSoundRows(db, [edited])).toMatchObject([{ path: "/sounds/a.wav", isFavourite: true }]);
});

test("a file that was only touched goes back to its sound", () => {
  const db = tempLibrary();
  const { fileId, soundId } = addHeardFile(db, "/sounds/a.wav");
  const provisional = markFileChanged(db, fileId, { sizeBytes: 1000, modifiedMs: 9999, nowMs: 9 });
  const stored = storeSoundResult(db, soundResult(fileId, { modifiedMs: 9999 }));
  expect(stored).toEqual({ soundId, wasKnown: true, droppedSoundId: provisional });
  expect(findFileByPath(db, "/sounds/a.wav")).toMatchObject({ soundId, modifiedMs: 9999, state: "present" });
});

test("a file that changed between scan and listening does not overwrite the old content's sound", () => {
  const db = tempLibrary();
  const { fileId, soundId } = addHeardFile(db, "/sounds/a.wav", { contentHash: "old" });
  const stored = storeSoundResult(db, soundResult(fileId, { contentHash: "new" }));
  expect(stored?.soundId).not.toBe(soundId);
  expect(db.prepare("SELECT content_hash FROM sounds ORDER BY id").pluck().all()).toEqual(["old", "new"]);
});

test("a result for a file that has gone is dropped", () => {
  const db = tempLibrary();
  const { fileId } = addFile(db, "/sounds/a.wav");
  deleteFiles(db, [fileId]);
  expect(storeSoundResult(db, soundResult(fileId))).toBeNull();
});

test("removing a folder removes its sounds, but a favourite is one again when the folder comes back", () => {
  const db = tempLibrary();
  const kept = addHeardFile(db, "/sounds/a.wav", { contentHash: "a" });
  const dropped = addHeardFile(db, "/sounds/b.wav", { contentHash: "b" });
  setFavourite(db, [kept.soundId], true, 5);
  expect(removeFolder(db, 1)).toEqual([dropped.soundId]);
  expect(countLibrary(db, testModelId)).toMatchObject({ soundCount: 0, fileCount: 0, folderCount: 0, favouriteCount: 0 });
  expect(findFilesByWords(db, "name", ["a"], true, 9)).toEqual([]);
  expect(addHeardFile(db, "/sounds/a.wav", { contentHash: "a" }).soundId).toBe(kept.soundId);
  expect(getSoundRows(db, [kept.soundId])[0]?.isFavourite).toBe(true);
}); // prettier-ignore

test("ids of sounds are never used twice", () => {
  const db = tempLibrary();
  const { fileId, soundId } = addHeardFile(db, "/sounds/a.wav");
  deleteFiles(db, [fileId]);
  expect(dropOrphanSounds(db)).toEqual([soundId]);
  expect(addFile(db, "/sounds/b.wav").soundId).toBeGreaterThan(soundId);
});

test("a folder that goes offline takes its files along, but not those that were missing", () => {
  const db = tempLibrary();
  const { fileId } = addFile(db, "/sounds/a.wav");
  const gone = addFile(db, "/sounds/b.wav");
  markFilesMissing(db, [gone.fileId]);
  const states = () => listFilesOfFolder(db, 1).map(({ state }) => state);
  setFolderState(db, 1, "offline");
  expect([states(), takePendingSounds(db, testModelId, 9)]).toEqual([["offline", "missing"], []]);
  setFolderState(db, 1, "present");
  expect(states()).toEqual(["present", "missing"]);
  markFilesPresent(db, [gone.fileId]);
  expect(states()).toEqual(["present", "present"]);
  expect(findFileByPath(db, "/sounds/a.wav")?.id).toBe(fileId);
});

test("a folder inside one of the library is refused, a folder above takes those below over", () => {
  const db = tempLibrary();
  addFolder(db, { path: "/music/drums", excludes: ["*.mp3", "old/**"], nowMs: 1 });
  const { fileId, soundId } = addFile(db, "/music/drums/kick.wav", { rootPath: "/music/drums" });
  expect(findFilesByWords(db, "folder", ["music"], false, 9)).toEqual([]);
  expect(() => addFolder(db, { path: "/music/drums/kicks", excludes: [], nowMs: 2 })).toThrow("is part of");
  addFolder(db, { path: "/music/drumsticks", excludes: [], nowMs: 2 });
  addFolder(db, { path: "/music", excludes: ["Junk"], nowMs: 3 });
  expect(listFolders(db).find(({ path }) => path === "/music")?.excludes).toEqual([
    "Junk",
    "drums/**/*.mp3",
    "drums/old/**",
  ]);
  expect(getSoundRows(db, [soundId])).toHaveLength(1);
  expect(listFolders(db).map(({ path }) => path)).not.toContain("/music/drums");
  expect(findFilesByWords(db, "folder", ["music"], false, 9)).toEqual([fileId]);
  expect(findFileByPath(db, "/music/drums/kick.wav")).toMatchObject({ soundId, folderId: 3 });
});

test("the same folder again keeps its id and takes the new excludes", () => {
  const db = tempLibrary();
  const { id } = addFolder(db, { path: "/sounds", excludes: ["a"], nowMs: 1 });
  expect(addFolder(db, { path: "/sounds", excludes: ["b"], nowMs: 2 })).toEqual({
    id,
    path: "/sounds",
    state: "present",
    excludes: ["b"],
    addedMs: 1,
    soundCount: 0,
  });
});

test("the folder tree counts sounds at any depth and copies once", () => {
  const db = tempLibrary();
  for (const path of [
    "top.wav",
    "Drums/a.wav",
    "Drums/Kicks/b.wav",
    "Drums/Kicks/Deep/c.wav",
    "Drums & Co/d.wav",
  ]) {
    addHeardFile(db, `/sounds/${path}`, { contentHash: path });
  }
  addHeardFile(db, "/sounds/Drums/copy.wav", { contentHash: "Drums/Kicks/b.wav" });
  expect(listFolderTree(db, null)).toEqual([
    { path: "/sounds", name: "sounds", soundCount: 5, hasChildren: true },
  ]);
  expect(listFolderTree(db, "/sounds")).toEqual([
    { path: "/sounds/Drums", name: "Drums", soundCount: 3, hasChildren: true },
    { path: "/sounds/Drums & Co", name: "Drums & Co", soundCount: 1, hasChildren: false },
  ]);
  expect(listFolderTree(db, "/sounds/Drums/Kicks")).toEqual([
    { path: "/sounds/Drums/Kicks/Deep", name: "Deep", soundCount: 1, hasChildren: false },
  ]);
  expect(findFolder(db, "/sounds")?.soundCount).toBe(5);
});

test("a file with an error is listed with its reason, left alone, and tried again on request", () => {
  const db = tempLibrary();
  const { fileId, soundId } = addFile(db, "/sounds/broken.wav");
  storeFileError(db, fileId, reason, 100);
  expect(listErrors(db)).toEqual([{ path: "/sounds/broken.wav", ...reason, occurredMs: 100 }]);
  expect(findSoundDetail(db, soundId, testModelId)).toMatchObject({ status: "error", error: reason });
  expect(takePendingSounds(db, testModelId, 9)).toEqual([]);
  expect(countLibrary(db, testModelId)).toMatchObject({ errorCount: 1, pendingCount: 0 });
  expect(retryErrors(db)).toBe(1);
  expect(takePendingSounds(db, testModelId, 9)).toMatchObject([{ soundId }]);
  storeSoundResult(db, soundResult(fileId));
  expect([listErrors(db), getSoundRows(db, [soundId])[0]?.status]).toEqual([[], "ready"]);
});

test("a changed file loses its error and gets another chance", () => {
  const db = tempLibrary();
  const { fileId } = addFile(db, "/sounds/broken.wav");
  storeFileError(db, fileId, reason, 100);
  markFileChanged(db, fileId, { sizeBytes: 5, modifiedMs: 6, nowMs: 7 });
  expect([listErrors(db).length, takePendingSounds(db, testModelId, 9).length]).toEqual([0, 1]);
});

test("an error of a sound that was read before does not take it out of the list", () => {
  const db = tempLibrary();
  const { fileId, soundId } = addHeardFile(db, "/sounds/a.wav");
  storeFileError(db, fileId, reason, 100);
  expect(getSoundRows(db, [soundId])[0]?.status).toBe("ready");
  expect(takePendingSounds(db, "another-model", 9)).toEqual([]);
});

test("a folder that cannot be opened is listed until the next scan", () => {
  const db = tempLibrary();
  const { id } = addFolder(db, { path: "/sounds", excludes: [], nowMs: 1 });
  storePathError(db, id, "/sounds/secret", reason, 5);
  storePathError(db, id, "/sounds/secret", reason, 6);
  expect(listErrors(db)).toEqual([{ path: "/sounds/secret", ...reason, occurredMs: 6 }]);
  expect(retryErrors(db)).toBe(0);
  clearPathErrors(db, id);
  expect(listErrors(db)).toEqual([]);
});

test("a file that is gone takes its error along, and is tried again when it is back", () => {
  const db = tempLibrary();
  const { fileId, soundId } = addFile(db, "/sounds/broken.wav");
  storeFileError(db, fileId, reason, 100);
  markFilesMissing(db, [fileId]);
  expect([listErrors(db), countLibrary(db, testModelId).errorCount]).toEqual([[], 0]);
  markFilesPresent(db, [fileId]);
  expect(takePendingSounds(db, testModelId, 9)).toMatchObject([{ soundId }]);
});

test("a copy under another name does not change the facts of its sound", () => {
  const db = tempLibrary();
  const { soundId } = addHeardFile(db, "/sounds/loop 120.wav", { contentHash: "same", tempoBpm: 120 });
  const copy = addHeardFile(db, "/sounds/copy.wav", { contentHash: "same", tempoBpm: null });
  expect(copy.soundId).toBe(soundId);
  expect(getSoundRows(db, [soundId])[0]).toMatchObject({ tempoBpm: 120, copyCount: 2 });
});

test("a file whose drive was taken away while it was read stays offline", () => {
  const db = tempLibrary();
  const { fileId } = addFile(db, "/sounds/a.wav");
  setFolderState(db, 1, "offline");
  storeSoundResult(db, soundResult(fileId));
  expect(findFileByPath(db, "/sounds/a.wav")).toMatchObject({ state: "offline", status: "ready" });
});

test("formats have one spelling", () => {
  expect(["/a.WAV", "/a.aif", "/a.AIFC", "/a.b.Flac", "/noext", "/a.oga"].map(toFormat)).toEqual([
    "wav",
    "aiff",
    "aiff",
    "flac",
    "",
    "ogg",
  ]);
});
