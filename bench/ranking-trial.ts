// One trial of bench/ranking.ts, in a process of its own: `node ranking-trial.ts OPTIONS_AS_JSON`.
import { copyFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import type { AspectWeights } from "../preload/search.ts";
import { openLog } from "../main/base/log.ts";
import { getModel } from "../main/clap/model-catalogue.ts";
import { findWholeEmbedding } from "../main/db/embeddings.ts";
import { closeLibrary, openLibrary } from "../main/db/open-library.ts";
import { EmbedderHost } from "../main/engine/embedder-host.ts";
import { forkEmbedder } from "../main/engine/embedder-spawner.ts";
import type { RankingWeights } from "../main/search/ranking-weights.ts";
import { getVocabulary } from "../main/search/vocabulary.ts";
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
  /** Similar to a sound: share of its class among the first ten, with the default aspects and by timbre alone. */
  similar: { aspects: number; timbre: number };
  sweep: SweepRow[];
}

const options = JSON.parse(process.argv[2] ?? "{}") as RankingTrialOptions;
const timbreOnly = { timbre: 1, brightness: 0, envelope: 0, length: 0, pitch: 0, tempo: 0 };
const kinds = ["class", "caption", "minus"] as const;
const { sounds, queries } = readRankingData(options.dataFolder);
const idOfPath = new Map(
  sounds.map(({ id, relativePath }) => [path.join(options.soundFolder, relativePath), id]),
);
const model = getModel(options.modelId);
const host = new EmbedderHost({ spawn: forkEmbedder, coreCount: 1, log: openLog("bench") });
const texts = new Map<string, Promise<Float32Array>>();
/** The label vocabulary's prompts stand for what people ask: the bank that the product would have. */
const bankTexts = getVocabulary().flatMap(({ label, prompts }) => [label, ...prompts]);

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
  const answer: Answer = async (evidence, asked, weights = {}) =>
    answerQueries(evidence === "meaning" ? hiddenPath : options.libraryPath, evidence, asked, weights);
  const evidence = {} as RankingResult["evidence"];
  for (const name of ["names", "meaning", "fused"] as const) {
    evidence[name] = measureKinds(await answer(name, queries));
  }
  return {
    soundCount: sounds.length,
    queryCounts: Object.fromEntries(kinds.map((kind) => [kind, queriesOf(kind).length])),
    modelKey: model.embeddingKey,
    evidence,
    similar: { aspects: measureSimilar({}), timbre: measureSimilar(timbreOnly) },
    sweep: options.isSweep
      ? [...(await sweepWeights(answer)), ...(await sweepHubs()), ...sweepAspects()]
      : [],
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

type Answer = (
  evidence: Evidence,
  asked: readonly JudgedQuery[],
  weights?: Partial<RankingWeights>,
) => Promise<Map<JudgedQuery, string[]>>;

/** Ids of the first ten, for each query. */
async function answerQueries(
  libraryPath: string,
  evidence: Evidence,
  asked: readonly JudgedQuery[],
  weights: Partial<RankingWeights>,
): Promise<Map<JudgedQuery, string[]>> {
  const db = openLibrary(libraryPath, "read");
  const search = new LibrarySearch({ db, modelKey: model.embeddingKey, embedText, weights });
  const answers = new Map<JudgedQuery, string[]>();
  for (const query of asked) {
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
async function sweepWeights(answer: Answer): Promise<SweepRow[]> {
  const rows: SweepRow[] = [];
  const note = (setting: string, answers: Map<JudgedQuery, string[]>, ...shown: JudgedQuery["kind"][]) => {
    const [choosing, telling] = [measureKinds(answers, 0), measureKinds(answers, 1)];
    rows.push({
      setting,
      ...Object.fromEntries(shown.map((kind) => [kind, [choosing[kind], telling[kind]]])),
    });
  };
  const positive = queries.filter(({ kind }) => kind !== "minus");
  for (const rankOffset of [20, 60]) {
    for (const nameWeight of [0.5, 1, 1.5, 2, 3, 4]) {
      const answers = await answer("fused", positive, { rankOffset, nameWeight });
      note(`fused offset ${rankOffset} name ${nameWeight}`, answers, "class", "caption");
    }
  }
  for (const minusWeight of [0, -0.25, -0.5, -0.75, -1]) {
    const negative = queriesOf("minus");
    note(`meaning minus ${minusWeight}`, await answer("meaning", negative, { minusWeight }), "minus");
    note(`fused minus ${minusWeight}`, await answer("fused", negative, { minusWeight }), "minus");
  }
  return rows;
}

/** Of the ten most similar to every fourth sound, those of its class, of at most as many as there are; the mean. */
function measureSimilar(weights: Partial<AspectWeights>, part?: 0 | 1): number {
  const db = openLibrary(options.libraryPath, "read");
  const search = new LibrarySearch({ db, modelKey: model.embeddingKey, embedText });
  const classOf = new Map(sounds.map(({ id, className }) => [id, className]));
  const counts = new Map<string, number>();
  for (const { className } of sounds) counts.set(className, (counts.get(className) ?? 0) + 1);
  const ids = db.prepare("SELECT id FROM sounds ORDER BY id").pluck().all() as number[];
  const asked = ids.filter((id) => id % 4 === 0).filter((_, i) => part === undefined || i % 2 === part);
  let precision = 0;
  let askedCount = 0;
  for (const soundId of asked) {
    const className = classOf.get(toLabelledId(db, soundId)) ?? "";
    const others = (counts.get(className) ?? 0) - 1;
    if (others < 2) continue;
    const { soundIds } = search.searchNames({
      query: "",
      scope: { kind: "similar", soundId, weights },
      sort: { column: "score", descending: true },
      limit: 10,
    });
    const found = Array.from(soundIds).filter((id) => classOf.get(toLabelledId(db, id)) === className);
    precision += found.length / Math.min(10, others);
    askedCount++;
  }
  closeLibrary(db);
  return Number((precision / askedCount).toFixed(4));
}

/** Each aspect alone beside timbre, then all together by as much. */
function sweepAspects(): SweepRow[] {
  const settings: Record<string, Partial<AspectWeights>> = { "timbre alone": timbreOnly };
  for (const name of ["brightness", "envelope", "length", "pitch", "tempo"] as const) {
    for (const weight of [0.05, 0.1, 0.2, 0.4])
      settings[`${name} ${weight}`] = { ...timbreOnly, [name]: weight };
  }
  for (const weight of [0.05, 0.1, 0.2]) {
    settings[`brightness, envelope, length ${weight}`] = {
      ...timbreOnly,
      brightness: weight,
      envelope: weight,
      length: weight,
    };
  }
  return Object.entries(settings).map(([setting, weights]) => ({
    setting: `similar ${setting}`,
    p10: [measureSimilar(weights, 0), measureSimilar(weights, 1)],
  }));
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
