// The embeddings of one model in memory, filled from SQLite and kept in step with it. Those of sounds in which nothing
// can be heard are left out: no query has to skip them.
import {
  countEmbeddings,
  findIndexedEmbedding,
  findRawEmbedding,
  listIndexedEmbeddings,
} from "../db/embeddings.ts";
import { listInaudibleSounds } from "../db/sounds.ts";
import type { ReadableDb } from "../db/database.ts";
import { EmbeddingIndex, type Nearest } from "./nearest.ts";

export class LibraryIndex {
  readonly #db: ReadableDb;
  readonly #modelKey: string;
  #index: EmbeddingIndex;

  /** Reads all embeddings of the model: about 0.2 s for 100,000. */
  constructor(db: ReadableDb, modelKey: string) {
    this.#db = db;
    this.#modelKey = modelKey;
    this.#index = this.#load();
  }

  get size(): number {
    return this.#index.size;
  }

  /** Reads everything again. */
  reload(): void {
    this.#index = this.#load();
  }

  /** Takes over embeddings that were added or deleted. */
  update(embeddingIds: readonly number[]): void {
    for (const id of embeddingIds) {
      const embedding = findIndexedEmbedding(this.#db, id, this.#modelKey);
      if (embedding) this.#index.add(embedding);
      else this.#index.delete(id);
    }
  }

  /** Sounds by their best window, exact in float32 as far as anyone looks (see nearest.ts). */
  search(query: Float32Array, limit: number, allowed: Uint8Array): Nearest {
    return this.#index.search(query, {
      limit,
      allowed,
      findEmbedding: (id) => findRawEmbedding(this.#db, id),
    });
  }

  #load(): EmbeddingIndex {
    let index: EmbeddingIndex | undefined;
    const inaudible = listInaudibleSounds(this.#db);
    for (const page of listIndexedEmbeddings(this.#db, this.#modelKey)) {
      const dim = page[0]?.code.length;
      index ??= new EmbeddingIndex(dim, countEmbeddings(this.#db, this.#modelKey));
      for (const embedding of page) if (!inaudible.has(embedding.soundId)) index.add(embedding);
    }
    return index ?? new EmbeddingIndex();
  }
}
