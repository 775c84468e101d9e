// Tags sounds in the background, from what is stored: whenever names, embeddings, labels or a person's word have
// changed. Works in slices of a few milliseconds, so that no query waits.
import { setTimeout as pause } from "node:timers/promises";
import type { LibraryStatus } from "../../preload/library-status.ts";
import { AppError, toErrorData } from "../base/app-error.ts";
import { inTransaction, type ReadableDb } from "../db/database.ts";
import { storeVocabulary } from "../db/labels.ts";
import { findSetting, storeSetting } from "../db/settings.ts";
import { countQueuedSounds, leaveTagQueue, listQueuedSounds, queueAllSounds } from "../db/tag-queue.ts";
import { storeSuggestions, type Suggestion } from "../db/tags.ts";
import type { Tagger } from "../search/tagger.ts";
import { getVocabulary } from "../search/vocabulary.ts";
import type { EngineParts } from "./engine-parts.ts";
import type { ModelChoice } from "./model-choice.ts";
import {
  hearLabels,
  listLabelIds,
  makeTagger,
  readSound,
  readTaggerSetup,
  type TaggerSetup,
} from "./tagger-setup.ts";

/** A run begins so long after the last change: a person who tags ten sounds in a row means one run. */
const settleMs = 400;
/** While changes keep coming, as during indexing, a run begins at least so often. */
const longestWaitMs = 2000;
/** A slice ends after this time; queries and edits come in between. */
const sliceMs = 8;
const soundsPerRead = 64;
/** So often a long run says that tags have changed: lists fill while it goes on. */
const noteEveryMs = 2000;
/** A model that could not be used is tried again so much later; until then names tag, and labels measured beforehand. */
const retryMs = 60_000;

export class Tagging {
  readonly #parts: EngineParts;
  readonly #models: ModelChoice;
  #timer: NodeJS.Timeout | undefined;
  #firstWakeMs = 0;
  #running: Promise<void> | undefined;
  #isAskedAgain = false;
  #isClosed = false;
  #progress: LibraryStatus["tagging"] = null;
  #tagger: { stamp: string; tagger: Tagger; modelKey: number } | undefined;
  /** When the model could not be used last. */
  #failedMs = Number.NEGATIVE_INFINITY;

  /** Starts when the library changes, and at `wake`. */
  constructor(parts: EngineParts, models: ModelChoice) {
    this.#parts = parts;
    this.#models = models;
    if (parts.library.mode === "write") parts.library.onChange(() => this.wake());
  }

  get progress(): LibraryStatus["tagging"] {
    return this.#progress;
  }

  /** Looks for work, a moment from now. */
  wake(): void {
    if (this.#isClosed) return;
    const nowMs = performance.now();
    if (this.#timer) clearTimeout(this.#timer);
    else this.#firstWakeMs = nowMs;
    const waitMs = Math.min(settleMs, Math.max(0, this.#firstWakeMs + longestWaitMs - nowMs));
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.run();
    }, waitMs).unref();
  }

  /** Tags all that waits. Resolves when nothing waits any more. */
  run(): Promise<void> {
    if (this.#running) {
      this.#isAskedAgain = true;
      return this.#running;
    }
    this.#running = this.#runAll().finally(() => {
      this.#running = undefined;
      this.#progress = null;
    });
    return this.#running;
  }

  /** Nothing is written from now on; what waits stays in the queue. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async #runAll(): Promise<void> {
    try {
      do {
        this.#isAskedAgain = false;
        await this.#runOnce();
      } while (this.#isAskedAgain && !this.#isClosed);
    } catch (error) {
      // Tags are a convenience: whatever stops them must not stop the library. The next change tries again.
      this.#parts.log.error({ error: toErrorData(error) }, "tagging ended");
    }
  }

  async #runOnce(): Promise<void> {
    if (this.#isClosed) return;
    const { library, nowMs } = this.#parts;
    const db = library.writableDb;
    const setup = this.#readSetup(db);
    if (findSetting(db, "tagger") !== setup.stamp) {
      inTransaction(db, () => {
        storeVocabulary(db, getVocabulary());
        queueAllSounds(db);
        storeSetting(db, "tagger", setup.stamp);
      });
    }
    if (countQueuedSounds(db) === 0) return;
    const startedMs = nowMs();
    const made = await this.#getTagger(db, setup);
    if (!made) return;
    let doneCount = 0;
    let hasChanged = false;
    let notedMs = performance.now();
    while (!this.#isClosed) {
      const slice = this.#tagSlice(made.tagger, setup.isByEar ? made.modelKey : null);
      if (slice.count === 0) break;
      doneCount += slice.count;
      hasChanged ||= slice.hasChanged;
      this.#progress = { doneCount, totalCount: doneCount + countQueuedSounds(db) };
      if (performance.now() - notedMs > noteEveryMs) {
        library.noteChange();
        notedMs = performance.now();
      }
      await pause(1);
    }
    if (hasChanged && !this.#isClosed) library.noteChange();
    if (doneCount > 0) {
      this.#parts.log.info({ doneCount, elapsedMs: nowMs() - startedMs }, "tagged");
    }
  }

  /** Tags for `sliceMs`, in one transaction. @param modelKey null: by name and folder alone */
  #tagSlice(tagger: Tagger, modelKey: number | null): { count: number; hasChanged: boolean } {
    const db = this.#parts.library.writableDb;
    const endMs = performance.now() + sliceMs;
    let count = 0;
    let hasChanged = false;
    inTransaction(db, () => {
      while (performance.now() < endMs) {
        const soundIds = listQueuedSounds(db, soundsPerRead);
        if (soundIds.length === 0) return;
        for (const soundId of soundIds) {
          const suggestions = this.#findSuggestions(tagger, soundId, modelKey);
          if (suggestions && storeSuggestions(db, soundId, suggestions)) hasChanged = true;
          leaveTagQueue(db, soundId);
          count++;
        }
      }
    });
    return { count, hasChanged };
  }

  /** @returns undefined for a sound that cannot be tagged: it keeps the tags it has, and the others get theirs */
  #findSuggestions(tagger: Tagger, soundId: number, modelKey: number | null): Suggestion[] | undefined {
    try {
      return tagger.suggest(readSound(this.#parts.library.db, soundId, modelKey));
    } catch (error) {
      this.#parts.log.error({ soundId, error: toErrorData(error) }, "a sound could not be tagged");
      return undefined;
    }
  }

  /** Without the model's texts the stamp is another one: once they can be had, all is tagged anew. */
  #readSetup(db: ReadableDb): TaggerSetup {
    const setup = readTaggerSetup(db, this.#models.findForSearch());
    return this.#hasFailed() ? { ...setup, stamp: `${setup.stamp}-no-texts` } : setup;
  }

  #hasFailed(): boolean {
    return performance.now() - this.#failedMs < retryMs;
  }

  /** @returns undefined when the engine is closing, or when the model has failed: the run begins again without it */
  async #getTagger(
    db: ReadableDb,
    setup: TaggerSetup,
  ): Promise<{ tagger: Tagger; modelKey: number } | undefined> {
    if (this.#tagger?.stamp === setup.stamp) return this.#tagger;
    const { embedder, log } = this.#parts;
    const { model, stamp } = setup;
    const idOf = listLabelIds(db);
    const canEmbed = model !== undefined && setup.isByEar && !this.#hasFailed();
    const embedTexts = canEmbed ? (texts: string[]) => embedder.embedPrompts(model.id, texts) : null;
    const labels = await hearLabels(setup, idOf, embedTexts).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      log.warn({ error: toErrorData(error) }, "tags without new texts: the model cannot be used");
      this.#failedMs = performance.now();
    });
    if (!labels) {
      this.#isAskedAgain = true;
      return undefined;
    }
    // Texts are waited for, and the library may have been closed meanwhile.
    if (this.#isClosed) return undefined;
    this.#tagger = { stamp, tagger: makeTagger(db, setup, labels), modelKey: setup.modelKey };
    return this.#tagger;
  }
}
