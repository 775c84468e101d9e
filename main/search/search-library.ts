// Answers queries: reads the line, filters, asks names and meaning, blends, sorts.
// Holds a copy of the library in memory that follows SQLite before every answer.
import type { DuplicateGroup } from "../../preload/collections.ts";
import type { ErrorData } from "../../preload/error-data.ts";
import type { MapGrouping, MapGroups } from "../../preload/map.ts";
import type {
  QueryChip,
  QuerySuggestion,
  SearchRequest,
  SearchResponse,
  SearchScope,
  SoundAnswer,
  SoundScore,
  WhyMatched,
} from "../../preload/search.ts";
import type { SoundId } from "../../preload/sound.ts";
import type { TagCount } from "../../preload/tags.ts";
import { AppError, toErrorData } from "../base/app-error.ts";
import type { ReadableDb } from "../db/database.ts";
import { toColumns, toUnrankedColumns } from "./answer-columns.ts";
import { makeFileTest } from "./filters.ts";
import { listExactCopies, listNearDuplicates } from "./duplicates.ts";
import { LibraryMemory } from "./library-memory.ts";
import { groupSounds } from "./map-groups.ts";
import { NameHits } from "./name-hits.ts";
import { prepareQuery, type PreparedQuery } from "./prepare-query.ts";
import { rankSimilar } from "./rank-similar.ts";
import { QueryParts } from "./query-parts.ts";
import { combineParts, type QueryPart } from "./query-vector.ts";
import { defaultWeights, type RankingWeights } from "./ranking-weights.ts";
import {
  defaultCalibration,
  fuse,
  makeTextScore,
  type RankedSound,
  type ScoreCalibration,
  toExampleScore,
  type ToScore,
} from "./rank.ts";
import { type FileTest, listShownFiles } from "./shown-file.ts";
import { listUnranked, sortRanked } from "./sort-results.ts";
import { makeUnranked, toSoundScore, toWhy } from "./sound-score.ts";
import { suggest } from "./suggest.ts";
import { LibrarySuggestions } from "./suggest-sources.ts";

/** What a search needs from its surroundings. */
export interface LibrarySearchOptions {
  db: ReadableDb;
  /** Key of the embeddings that answer. */
  modelKey: string;
  /** Unit text embedding by the same model. Its AppErrors become the answer's `problem`. */
  embedText: (text: string) => Promise<Float32Array>;
  /** Unit embedding of a file that is not in the library, for `like:PATH`. */
  embedFile?: (path: string) => Promise<Float32Array>;
  /** Cosines of the model's right and wrong pairs, for the score shown. */
  calibration?: ScoreCalibration | null;
  /** Other than `defaultWeights`: for measuring. */
  weights?: Partial<RankingWeights>;
}

interface Answer {
  prepared: PreparedQuery;
  /** Best first; empty when the query only narrows the list. */
  ranked: RankedSound[];
  totalCount: number;
  problem: ErrorData | null;
}

/** A ranked list in the window holds no more. */
const maxRanked = 5000;

const byScore = { column: "score", descending: true } as const;

/** Search over one library by one model. Make a new one when either changes. */
export class LibrarySearch {
  readonly #options: LibrarySearchOptions;
  readonly #memory: LibraryMemory;
  readonly #names = new NameHits();
  readonly #suggestions: LibrarySuggestions;
  readonly #parts: QueryParts;
  readonly #weights: RankingWeights;
  readonly #toTextScore: ToScore;

  /** Reads the library into memory: about a second for 100,000 sounds. */
  constructor(options: LibrarySearchOptions) {
    this.#options = options;
    this.#memory = new LibraryMemory(options.db, options.modelKey);
    this.#suggestions = new LibrarySuggestions(this.#memory);
    this.#weights = { ...defaultWeights, ...options.weights };
    this.#parts = new QueryParts({ embedFile: undefined, ...options, weights: this.#weights });
    this.#toTextScore = makeTextScore(options.calibration ?? defaultCalibration);
  }

  /** Embeddings held in memory. */
  get embeddingCount(): number {
    this.#memory.follow();
    return this.#memory.index.size;
  }

  /** What the word under the caret may become, at a price that a key press can pay. */
  suggest(line: string, caret: number): QuerySuggestion[] {
    this.#memory.follow();
    return suggest(line, caret, this.#suggestions);
  }

  /** What the line is understood as, problems with this library (no such tag, no such sound) included. */
  parse(query: string): QueryChip[] {
    this.#memory.follow();
    return this.#prepare(query, { kind: "all" }).plan.chips;
  }

  /**
   * Answers at once: names, and examples, whose embeddings are stored. Only texts must be waited for.
   * Sorted by score the best come first whatever the direction; sorted by another column, `limit` cuts the
   * ranking before the sort.
   */
  searchNames(request: SearchRequest): SearchResponse {
    const startedMs = performance.now();
    this.#memory.follow();
    const prepared = this.#prepare(request.query, request.scope);
    const { plan, examples } = prepared;
    const needsWaiting =
      plan.text !== "" || plan.minus.length > 0 || examples.some(({ source }) => "path" in source);
    let parts: QueryPart[] = [];
    let problem: ErrorData | null = null;
    try {
      if (!needsWaiting) parts = this.#parts.listStored(prepared);
    } catch (error) {
      problem = toProblem(error);
    }
    const answer = this.#rank(prepared, combineParts(parts), request.limit);
    return this.#toResponse(request, { ...answer, problem }, "names", startedMs);
  }

  /** Names and meaning. When meaning cannot take part, names answer and `problem` says why. */
  async search(request: SearchRequest): Promise<SearchResponse> {
    const startedMs = performance.now();
    return this.#toResponse(request, await this.#answer(request), "full", startedMs);
  }

  /** Ranked rows as the command line prints them; none when no part of the line can be used. `limit` 0 for all. */
  async searchSounds(query: string, limit: number): Promise<SoundAnswer> {
    const answer = await this.#answer({ query, scope: { kind: "all" }, sort: byScore, limit });
    const { prepared, ranked, problem } = answer;
    const { chips } = prepared.plan;
    // In the window such a line is still being typed; here it asks for nothing.
    if (chips.length > 0 && !chips.some(isUsable)) return { scores: [], chips, problem };
    const sounds = prepared.isRanked
      ? ranked
      : this.#memory.catalogue.sort(prepared.mask, "name", false).map(makeUnranked);
    const isWanted = makeFileTest({ kind: "all" }, prepared.plan.filters);
    return { scores: this.#toSoundScores(sounds, limit, isWanted), chips, problem };
  }

  /**
   * Sounds like a sound of the library (which is left out itself) or like any embedding, best first.
   * @throws AppError `sound-not-ready`, `nothing-heard`
   */
  similar(example: SoundId | Float32Array, limit: number): SoundScore[] {
    this.#memory.follow();
    const isSound = typeof example === "number";
    const scope: SearchScope = isSound ? { kind: "similar", soundId: example } : { kind: "all" };
    const prepared = { ...this.#prepare("", scope), isRanked: true };
    const embedding = isSound ? this.#parts.getEmbedding(example) : example;
    const { ranked } = this.#rank(prepared, embedding, limit);
    return this.#toSoundScores(ranked, limit, null);
  }

  /** How many of the sounds shown carry each label; of a ranked list, of as many as a list holds. */
  async countTags(query: string, scope: SearchScope): Promise<TagCount[]> {
    const { prepared, ranked } = await this.#answer({ query, scope, sort: byScore, limit: maxRanked });
    if (!prepared.isRanked) return this.#memory.labels.count(prepared.mask);
    const mask = new Uint8Array(this.#memory.catalogue.maskLength);
    for (const { soundId } of ranked) mask[soundId] = 1;
    return this.#memory.labels.count(mask);
  }

  /** Sounds that are the same, or sound the same. */
  async listDuplicates(kind: DuplicateGroup["kind"]): Promise<DuplicateGroup[]> {
    this.#memory.follow();
    const { db, modelKey } = this.#options;
    const sounds = this.#memory.catalogue.sounds;
    return kind === "exact" ? listExactCopies(sounds) : listNearDuplicates(db, modelKey, sounds);
  }

  /** What the map is coloured by. */
  groupSounds(by: MapGrouping): MapGroups {
    this.#memory.follow();
    return groupSounds(this.#memory.catalogue, this.#memory.labels, by);
  }

  /** Why a sound is in the answer; all zero when it is not, or when nothing was asked. */
  async explain(query: string, scope: SearchScope, soundId: SoundId): Promise<WhyMatched> {
    // A sound that someone asks about nearly always stands near the top; the rest costs ten times more.
    for (const limit of [1000, 0]) {
      const { ranked } = await this.#answer({ query, scope, sort: byScore, limit });
      const found = ranked.find((sound) => sound.soundId === soundId);
      if (found) return toWhy(found);
      if (ranked.length < limit) break;
    }
    return toWhy(makeUnranked(soundId));
  }

  async #answer(request: SearchRequest): Promise<Answer> {
    this.#memory.follow();
    let prepared = this.#prepare(request.query, request.scope);
    let direction: Float32Array | undefined;
    let problem: ErrorData | null = null;
    try {
      direction = prepared.isRanked ? combineParts(await this.#parts.list(prepared)) : undefined;
    } catch (error) {
      problem = toProblem(error);
    }
    // The library may have changed while a text was embedded.
    if (this.#memory.follow()) prepared = this.#prepare(request.query, request.scope);
    return { ...this.#rank(prepared, direction, request.limit), problem };
  }

  #prepare(query: string, scope: SearchScope): PreparedQuery {
    return prepareQuery(this.#memory, query, scope, this.#options.embedFile !== undefined);
  }

  #rank(prepared: PreparedQuery, direction: Float32Array | undefined, limit: number): Answer {
    const { plan, mask, maskCount, isRanked } = prepared;
    if (!isRanked) return { prepared, ranked: [], totalCount: maskCount, problem: null };
    const nearest =
      direction && this.#memory.index.size > 0
        ? this.#memory.index.search(direction, limit, mask)
        : undefined;
    const similar = nearest && rankSimilar(this.#memory, prepared, nearest, limit);
    if (similar) return { prepared, ranked: similar, totalCount: nearest.count, problem: null };
    const hits = this.#names;
    hits.find(this.#memory, plan.text, mask);
    const toScore = plan.text === "" ? toExampleScore : this.#toTextScore;
    const ranked = fuse(nearest, hits, toScore, limit, this.#weights);
    let totalCount = nearest?.count ?? 0;
    for (const soundId of hits.ids) if (nearest?.findCosine(soundId) === undefined) totalCount++;
    return { prepared, ranked, totalCount, problem: null };
  }

  #toResponse(
    { sort, limit, scope }: SearchRequest,
    { prepared, ranked, totalCount, problem }: Answer,
    phase: SearchResponse["phase"],
    startedMs: number,
  ): SearchResponse {
    const { chips, filters } = prepared.plan;
    const isWanted = makeFileTest(scope, filters);
    const { catalogue } = this.#memory;
    const shown = prepared.isRanked ? sortRanked(catalogue, takeFirst(ranked, limit), sort, isWanted) : [];
    const columns = prepared.isRanked
      ? toColumns(shown)
      : toUnrankedColumns(takeFirst(listUnranked(catalogue, prepared.mask, sort, scope, isWanted), limit));
    const getWords = (index: number) => shown[index]?.words ?? [];
    const shownFiles = listShownFiles(columns.soundIds, getWords, catalogue.sounds, isWanted);
    const elapsedMs = performance.now() - startedMs;
    return { ...columns, shownFiles, totalCount, chips, phase, problem, elapsedMs };
  }

  #toSoundScores(ranked: RankedSound[], limit: number, isWanted: FileTest): SoundScore[] {
    return takeFirst(ranked, limit).map((sound) =>
      toSoundScore(
        sound,
        this.#memory.catalogue.sounds.get(sound.soundId),
        isWanted,
        this.#memory.labels.listNames(sound.soundId),
      ),
    );
  }
}

function isUsable(chip: QueryChip): boolean {
  return chip.problem === null;
}

function takeFirst<Item>(items: Item[], limit: number): Item[] {
  return limit > 0 && items.length > limit ? items.slice(0, limit) : items;
}

/** What a person is told when meaning takes no part. A bug is none of it. */
function toProblem(error: unknown): ErrorData {
  if (error instanceof AppError) return toErrorData(error);
  throw error;
}
