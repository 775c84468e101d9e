// The embeddings that a query asks for: of its texts, of its examples, wanted or not.
import type { SoundId } from "../../preload/sound.ts";
import { AppError } from "../base/app-error.ts";
import { nothingHeard } from "../base/audible.ts";
import type { ReadableDb } from "../db/database.ts";
import { findWholeEmbedding } from "../db/embeddings.ts";
import { isSoundAudible } from "../db/sounds.ts";
import type { PreparedQuery } from "./prepare-query.ts";
import type { QueryPart } from "./query-vector.ts";
import type { RankingWeights } from "./ranking-weights.ts";
import { TextCache } from "./text-cache.ts";

export interface QueryPartsOptions {
  db: ReadableDb;
  modelKey: string;
  embedText: (text: string) => Promise<Float32Array>;
  embedFile: ((path: string) => Promise<Float32Array>) | undefined;
  weights: RankingWeights;
}

export class QueryParts {
  readonly #options: QueryPartsOptions;
  readonly #texts: TextCache;

  constructor(options: QueryPartsOptions) {
    this.#options = options;
    this.#texts = new TextCache(options.embedText);
  }

  /**
   * All parts; texts and files are embedded.
   * @throws AppError of the embedder, `sound-not-ready` or `nothing-heard`
   */
  async list(prepared: PreparedQuery): Promise<QueryPart[]> {
    const { plan, examples } = prepared;
    const { minusWeight } = this.#options.weights;
    const parts = this.listStored(prepared);
    if (plan.text !== "") parts.push({ embedding: await this.#texts.embed(plan.text), weight: 1 });
    for (const text of plan.minus) {
      parts.push({ embedding: await this.#texts.embed(text), weight: minusWeight });
    }
    for (const { source, isNegated } of examples) {
      const embedding = "path" in source ? await this.#options.embedFile?.(source.path) : undefined;
      if (embedding) parts.push({ embedding, weight: this.#getExampleWeight(isNegated) });
    }
    return parts;
  }

  /**
   * Examples that lie in the library: nothing to wait for.
   * @throws AppError `sound-not-ready`, `nothing-heard`
   */
  listStored({ examples }: PreparedQuery): QueryPart[] {
    return examples.flatMap(({ source, isNegated }) =>
      "soundId" in source
        ? [{ embedding: this.getEmbedding(source.soundId), weight: this.#getExampleWeight(isNegated) }]
        : [],
    );
  }

  /** @throws AppError `sound-not-ready`, `nothing-heard` */
  getEmbedding(soundId: SoundId): Float32Array {
    const { db, modelKey } = this.#options;
    if (!isSoundAudible(db, soundId)) throw nothingHeard();
    const embedding = findWholeEmbedding(db, soundId, modelKey);
    if (embedding) return embedding;
    throw new AppError(
      "sound-not-ready",
      "The sound to compare with has not been listened to yet.",
      "Wait until indexing has reached it.",
    );
  }

  #getExampleWeight(isNegated: boolean): number {
    const { minusWeight, exampleWeight } = this.#options.weights;
    return isNegated ? minusWeight : exampleWeight;
  }
}
