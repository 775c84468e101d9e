// What the search holds of one library in memory: sounds, tags, embeddings. Follows SQLite; never the truth itself.
import { takeChanges, trackChanges } from "../db/changes.ts";
import type { ReadableDb } from "../db/database.ts";
import { Catalogue } from "./catalogue.ts";
import { LibraryIndex } from "./library-index.ts";
import { SoundLabels } from "./sound-labels.ts";
import { TagWords } from "./tag-words.ts";

export class LibraryMemory {
  readonly db: ReadableDb;
  readonly catalogue: Catalogue;
  readonly labels: SoundLabels;
  readonly index: LibraryIndex;
  #words: TagWords;

  /** Reads the library: about a second for 100,000 sounds. */
  constructor(db: ReadableDb, modelKey: string) {
    this.db = db;
    trackChanges(db);
    this.catalogue = new Catalogue(db);
    this.labels = new SoundLabels(db);
    this.#words = new TagWords(db);
    this.index = new LibraryIndex(db, modelKey);
  }

  /** Which labels words name. */
  get words(): TagWords {
    return this.#words;
  }

  /** Takes over what has changed in SQLite since the last time. @returns whether anything has */
  follow(): boolean {
    const { soundIds, embeddingIds, taggedIds, labelIds, isForeign } = takeChanges(this.db);
    if (isForeign || labelIds.length > 0) this.#words = new TagWords(this.db);
    if (isForeign) {
      this.catalogue.reload();
      this.labels.reload();
      this.index.reload();
      return true;
    }
    if (soundIds.length > 0) this.catalogue.update(soundIds);
    if (embeddingIds.length > 0) this.index.update(embeddingIds);
    if (taggedIds.length > 0) {
      this.labels.update(taggedIds);
      this.catalogue.retest(taggedIds);
    }
    return soundIds.length + embeddingIds.length + taggedIds.length + labelIds.length > 0;
  }
}
