// One trial of bench/search.ts, in a process of its own: `node search-trial.ts OPTIONS_AS_JSON`.
import path from "node:path";
import Database from "better-sqlite3";
import * as sqliteVec from "sqlite-vec";
import { inTransaction, listRows, type ReadableDb, type WritableDb } from "../main/db/database.ts";
import { storeWindows, type WindowEmbedding } from "../main/db/embeddings.ts";
import { insertPendingFile } from "../main/db/files.ts";
import { addFolder } from "../main/db/folders.ts";
import { ensureLabel } from "../main/db/labels.ts";
import { storeSuggestions } from "../main/db/tags.ts";
import { closeLibrary, openLibrary } from "../main/db/open-library.ts";
import { storeSoundResult } from "../main/db/store-result.ts";
import { LibraryIndex } from "../main/search/library-index.ts";
import { LibrarySearch } from "../main/search/search-library.ts";
import { makeEmbeddings, makePath, makeQuery, makeRandom, tagLabels } from "./search-data.ts";
import { makeQueryEmbeddings, measure, modelKey, openTextModel, percentile } from "./search-measure.ts";

export interface SearchTrialOptions {
  /** `make` writes the library, `check` compares with an exact search, the others measure. */
  kind: "make" | "check" | "search" | "sqlite-vec";
  folder: string;
  windows: number;
  queries: number;
  modelId: string;
}

export interface CheckResult {
  /** Of the exact best 100 sounds, how many are among the best 100 found; mean over the queries. */
  recall: number;
}

export interface SearchResult {
  /** Line of text to ranked list of 100: parse, text embedding, scan, rescore, names, fusion. */
  p50Ms: number;
  p95Ms: number;
  /** Mean processor time of this process for a query, text tower not included: the same on a busy machine. */
  cpuMeanMs: number;
  /** The same with filters. */
  filteredP95Ms: number;
  namesP95Ms: number;
  /** Counts of every tag over the whole library. */
  tagCountsP95Ms: number;
  /** Scan and rescore alone. */
  scanP95Ms: number;
  /** SQLite to memory. */
  loadMs: number;
  rssMb: number;
  /** The model that embedded the texts; null when it is not installed and ready embeddings stood in. */
  textModel: string | null;
}

export interface SqliteVecResult {
  p95Ms: number;
}

const options = JSON.parse(process.argv[2] ?? "{}") as SearchTrialOptions;
const libraryPath = path.join(options.folder, "library.db");
const limit = 100;
/** Every 40th sound is long and has this many windows: 43 % of all embeddings are of windows. */
const longEvery = 40;
const windowsOfLong = 30;
/** A million embeddings against a hundred queries in float64 take some minutes. */
const checkedQueries = options.windows > 200_000 ? 30 : 100;

const trials = {
  make: makeLibrary,
  check: checkAnswers,
  search: measureSearch,
  "sqlite-vec": measureSqliteVec,
};
console.log(JSON.stringify(await trials[options.kind]()));
process.exit(0);

/** Ids of labels are 1, 2, 3, ... in the order of `tagLabels`. A few thousand sounds a transaction, so that memory does not grow with the library. */
function makeLibrary(): { soundCount: number; makeMs: number } {
  const startedMs = performance.now();
  const db = openLibrary(libraryPath, "write");
  // A library that a crash spoils is made anew.
  db.pragma("synchronous = OFF");
  const { id: folderId } = addFolder(db, { path: "/library", excludes: [], nowMs: 1 });
  const embeddings = makeEmbeddings(2);
  const random = makeRandom(3);
  for (const label of tagLabels) ensureLabel(db, label, "own");
  let stored = 0;
  let soundCount = 0;
  while (stored < options.windows) {
    inTransaction(db, () => {
      for (let i = 0; i < 5000 && stored < options.windows; i++) {
        stored += addSound(db, folderId, soundCount++, embeddings, random, options.windows - stored);
      }
    });
  }
  // Tagged they are already.
  db.exec("DELETE FROM tag_queue");
  closeLibrary(db);
  return { soundCount, makeMs: Math.round(performance.now() - startedMs) };
}

/** @returns embeddings stored, at most `room` */
function addSound(
  db: WritableDb,
  folderId: number,
  index: number,
  embeddings: Generator<Float32Array, never>,
  random: () => number,
  room: number,
): number {
  const windowCount = index % longEvery === 0 ? Math.min(windowsOfLong, room - 1) : 0;
  const file = { folderId, path: makePath(index, random), sizeBytes: 1000 + index, modifiedMs: index };
  const { fileId } = insertPendingFile(db, { ...file, addedMs: 1 });
  const kinds = ["one-shot", "loop"] as const;
  const stored = storeSoundResult(db, {
    fileId,
    quickHash: `quick ${index}`,
    contentHash: `content ${index}`,
    sizeBytes: file.sizeBytes,
    modifiedMs: file.modifiedMs,
    format: "wav",
    durationSec: windowCount > 0 ? windowCount * 10 : 10 * random() ** 2,
    sampleRate: 44_100,
    channelCount: 2,
    bitDepth: 24,
    peakDb: -1,
    loudnessLufs: -20 * random(),
    centroidHz: 4000 * random(),
    tempoBpm: random() < 0.3 ? Math.round(80 + 80 * random()) : null,
    tempoConfidence: null,
    key: null,
    keyConfidence: null,
    kind: windowCount > 0 ? "long" : (kinds[Number(random() < 0.3)] ?? "loop"),
    // No search reads them, and a million times 2.5 kB would only lengthen the making.
    rowPeaks: new Uint8Array(2),
    playerPeaks: new Uint8Array(2),
    modelId: modelKey,
    wholeEmbedding: embeddings.next().value,
  });
  if (stored) {
    const first = Math.floor(random() * tagLabels.length);
    const labelIds = [first, (first + 7) % tagLabels.length, (first + 19) % tagLabels.length];
    storeSuggestions(
      db,
      stored.soundId,
      labelIds.map((labelId) => ({ labelId: labelId + 1, source: "audio", confidence: 0.8, score: 0.4 })),
    );
  }
  if (windowCount > 0 && stored) {
    const windows: WindowEmbedding[] = Array.from({ length: windowCount }, (_, i) => ({
      startSec: i * 10,
      endSec: i * 10 + 10,
      embedding: embeddings.next().value,
    }));
    storeWindows(db, stored.soundId, modelKey, windows);
  }
  return 1 + windowCount;
}

/** Compares the best sounds with those of an exact search over the raw embeddings, in float64. */
function checkAnswers(): CheckResult {
  const db = openLibrary(libraryPath, "read");
  const queries = makeQueryEmbeddings(checkedQueries);
  const allowed = allowAll(db);
  const best = queries.map(() => new Float64Array(allowed.length).fill(-2));
  const rows = db
    .prepare(
      "SELECT sound_id, embedding FROM raw_embeddings JOIN embeddings ON embeddings.id = embedding_id ORDER BY embedding_id",
    )
    .raw()
    .iterate() as Iterable<[number, Buffer]>;
  for (const [soundId, bytes] of rows) {
    const embedding = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    for (const [i, query] of queries.entries()) {
      let sum = 0;
      for (let j = 0; j < query.length; j++) sum += (query[j] as number) * (embedding[j] as number);
      const scores = best[i] as Float64Array;
      if (sum > (scores[soundId] as number)) scores[soundId] = sum;
    }
  }
  const index = new LibraryIndex(db, modelKey);
  let found = 0;
  for (const [i, query] of queries.entries()) {
    const scores = best[i] as Float64Array;
    const expected = listBest(scores);
    for (const { soundId } of index.search(query, limit, allowed).sounds) {
      if (expected.has(soundId)) found++;
    }
  }
  return { recall: found / (limit * queries.length) };
}

/** The ids of the highest scores; of equal ones the lowest ids. */
function listBest(scores: Float64Array): Set<number> {
  const threshold = scores.toSorted()[Math.max(0, scores.length - limit)] as number;
  const candidates = Array.from(scores.keys()).filter((id) => (scores[id] as number) >= threshold);
  candidates.sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
  return new Set(candidates.slice(0, limit));
}

async function measureSearch(): Promise<SearchResult> {
  const db = openLibrary(libraryPath, "read");
  const random = makeRandom(5);
  const texts = Array.from({ length: options.queries }, (_, i) => makeQuery(i, random));
  const { embedText, textModel } = openTextModel(options.modelId, texts);
  await embedText("warm up");

  const loadStartedMs = performance.now();
  const search = new LibrarySearch({ db, modelKey, embedText });
  const loadMs = performance.now() - loadStartedMs;
  const ask = (query: string) =>
    search.search({ query, scope: { kind: "all" }, sort: { column: "score", descending: true }, limit });
  for (let i = 0; i < 10; i++) await ask(`warm up ${i}`);

  const cpuBefore = process.cpuUsage();
  const times = await measure(texts, ask);
  const cpu = process.cpuUsage(cpuBefore);
  const filtered = await measure(texts, (text) => ask(`${text} filtered <5s -loop -#"tag 3" in:pack`));
  const names = await measure(texts, async (text) =>
    search.searchNames({
      query: text,
      scope: { kind: "all" },
      sort: { column: "score", descending: true },
      limit,
    }),
  );
  const tagCounts = await measure(texts.slice(0, 20), async () => search.countTags("", { kind: "all" }));
  const rssMb = Math.round(process.memoryUsage.rss() / 1e6);
  // After the memory was read: a second index is not what the engine holds.
  const index = new LibraryIndex(db, modelKey);
  const allowed = allowAll(db);
  const scans = await measure(makeQueryEmbeddings(options.queries), async (query) =>
    index.search(query, limit, allowed),
  );
  return {
    p50Ms: percentile(times, 50),
    p95Ms: percentile(times, 95),
    cpuMeanMs: Number(((cpu.user + cpu.system) / 1000 / texts.length).toFixed(2)),
    filteredP95Ms: percentile(filtered, 95),
    namesP95Ms: percentile(names, 95),
    tagCountsP95Ms: percentile(tagCounts, 95),
    scanP95Ms: percentile(scans, 95),
    loadMs: Math.round(loadMs),
    rssMb,
    textModel,
  };
}

/** A virtual table of the same embeddings, float32 and exact; each query reads the best 100 rows. */
function measureSqliteVec(): SqliteVecResult {
  const vecPath = path.join(options.folder, "sqlite-vec.db");
  const db = new Database(vecPath);
  sqliteVec.load(db);
  const isMade = db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'vec'").pluck().get() === 1;
  if (!isMade) {
    db.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
    db.exec("CREATE VIRTUAL TABLE vec USING vec0(embedding float[512] distance_metric=cosine)");
    db.prepare("ATTACH ? AS library").run(libraryPath);
    db.exec("INSERT INTO vec (rowid, embedding) SELECT embedding_id, embedding FROM library.raw_embeddings");
    db.exec("DETACH library");
  }
  const statement = db.prepare(`SELECT rowid, distance FROM vec WHERE embedding MATCH ? AND k = ${limit}`);
  const times: number[] = [];
  // A query takes a tenth of a second and more: a fifth of the queries is enough.
  for (const query of makeQueryEmbeddings(Math.max(10, Math.round(options.queries / 5)))) {
    const bytes = Buffer.from(query.buffer);
    const startedMs = performance.now();
    statement.all(bytes);
    times.push(performance.now() - startedMs);
  }
  return { p95Ms: percentile(times, 95) };
}

function allowAll(db: ReadableDb): Uint8Array {
  const [row] = listRows<{ largest: number }>(db, "SELECT max(id) AS largest FROM sounds");
  return new Uint8Array((row?.largest ?? 0) + 1).fill(1);
}
