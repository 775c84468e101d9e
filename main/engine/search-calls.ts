// Calls that search. Holds the library's copy in memory, made at the first query or before, and anew for another model.
import { realpath } from "node:fs/promises";
import type { EngineCalls } from "../../preload/engine-calls.ts";
import type { ShellCalls } from "../../preload/shell-calls.ts";
import type { SoundScore } from "../../preload/search.ts";
import { AppError } from "../base/app-error.ts";
import type { ModelDefinition } from "../clap/model-definition.ts";
import { findWholeEmbedding } from "../db/embeddings.ts";
import { type FileRecord, findFileByPath } from "../db/files.ts";
import { LibrarySearch } from "../search/search-library.ts";
import type { EngineParts } from "./engine-parts.ts";
import { embedExample } from "./file-calls.ts";
import type { ModelChoice } from "./model-choice.ts";

/** Which model knows most is asked again at most so often while the library changes. */
const chooseEveryMs = 1000;

type SearchCallTypes = Pick<
  EngineCalls & ShellCalls,
  | "searchNames"
  | "search"
  | "parseQuery"
  | "suggestQuery"
  | "explainMatch"
  | "listTagCounts"
  | "listDuplicates"
  | "getMapGroups"
  | "searchSounds"
  | "similarSounds"
>;

export class SearchCalls {
  readonly handlers = {
    searchNames: (request: Parameters<EngineCalls["searchNames"]>[0]) => this.#get().searchNames(request),
    search: (request: Parameters<EngineCalls["search"]>[0]) => this.#get().search(request),
    parseQuery: ({ query }: { query: string }) => this.#get().parse(query),
    suggestQuery: ({ query, caret }: { query: string; caret: number }) => this.#get().suggest(query, caret),
    explainMatch: ({ query, scope, soundId }: Parameters<EngineCalls["explainMatch"]>[0]) =>
      this.#get().explain(query, scope, soundId),
    listTagCounts: ({ query, scope }: Parameters<EngineCalls["listTagCounts"]>[0]) =>
      this.#get().countTags(query, scope),
    listDuplicates: ({ kind }: Parameters<EngineCalls["listDuplicates"]>[0]) =>
      this.#get().listDuplicates(kind),
    getMapGroups: ({ by }: Parameters<EngineCalls["getMapGroups"]>[0]) => this.#get().groupSounds(by),
    searchSounds: ({ query, limit }: { query: string; limit: number }) => {
      if (query.trim() === "") {
        throw new AppError(
          "empty-query",
          "The query is empty.",
          "Describe a sound, for example: dusty vinyl kick",
        );
      }
      return this.#get().searchSounds(query, limit);
    },
    similarSounds: (request: { path: string; limit: number }) =>
      this.#findSimilar(request.path, request.limit),
  } satisfies { [Name in keyof SearchCallTypes]: (request: never) => unknown };

  #parts: EngineParts;
  #models: ModelChoice;
  #search: LibrarySearch | undefined;
  /** The model that `#search` goes by; undefined when there is none that can be used. */
  #model: ModelDefinition | undefined;
  #chosenAtMs = Number.NEGATIVE_INFINITY;
  #chosenAtRevision = -1;

  constructor(parts: EngineParts, models: ModelChoice) {
    this.#parts = parts;
    this.#models = models;
  }

  /** Reads the library before the first query asks for it: a window is drawn meanwhile. What goes wrong, the query tells. */
  prepare(): void {
    try {
      this.#get();
    } catch (error) {
      this.#parts.log.warn({ error: String(error) }, "the library could not be read ahead");
    }
  }

  #get(): LibrarySearch {
    const model = this.#chooseModel();
    if (this.#search && this.#model?.embeddingKey === model?.embeddingKey) return this.#search;
    this.#model = model;
    this.#search = new LibrarySearch({
      db: this.#parts.library.db,
      modelKey: model?.embeddingKey ?? "",
      calibration: model?.calibration ?? null,
      embedText: async (text) => {
        const [embedding] = await this.#parts.embedder.embedTexts(this.#getModel().id, [text]);
        return embedding as Float32Array;
      },
      embedFile: (path) => embedExample(this.#parts, path, this.#getModel()),
    });
    return this.#search;
  }

  /** Counting costs milliseconds in a large library, so it is not done for every key that is typed. */
  #chooseModel(): ModelDefinition | undefined {
    const { library } = this.#parts;
    const nowMs = performance.now();
    const isFresh = this.#chosenAtRevision === library.revision || nowMs - this.#chosenAtMs < chooseEveryMs;
    if (this.#search && isFresh) return this.#model;
    this.#chosenAtMs = nowMs;
    this.#chosenAtRevision = library.revision;
    return this.#models.findForSearch();
  }

  /** @throws AppError that says why the active model cannot be used */
  #getModel(): ModelDefinition {
    return this.#model ?? this.#models.getActive();
  }

  async #findSimilar(filePath: string, limit: number): Promise<SoundScore[]> {
    const search = this.#get();
    const model = this.#getModel();
    const file = await this.#findFile(filePath);
    const isKnown =
      file !== undefined &&
      findWholeEmbedding(this.#parts.library.db, file.soundId, model.embeddingKey) !== undefined;
    return search.similar(isKnown ? file.soundId : await embedExample(this.#parts, filePath, model), limit);
  }

  /** The file as it is named, or as the file system spells it. */
  async #findFile(filePath: string): Promise<FileRecord | undefined> {
    const { db } = this.#parts.library;
    const real = await realpath(filePath).catch(() => filePath);
    return findFileByPath(db, filePath) ?? findFileByPath(db, real);
  }
}
