// Tags sounds in the background, from what is stored: whenever names, embeddings, labels or a person's word have
// changed. Works in slices of a few milliseconds, so that no query waits.
import { createHash } from "node:crypto";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { LibraryStatus, TagLabel } from "../../preload/model.ts";
import { AppError, toErrorData } from "../base/app-error.ts";
import type { ModelDefinition } from "../clap/model-definition.ts";
import { inTransaction, type ReadableDb } from "../db/database.ts";
import { findModelKey, findWholeCode } from "../db/embeddings.ts";
import { listLabelDefinitions, listStoredLabels, storeVocabulary } from "../db/labels.ts";
import { findSetting, storeSetting } from "../db/settings.ts";
import { countQueuedSounds, leaveTagQueue, listQueuedSounds, queueAllSounds } from "../db/tag-queue.ts";
import { listPersonTags, listSoundPlaces, type PersonTag, storeSuggestions } from "../db/tags.ts";
import { findThreshold, makeHeardLabels } from "../search/heard-labels.ts";
import { findTagCalibration, type TagCalibration } from "../search/tag-calibration.ts";
import { type Example, Tagger, type TaggedSound } from "../search/tagger.ts";
import { getVocabulary, mergeLabels } from "../search/vocabulary.ts";
import type { EngineParts } from "./engine-parts.ts";
import type { ModelChoice } from "./model-choice.ts";

/** A run begins so long after the last change: a person who tags ten sounds in a row means one run. */
const settleMs = 400;
/** While changes keep coming, as during indexing, a run begins at least so often. */
const longestWaitMs = 2000;
/** A slice ends after this time; queries and edits come in between. */
const sliceMs = 8;
const soundsPerRead = 64;
/** A model that could not be used is tried again so much later; until then names alone tag. */
const retryMs = 60_000;
/** Newest examples kept a label and kind: more of them hardly change what is near. */
const maxExamples = 48;
/** Bump when the tagger's rules change: libraries are tagged anew. */
const taggerVersion = 1;

/** What a tagger is made from. */
interface Setup {
  model: ModelDefinition | undefined;
  calibration: TagCalibration | undefined;
  labels: TagLabel[];
  personTags: PersonTag[];
  /** Stands for all of it. */
  stamp: string;
}

/** The labels of a library with the thresholds of the model that answers. */
export function listTagLabels(db: ReadableDb, model: ModelDefinition | undefined): TagLabel[] {
  const calibration = model && findTagCalibration(model);
  return mergeLabels(getVocabulary(), listLabelDefinitions(db), (label) =>
    model ? findThreshold(label, calibration, model.calibration) : null,
  );
}

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
    while (!this.#isClosed) {
      const slice = this.#tagSlice(made.tagger, made.modelKey);
      if (slice.count === 0) break;
      doneCount += slice.count;
      hasChanged ||= slice.hasChanged;
      this.#progress = { doneCount, totalCount: doneCount + countQueuedSounds(db) };
      await pause(1);
    }
    if (hasChanged && !this.#isClosed) library.noteChange();
    if (doneCount > 0) {
      this.#parts.log.info({ doneCount, elapsedMs: nowMs() - startedMs }, "tagged");
    }
  }

  /** Tags for `sliceMs`, in one transaction. */
  #tagSlice(tagger: Tagger, modelKey: number): { count: number; hasChanged: boolean } {
    const db = this.#parts.library.writableDb;
    const endMs = performance.now() + sliceMs;
    let count = 0;
    let hasChanged = false;
    inTransaction(db, () => {
      while (performance.now() < endMs) {
        const soundIds = listQueuedSounds(db, soundsPerRead);
        if (soundIds.length === 0) return;
        for (const soundId of soundIds) {
          const suggestions = tagger.suggest(readSound(db, soundId, modelKey));
          if (storeSuggestions(db, soundId, suggestions)) hasChanged = true;
          leaveTagQueue(db, soundId);
          count++;
        }
      }
    });
    return { count, hasChanged };
  }

  #readSetup(db: ReadableDb): Setup {
    const hasFailed = performance.now() - this.#failedMs < retryMs;
    const model = hasFailed ? undefined : this.#models.findForSearch();
    const calibration = model && findTagCalibration(model);
    const labels = listTagLabels(db, model).filter(({ isEnabled }) => isEnabled);
    const personTags = listPersonTags(db);
    const all = JSON.stringify([
      taggerVersion,
      model?.embeddingKey,
      labels,
      personTags,
      calibration?.exampleThresholds,
    ]);
    const stamp = createHash("sha256").update(all).digest("hex").slice(0, 16);
    return { model, calibration, labels, personTags, stamp };
  }

  /** @returns undefined when the engine is closing */
  async #getTagger(db: ReadableDb, setup: Setup): Promise<{ tagger: Tagger; modelKey: number } | undefined> {
    if (this.#tagger?.stamp === setup.stamp) return this.#tagger;
    const { model, calibration, labels, personTags, stamp } = setup;
    const { embedder, log } = this.#parts;
    const idOf = new Map(listStoredLabels(db).map(({ name, id }) => [name.toLowerCase(), id]));
    const make = (embedTexts: ((texts: string[]) => Promise<Float32Array[]>) | null) =>
      makeHeardLabels(
        labels,
        (label) => idOf.get(label.toLowerCase()) ?? 0,
        calibration,
        model?.template ?? "{}",
        embedTexts,
      );
    const heard = await make(model ? (texts) => embedder.embedTexts(model.id, texts) : null).catch(
      (error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        log.warn({ error: toErrorData(error) }, "names alone tag: the model cannot be used");
        this.#failedMs = performance.now();
        return make(null);
      },
    );
    // Texts are waited for, and the library may have been closed meanwhile.
    if (this.#isClosed) return undefined;
    const modelKey = model ? (findModelKey(db, model.embeddingKey) ?? 0) : 0;
    const center = calibration ? Float32Array.from(calibration.center) : new Float32Array(512);
    const tagger = new Tagger({
      labels: heard,
      examples: listExamples(db, personTags, modelKey),
      center,
      // Not measured for this model, and not centered: only near twins of an example are like it.
      exampleThresholds: calibration?.exampleThresholds ?? [{ wordCount: 0, threshold: 0.95 }],
    });
    this.#tagger = { stamp, tagger, modelKey };
    return this.#tagger;
  }
}

/** The newest words of a person on sounds that have an embedding, at most `maxExamples` a label and kind. */
function listExamples(db: ReadableDb, personTags: readonly PersonTag[], modelKey: number): Example[] {
  const examples: Example[] = [];
  const counts = new Map<string, number>();
  for (const { soundId, labelId, isConfirmed } of personTags.toReversed()) {
    const kind = `${labelId} ${isConfirmed}`;
    const count = counts.get(kind) ?? 0;
    if (count >= maxExamples) continue;
    const embedding = findWholeCode(db, soundId, modelKey);
    if (!embedding) continue;
    counts.set(kind, count + 1);
    examples.push({ labelId, isConfirmed, embedding });
  }
  return examples;
}

function readSound(db: ReadableDb, soundId: number, modelKey: number): TaggedSound {
  const places = listSoundPlaces(db, soundId);
  return {
    fileNames: places.map(({ name }) => name),
    folderNames: places.flatMap(({ folderPath, rootPath }) => [
      path.basename(rootPath),
      ...path.relative(rootPath, folderPath).split(path.sep).filter(Boolean),
    ]),
    embedding: findWholeCode(db, soundId, modelKey) ?? null,
  };
}
