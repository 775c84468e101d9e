// One trial of bench/ranking.ts, in a process of its own: `node ranking-trial.ts OPTIONS_AS_JSON`.
import { copyFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { openLog } from "../main/base/log.ts";
import { getModel } from "../main/clap/model-catalogue.ts";
import { findWholeEmbedding } from "../main/db/embeddings.ts";
import { closeLibrary, openLibrary } from "../main/db/open-library.ts";
import { EmbedderHost } from "../main/engine/embedder-host.ts";
import { forkEmbedder } from "../main/engine/embedder-spawner.ts";
import type { RankingWeights } from "../main/search/ranking-weights.ts";
import { LibrarySearch } from "../main/search/search-library.ts";
import { type JudgedQuery, readRankingData } from "./ranking-data.ts";
import { measureHubCorrections } from "./ranking-hubs.ts";
import { measureAnswers, type Metrics } from "./ranking-metrics.ts";

export interface RankingTrialOptions {
  dataFolder: string;
  soundFolder: string;
  libraryPath: string;
  modelId: string;
  /** Try other weights and corrections too. */
  isSweep: boolean;
}

/** `names`: words of file and folder names only. `meaning`: nothing has a name. `fused`: both. */
export type Evidence = "names" | "meaning" | "fused";
export type MetricsOfKinds = Record<JudgedQuery["kind"], Metrics>;
export interface SweepRow extends Record<string, unknown> {
  setting: string;
}

export interface RankingResult {
  soundCount: number;
  queryCounts: Record<string, number>;
  modelKey: string;
  evidence: Record<Evidence, MetricsOfKinds>;
  sweep: SweepRow[];
}

const options = JSON.parse(process.argv[2] ?? "{}") as RankingTrialOptions;
const kinds = ["class", "caption", "minus"] as const;
const { sounds, queries, bankTexts } = readRankingData(options.dataFolder);
const idOfPath = new Map(
  sounds.map(({ id, relativePath }) => [path.join(options.soundFolder, relativePath), id]),
);
const model = getModel(options.modelId);
const host = new EmbedderHost({ spawn: forkEmbedder, coreCount: 1, log: openLog("bench") });
const texts = new Map<string, Promise<Float32Array>>();

console.log(JSON.stringify(await run()));
process.exit(0);

/** Each text once, however many settings ask for it. */
function embedText(text: string): Promise<Float32Array> {
  let embedding = texts.get(text);
  if (!embedding) {
    embedding = host.embedTexts(options.modelId, [text]).then(([first]) => first as Float32Array);
    texts.set(text, embedding);
  }
  return embedding;
}

async function run(): Promise<RankingResult> {
  const hiddenPath = hideNames();
  const answer = async (evidence: Evidence, weights: Partial<RankingWeights> = {}) =>
    answerQueries(evidence === "meaning" ? hiddenPath : options.libraryPath, evidence, weights);
  const evidence = {} as RankingResult["evidence"];
  for (const name of ["names", "meaning", "fused"] as const)
    evidence[name] = measureKinds(await answer(name));
  return {
    soundCount: sounds.length,
    queryCounts: Object.fromEntries(kinds.map((kind) => [kind, queriesOf(kind).length])),
    modelKey: model.embeddingKey,
    evidence,
    sweep: options.isSweep ? [...(await sweepWeights(answer)), ...(await sweepHubs())] : [],
  };
}

function queriesOf(kind: JudgedQuery["kind"]): JudgedQuery[] {
  return queries.filter((query) => query.kind === kind);
}

/** A copy of the library in which no sound is called anything. */
function hideNames(): string {
  const hiddenPath = `${options.libraryPath}.hidden`;
  copyFileSync(options.libraryPath, hiddenPath);
  const db = new Database(hiddenPath);
  db.exec("INSERT INTO names (names) VALUES ('delete-all')");
  db.close();
  return hiddenPath;
}

/** Ids of the first ten, for each query. */
async function answerQueries(
  libraryPath: string,
  evidence: Evidence,
  weights: Partial<RankingWeights>,
): Promise<Map<JudgedQuery, string[]>> {
  const db = openLibrary(libraryPath, "read");
  const search = new LibrarySearch({ db, modelKey: model.embeddingKey, embedText, weights });
  const answers = new Map<JudgedQuery, string[]>();
  for (const query of queries) {
    const request = {
      query: query.line,
      scope: { kind: "all" },
      sort: { column: "score", descending: true },
      limit: 10,
    } as const;
    const response = evidence === "names" ? search.searchNames(request) : await search.search(request);
    if (response.problem) throw new Error(response.problem.message);
    answers.set(
      query,
      Array.from(response.soundIds, (soundId) => toLabelledId(db, soundId)),
    );
  }
  closeLibrary(db);
  return answers;
}

/** A sound of several equal files counts as the first of them. */
function toLabelledId(db: Database.Database, soundId: number): string {
  const paths = db
    .prepare("SELECT path FROM files WHERE sound_id = ? ORDER BY id")
    .pluck()
    .all(soundId) as string[];
  return idOfPath.get(paths[0] ?? "") ?? "";
}

function measureKinds(answers: ReadonlyMap<JudgedQuery, string[]>, part?: 0 | 1): MetricsOfKinds {
  const entries = kinds.map((kind) => {
    const chosen = queriesOf(kind).filter((_, i) => part === undefined || i % 2 === part);
    return [
      kind,
      measureAnswers(
        chosen,
        chosen.map((query) => answers.get(query) ?? []),
      ),
    ];
  });
  return Object.fromEntries(entries) as MetricsOfKinds;
}

/** Every even query chooses, every odd one tells how good the choice is. */
async function sweepWeights(
  answer: (evidence: Evidence, weights: Partial<RankingWeights>) => Promise<Map<JudgedQuery, string[]>>,
): Promise<SweepRow[]> {
  const rows: SweepRow[] = [];
  const note = (setting: string, answers: Map<JudgedQuery, string[]>, ...shown: JudgedQuery["kind"][]) => {
    const [choosing, telling] = [measureKinds(answers, 0), measureKinds(answers, 1)];
    rows.push({
      setting,
      ...Object.fromEntries(shown.map((kind) => [kind, [choosing[kind], telling[kind]]])),
    });
  };
  for (const rankOffset of [5, 10, 20, 40, 80]) {
    for (const nameWeight of [0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.6, 2.4]) {
      const answers = await answer("fused", { rankOffset, nameWeight });
      note(`fused offset ${rankOffset} name ${nameWeight}`, answers, "class", "caption");
    }
  }
  for (const minusWeight of [0, -0.15, -0.3, -0.4, -0.5, -0.6, -0.7, -0.85, -1]) {
    note(`meaning minus ${minusWeight}`, await answer("meaning", { minusWeight }), "minus");
    note(`fused minus ${minusWeight}`, await answer("fused", { minusWeight }), "minus");
  }
  return rows;
}

async function sweepHubs(): Promise<SweepRow[]> {
  const db = openLibrary(options.libraryPath, "read");
  const ids = db.prepare("SELECT id FROM sounds ORDER BY id").pluck().all() as number[];
  const held = ids.flatMap((soundId) => {
    const embedding = findWholeEmbedding(db, soundId, model.embeddingKey);
    return embedding ? [{ id: toLabelledId(db, soundId), embedding }] : [];
  });
  closeLibrary(db);
  const asked = queries.filter(({ kind }) => kind !== "minus");
  const embeddings = await Promise.all(asked.map(({ line }) => embedText(line)));
  const bank = await Promise.all(bankTexts.map(embedText));
  return measureHubCorrections(held, asked, embeddings, bank);
}
