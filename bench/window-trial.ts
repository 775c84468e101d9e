// Makes the library of bench/window.ts, in a process of its own: `node window-trial.ts OPTIONS_AS_JSON`.
// Its files are links to the demo sounds, so that the scan at the start finds everything as it left it, and rows can be
// heard; its embeddings have the shape of CLAP's (search-data.ts) and stand for the bundled model's own.
import { copyFileSync, linkSync, mkdirSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { getModel } from "../main/clap/model-catalogue.ts";
import { inTransaction, type WritableDb } from "../main/db/database.ts";
import { insertPendingFile } from "../main/db/files.ts";
import { addFolder } from "../main/db/folders.ts";
import { closeLibrary, openLibrary } from "../main/db/open-library.ts";
import { storeSoundResult } from "../main/db/store-result.ts";
import { makeEmbeddings, makePath, makeRandom } from "./search-data.ts";

export interface WindowTrialOptions {
  /** An empty folder: becomes Earshot's home, with the sounds in a folder beside the library. */
  home: string;
  sounds: number;
}

/** What the window must show. */
export interface MadeLibrary {
  soundCount: number;
  /** Of whose embeddings it holds; under another model Earshot listens to every file again. */
  modelKey: string;
  /** File names of the longest and of the shortest sound. */
  longest: string;
  shortest: string;
  /** Sounds whose name holds both words of `query`. */
  query: string;
  namedCount: number;
  makeMs: number;
}

const query = "dusty kick";
const columnCount = 128;
const keys = ["A minor", "C major", "F# minor", "D minor", null, null];
const demoFolder = path.join(import.meta.dirname, "..", "assets", "demo");

const options = JSON.parse(process.argv[2] ?? "{}") as WindowTrialOptions;
console.log(JSON.stringify(makeLibrary(options)));
process.exit(0);

function makeLibrary({ home, sounds }: WindowTrialOptions): MadeLibrary {
  const startedMs = performance.now();
  const sources = copyDemoSounds(home);
  const db = openLibrary(path.join(home, "library.db"), "write");
  const root = path.join(home, "Samples");
  const { id: folderId } = addFolder(db, { path: root, excludes: [], nowMs: Date.now() });
  const random = makeRandom(3);
  const embeddings = makeEmbeddings(2);
  const modelId = getModel("pocket").embeddingKey;
  const made: Pick<SoundFacts, "name" | "durationSec">[] = [];
  for (let start = 0; start < sounds; start += 1000) {
    inTransaction(db, () => {
      for (let index = start; index < Math.min(sounds, start + 1000); index++) {
        const facts = makeFacts(index, root, sources, random);
        store(db, { folderId, index, facts, modelId, embedding: embeddings.next().value });
        made.push({ name: facts.name, durationSec: facts.durationSec });
      }
    });
  }
  closeLibrary(db);
  const byLength = made.toSorted((a, b) => a.durationSec - b.durationSec);
  return {
    soundCount: made.length,
    modelKey: modelId,
    longest: byLength.at(-1)?.name ?? "",
    shortest: byLength[0]?.name ?? "",
    query,
    namedCount: made.filter(({ name }) => query.split(" ").every((word) => name.includes(word))).length,
    makeMs: Math.round(performance.now() - startedMs),
  };
}

/** Copies, since links must lie on the same disk. */
function copyDemoSounds(home: string): string[] {
  const folder = path.join(home, "sources");
  mkdirSync(folder);
  const names = readdirSync(demoFolder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".wav"),
  );
  return names.map((name, index) => {
    const copy = path.join(folder, `${index}.wav`);
    copyFileSync(path.join(demoFolder, name), copy);
    return copy;
  });
}

interface SoundFacts {
  path: string;
  name: string;
  sizeBytes: number;
  modifiedMs: number;
  /** One of its own: no two sounds are equally long, so that a sort has one answer. */
  durationSec: number;
  tempoBpm: number | null;
  key: string | null;
  loudnessLufs: number;
  centroidHz: number;
}

function makeFacts(
  index: number,
  root: string,
  sources: readonly string[],
  random: () => number,
): SoundFacts {
  const filePath = path.join(root, makePath(index, random).replace("/library/", ""));
  mkdirSync(path.dirname(filePath), { recursive: true });
  linkSync(sources[index % sources.length] as string, filePath);
  const { size, mtimeMs } = statSync(filePath);
  return {
    path: filePath,
    name: path.basename(filePath),
    sizeBytes: size,
    modifiedMs: Math.floor(mtimeMs),
    durationSec: 0.05 + 9 * random() ** 2 + index * 1e-7,
    tempoBpm: random() < 0.3 ? Math.round(80 + 80 * random()) : null,
    key: keys[Math.floor(random() * keys.length)] ?? null,
    loudnessLufs: -6 - 20 * random(),
    centroidHz: 150 * 60 ** random(),
  };
}

interface SoundToStore {
  folderId: number;
  index: number;
  facts: SoundFacts;
  modelId: string;
  embedding: Float32Array;
}

function store(db: WritableDb, { folderId, index, facts, modelId, embedding }: SoundToStore): void {
  const { fileId } = insertPendingFile(db, { ...facts, folderId, addedMs: Date.now() - index * 1000 });
  storeSoundResult(db, {
    ...facts,
    fileId,
    quickHash: `quick ${index}`,
    contentHash: `content ${index}`,
    format: "wav",
    sampleRate: 44_100,
    channelCount: 1,
    bitDepth: 16,
    peakDb: -1,
    tempoConfidence: null,
    keyConfidence: null,
    kind: facts.tempoBpm === null ? "one-shot" : "loop",
    rowPeaks: makePeaks(index),
    playerPeaks: makePeaks(index),
    modelId,
    wholeEmbedding: embedding,
  });
}

/** Pairs of lowest and highest of a decaying sound, int8. */
function makePeaks(index: number): Uint8Array {
  const peaks = new Int8Array(columnCount * 2);
  for (let column = 0; column < columnCount; column++) {
    const level = 120 * Math.exp((-column / columnCount) * (1 + (index % 7)));
    peaks[column * 2] = -level;
    peaks[column * 2 + 1] = level;
  }
  return new Uint8Array(peaks.buffer);
}
