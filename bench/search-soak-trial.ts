// The trial of bench/search-soak.ts, in a process of its own: `node search-soak-trial.ts OPTIONS_AS_JSON`.
import path from "node:path";
import type { SearchScope } from "../preload/search.ts";
import { inTransaction, type WritableDb } from "../main/db/database.ts";
import { findWholeEmbedding, storeWholeEmbedding } from "../main/db/embeddings.ts";
import { closeLibrary, openLibrary } from "../main/db/open-library.ts";
import { setFavourite } from "../main/db/sounds.ts";
import { LibrarySearch } from "../main/search/search-library.ts";
import { makeQuery, makeRandom } from "./search-data.ts";
import { makeQueryEmbeddings, measure, modelKey, openTextModel, percentile } from "./search-measure.ts";
import type { SearchTrialOptions } from "./search-trial.ts";

export type SoakOptions = Omit<SearchTrialOptions, "kind">;

export interface SoakResult {
  queries: number;
  /** Resident memory of this process after each tenth of the queries, garbage collected. */
  rssMb: number[];
  /** Of the heap and of all array buffers at the same moments. */
  heapMb: number[];
  /** Last over second, so that what is filled once counts as no growth. */
  growthMb: number;
  /** Whole answers right after an edit: a sound made a favourite, an embedding replaced, both taken back. */
  afterEditP95Ms: number;
}

const options = JSON.parse(process.argv[2] ?? "{}") as SoakOptions;
const byScore = { column: "score", descending: true } as const;

console.log(JSON.stringify(await soak()));
process.exit(0);

async function soak(): Promise<SoakResult> {
  const db = openLibrary(path.join(options.folder, "library.db"), "write");
  const random = makeRandom(11);
  const { embedText } = openTextModel(options.modelId, ["x"]);
  const search = new LibrarySearch({ db, modelKey, embedText });
  const rssMb: number[] = [];
  const heapMb: number[] = [];
  const tenth = Math.ceil(options.queries / 10);
  for (let i = 0; i < options.queries; i++) {
    await askAll(search, i, random);
    if (i % 100 === 0) setFavourite(db, [1 + Math.floor(random() * 1000)], random() < 0.5, i);
    if ((i + 1) % tenth === 0) {
      globalThis.gc?.();
      rssMb.push(Math.round(process.memoryUsage.rss() / 1e6));
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      heapMb.push(Math.round((heapUsed + arrayBuffers) / 1e6));
    }
  }
  const afterEditP95Ms = await measureEdits(db);
  closeLibrary(db);
  const growthMb = (rssMb.at(-1) ?? 0) - (rssMb[1] ?? 0);
  return { queries: options.queries, rssMb, heapMb, growthMb, afterEditP95Ms };
}

/** What the window asks while a line is typed and its answer looked at. */
async function askAll(search: LibrarySearch, index: number, random: () => number): Promise<void> {
  const text = makeQuery(index, random);
  const line = index % 4 === 0 ? `${text} <${1 + (index % 9)}s -loop #"tag ${1 + (index % 60)}"` : text;
  const scope: SearchScope = { kind: "all" };
  search.suggest(text.slice(0, 4), 4);
  search.searchNames({ query: line, scope, sort: byScore, limit: 200 });
  await search.search({ query: line, scope, sort: byScore, limit: 200 });
  if (index % 10 === 0) {
    const soundId = 1 + Math.floor(random() * 1000);
    search.searchNames({ query: "", scope: { kind: "similar", soundId }, sort: byScore, limit: 100 });
    await search.countTags("", scope);
    search.searchNames({ query: "", scope, sort: { column: "durationSec", descending: true }, limit: 0 });
  }
}

/** Throws when the answer after an edit is not the new one. */
async function measureEdits(db: WritableDb): Promise<number> {
  const [wanted] = makeQueryEmbeddings(1);
  const embedding = wanted as Float32Array;
  const search = new LibrarySearch({ db, modelKey, embedText: async () => embedding });
  const ask = (query: string) => search.search({ query, scope: { kind: "all" }, sort: byScore, limit: 100 });
  const soundId = 5;
  const before = findWholeEmbedding(db, soundId, modelKey) as Float32Array;
  await ask("thunderous");
  await ask("fav");
  const rounds = Array.from({ length: 25 }, (_, i) => i);
  const times = [
    ...(await measure(rounds, async (i) => {
      inTransaction(db, () => storeWholeEmbedding(db, soundId, modelKey, i % 2 === 0 ? embedding : before));
      const { soundIds } = await ask("thunderous");
      if ((soundIds[0] === soundId) !== (i % 2 === 0)) throw new Error("The answer is not that of the edit");
    })),
    ...(await measure(rounds, async (i) => {
      setFavourite(db, [soundId], i % 2 === 0, 1);
      const { soundIds } = await ask("fav");
      if (soundIds.includes(soundId) !== (i % 2 === 0)) throw new Error("The answer is not that of the edit");
    })),
  ];
  setFavourite(db, [soundId], false, 1);
  storeWholeEmbedding(db, soundId, modelKey, before);
  return percentile(times, 95);
}
