import { expect, test } from "vitest";
import { takeChanges, trackChanges } from "../../main/db/changes.ts";
import { countLibrary } from "../../main/db/counts.ts";
import {
  countEmbeddings,
  findIndexedEmbedding,
  findRawEmbedding,
  findWholeEmbedding,
  listIndexedEmbeddings,
  storeWholeEmbedding,
  storeWindows,
} from "../../main/db/embeddings.ts";
import { removeFolder } from "../../main/db/folders.ts";
import { findPlayerPeaks, listRowPeaks } from "../../main/db/peaks.ts";
import { toScanCode } from "../../main/db/scan-code.ts";
import { findSetting, storeSetting } from "../../main/db/settings.ts";
import { takePendingSounds, takePendingWindows } from "../../main/db/work.ts";
import { addFile, addHeardFile, tempLibrary, testModelId, unitEmbedding } from "./library-setups.ts";

test("a raw embedding comes back bit for bit", () => {
  const db = tempLibrary();
  const { soundId } = addHeardFile(db, "/sounds/a.wav", { wholeEmbedding: unitEmbedding(42) });
  expect(findWholeEmbedding(db, soundId, testModelId)).toEqual(unitEmbedding(42));
  expect(findRawEmbedding(db, 1)).toEqual(unitEmbedding(42));
  expect(findRawEmbedding(db, 99)).toBeUndefined();
  expect(findWholeEmbedding(db, soundId, "another-model")).toBeUndefined();
});

test("a part of a larger array is stored as that part", () => {
  const db = tempLibrary();
  const { soundId } = addFile(db, "/sounds/a.wav");
  const batch = new Float32Array(1024);
  batch.set(unitEmbedding(1));
  batch.set(unitEmbedding(2), 512);
  storeWholeEmbedding(db, soundId, testModelId, batch.subarray(512));
  expect(findWholeEmbedding(db, soundId, testModelId)).toEqual(unitEmbedding(2));
});

test("the int8 copy is within half a step of the embedding", () => {
  const embedding = unitEmbedding(3);
  const { code, scale } = toScanCode(embedding);
  const errors = embedding.map((value, i) => Math.abs(value - (code[i] ?? 0) * scale));
  expect(Math.max(...errors)).toBeLessThanOrEqual(scale * 0.501);
  expect(Math.max(...code.map(Math.abs))).toBe(127);
  expect(toScanCode(new Float32Array(4))).toEqual({ code: new Int8Array(4), scale: 0 });
});

test("embeddings of two models never mix, and each is complete by itself", () => {
  const db = tempLibrary();
  const { soundId } = addHeardFile(db, "/sounds/a.wav", { durationSec: 25 });
  expect(takePendingSounds(db, "big", 9)).toMatchObject([
    { soundId, contentHash: "content-1", durationSec: 25 },
  ]);
  storeWholeEmbedding(db, soundId, "big", unitEmbedding(9));
  expect([takePendingSounds(db, "big", 9), takePendingSounds(db, testModelId, 9)]).toEqual([[], []]);
  const listed = [...listIndexedEmbeddings(db, "big")].flat();
  expect(listed).toMatchObject([{ id: 2, soundId, windowIndex: -1, startSec: null, endSec: null }]);
  expect(findIndexedEmbedding(db, 2, testModelId)).toBeUndefined();
  expect([countEmbeddings(db, "big"), countEmbeddings(db, testModelId)]).toEqual([1, 1]);
});

test("windows are asked for after the whole, shortest first, until they are there", () => {
  const db = tempLibrary();
  const long = addHeardFile(db, "/sounds/long.wav", { durationSec: 600 });
  const short = addHeardFile(db, "/sounds/short.wav", { durationSec: 10.5 });
  addHeardFile(db, "/sounds/exact.wav", { durationSec: 10 });
  addHeardFile(db, "/sounds/unembedded.wav", { durationSec: 30, wholeEmbedding: null });
  const pending = () => takePendingWindows(db, testModelId, 9).map(({ soundId }) => soundId);
  expect(pending()).toEqual([short.soundId, long.soundId]);
  expect(takePendingWindows(db, testModelId, 9, new Set([short.soundId]))).toHaveLength(1);
  expect(countLibrary(db, testModelId).pendingWindowCount).toBe(62);
  const windows = [
    { startSec: 0, endSec: 10, embedding: unitEmbedding(1) },
    { startSec: 0.5, endSec: 10.5, embedding: unitEmbedding(2) },
  ];
  storeWindows(db, short.soundId, testModelId, windows);
  storeWindows(db, short.soundId, testModelId, windows);
  expect(pending()).toEqual([long.soundId]);
  expect(countLibrary(db, testModelId)).toMatchObject({ windowCount: 2, pendingWindowCount: 60 });
});

test("no windows, another length and numbers that are none are bugs, and nothing of them is stored", () => {
  const db = tempLibrary();
  const { soundId } = addHeardFile(db, "/sounds/a.wav");
  expect(() => storeWindows(db, soundId, testModelId, [])).toThrow(RangeError);
  expect(() => storeWholeEmbedding(db, soundId, testModelId, new Float32Array(100))).toThrow("512");
  const broken = unitEmbedding(1);
  broken[5] = Number.NaN;
  expect(() => storeWholeEmbedding(db, soundId, testModelId, broken)).toThrow("not finite");
  expect(findWholeEmbedding(db, soundId, testModelId)).toEqual(unitEmbedding(1));
});

test("the order of work: newest scan first, smallest first in it", () => {
  const db = tempLibrary();
  addFile(db, "/sounds/old.wav", { addedMs: 1, sizeBytes: 10 });
  addFile(db, "/sounds/big.wav", { addedMs: 2, sizeBytes: 900 });
  addFile(db, "/sounds/small.wav", { addedMs: 2, sizeBytes: 100 });
  const names = takePendingSounds(db, testModelId, 9).map(({ path }) => path.slice(8));
  expect(names).toEqual(["small.wav", "big.wav", "old.wav"]);
  expect(takePendingSounds(db, testModelId, 1, new Set([3]))).toMatchObject([{ path: "/sounds/big.wav" }]);
});

test("peaks come back in the order asked for, without those that have none", () => {
  const db = tempLibrary();
  const a = addHeardFile(db, "/sounds/a.wav", { rowPeaks: new Uint8Array([1, 2, 3, 4]) });
  const b = addFile(db, "/sounds/b.wav");
  const c = addHeardFile(db, "/sounds/c.wav", { rowPeaks: new Uint8Array([5, 6]) });
  expect(listRowPeaks(db, [c.soundId, b.soundId, a.soundId])).toEqual([
    { soundId: c.soundId, columnCount: 1, data: new Uint8Array([5, 6]) },
    { soundId: a.soundId, columnCount: 2, data: new Uint8Array([1, 2, 3, 4]) },
  ]);
  expect(findPlayerPeaks(db, a.soundId)?.columnCount).toBe(2);
  expect(findPlayerPeaks(db, b.soundId)).toBeUndefined();
});

test("silence has no peak level above nothing, and that is stored", () => {
  const db = tempLibrary();
  addHeardFile(db, "/sounds/silence.wav", { peakDb: Number.NEGATIVE_INFINITY });
  expect(db.prepare("SELECT peak_db FROM sounds").pluck().get()).toBe(Number.NEGATIVE_INFINITY);
});

test("settings are replaced", () => {
  const db = tempLibrary();
  expect(findSetting(db, "active-model")).toBeUndefined();
  storeSetting(db, "active-model", "pocket");
  storeSetting(db, "active-model", "clap-htsat-fused");
  expect(findSetting(db, "active-model")).toBe("clap-htsat-fused");
});

test("changes name every sound and embedding that was touched, cascades included, and not what was undone", () => {
  const db = tempLibrary();
  trackChanges(db);
  addHeardFile(db, "/sounds/a.wav");
  expect(takeChanges(db)).toEqual({
    soundIds: [1],
    embeddingIds: [1],
    taggedIds: [],
    labelIds: [],
    isForeign: false,
  });
  expect(takeChanges(db)).toEqual({
    soundIds: [],
    embeddingIds: [],
    taggedIds: [],
    labelIds: [],
    isForeign: false,
  });
  expect(() =>
    db.transaction(() => {
      addHeardFile(db, "/sounds/b.wav");
      throw new Error("no");
    })(),
  ).toThrow("no");
  expect(takeChanges(db)).toEqual({
    soundIds: [],
    embeddingIds: [],
    taggedIds: [],
    labelIds: [],
    isForeign: false,
  });
  removeFolder(db, 1);
  expect(takeChanges(db)).toEqual({
    soundIds: [1],
    embeddingIds: [1],
    taggedIds: [],
    labelIds: [],
    isForeign: false,
  });
});
