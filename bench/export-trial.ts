// Makes the library of bench/export.ts, in a process of its own: `node export-trial.ts OPTIONS_AS_JSON`. Each sound has
// a file, facts, a confirmed tag and a suggested one; every tenth is a favourite in a collection.
import { addCollection, addToCollection } from "../main/db/collections.ts";
import { inTransaction, type WritableDb } from "../main/db/database.ts";
import { insertPendingFile } from "../main/db/files.ts";
import { addFolder } from "../main/db/folders.ts";
import { makeEdit } from "../main/db/journal.ts";
import { ensureLabel } from "../main/db/labels.ts";
import { closeLibrary, openLibrary } from "../main/db/open-library.ts";
import { setFavourite } from "../main/db/sounds.ts";
import { storeSoundResult } from "../main/db/store-result.ts";
import { putPersonTag, storeSuggestions } from "../main/db/tags.ts";
import { makePath, makeRandom } from "./search-data.ts";

const options = JSON.parse(process.argv[2] ?? "{}") as { library: string; sounds: number };
const db = openLibrary(options.library, "write");
const { id: folderId } = addFolder(db, { path: "/library", excludes: [], nowMs: 1 });
const random = makeRandom(5);
const soundIds: number[] = [];
for (let start = 0; start < options.sounds; start += 1000) {
  inTransaction(db, () => {
    const end = Math.min(options.sounds, start + 1000);
    for (let index = start; index < end; index++) soundIds.push(addSound(db, index));
  });
}
mark(db);
closeLibrary(db);
console.log(JSON.stringify({ sounds: soundIds.length }));

function addSound(into: WritableDb, index: number): number {
  const path = makePath(index, random);
  const { fileId } = insertPendingFile(into, {
    folderId,
    path,
    sizeBytes: 100_000,
    modifiedMs: 1,
    addedMs: 1,
  });
  const stored = storeSoundResult(into, {
    fileId,
    quickHash: `quick ${index}`,
    contentHash: index.toString(16).padStart(64, "0"),
    sizeBytes: 100_000,
    modifiedMs: 1,
    format: "wav",
    durationSec: 0.1 + random(),
    sampleRate: 48_000,
    channelCount: 2,
    bitDepth: 24,
    peakDb: -random(),
    loudnessLufs: -20 * random(),
    centroidHz: 5000 * random(),
    tempoBpm: 120,
    tempoConfidence: random(),
    key: "A minor",
    keyConfidence: random(),
    kind: "one-shot",
    rowPeaks: new Uint8Array(2),
    playerPeaks: new Uint8Array(2),
    modelId: "none",
    wholeEmbedding: null,
  });
  if (!stored) throw new Error(`${path} was not stored`);
  return stored.soundId;
}

function mark(into: WritableDb): void {
  const kick = ensureLabel(into, "kick", "drums");
  const bright = ensureLabel(into, "bright", "moods");
  inTransaction(into, () => {
    for (const soundId of soundIds) {
      storeSuggestions(into, soundId, [{ labelId: bright, source: "audio", confidence: 0.8, score: 0.4 }]);
    }
  });
  makeEdit(into, "Tagged", 1, (edit) => {
    for (const soundId of soundIds) putPersonTag(edit, soundId, kick, true, 1);
  });
  const some = soundIds.filter((_, i) => i % 10 === 0);
  setFavourite(into, some, true, 1);
  makeEdit(into, "Collected", 1, (edit) =>
    addToCollection(edit, addCollection(edit, "Some", null, 1), some, 1),
  );
}
