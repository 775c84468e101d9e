// What a tagger is made from: labels, the model that hears, its calibration, and what a person has said.
import { createHash } from "node:crypto";
import path from "node:path";
import type { TagCaution, TagLabel } from "../../preload/tags.ts";
import type { ModelDefinition } from "../clap/model-definition.ts";
import type { ReadableDb } from "../db/database.ts";
import { findModelKey, findWholeCode } from "../db/embeddings.ts";
import { listLabelDefinitions, listStoredLabels } from "../db/labels.ts";
import { getLibrarySettings } from "../db/settings.ts";
import { listPersonTags, listSoundPlaces, type PersonTag } from "../db/tags.ts";
import { findThreshold, makeHeardLabels } from "../search/heard-labels.ts";
import { findTagCalibration, type TagCalibration } from "../search/tag-calibration.ts";
import { type Example, Tagger, type TaggedSound } from "../search/tagger.ts";
import { getVocabulary, mergeLabels, type VocabularyLabel } from "../search/vocabulary.ts";

/** Bump when the tagger's rules change: libraries are tagged anew. */
const taggerVersion = 2;
/** Newest examples kept a label and kind: more of them hardly change what is near. */
const maxExamples = 48;
/** Below the first a suggestion is more likely wrong than right; from the second on it is a safe guess. */
const leastConfidences: Record<TagCaution, number> = { usual: 0.5, careful: 0.8 };
/** For models that were not calibrated, and so not centered: only near twins of an example are like it. */
const twinThreshold = [{ wordCount: 0, threshold: 0.95 }];

export interface TaggerSetup {
  /** Undefined while none can be used: names alone tag then. */
  model: ModelDefinition | undefined;
  calibration: TagCalibration | undefined;
  /** Those that are switched on. */
  labels: TagLabel[];
  personTags: PersonTag[];
  /** Number of the model in this library; 0 before it has embedded anything. */
  modelKey: number;
  /** Whether sounds are listened to, or judged by name and folder alone. */
  isByEar: boolean;
  /** Suggestions that are less likely right are not made. */
  leastConfidence: number;
  /** Stands for all of it. */
  stamp: string;
}

/** Unit embeddings of texts by the setup's model. */
export type EmbedTexts = (texts: string[]) => Promise<Float32Array[]>;

/**
 * The labels with the thresholds of a model.
 * @param db undefined for the vocabulary as it comes
 */
export function listTagLabels(
  db: ReadableDb | undefined,
  model: ModelDefinition | undefined,
  vocabulary: readonly VocabularyLabel[] = getVocabulary(),
): TagLabel[] {
  const calibration = model && findTagCalibration(model);
  return mergeLabels(vocabulary, db ? listLabelDefinitions(db) : [], (label) =>
    model ? findThreshold(label, calibration, model.calibration) : null,
  );
}

/** @param db undefined without a library: its own labels and a person's words are missing then */
export function readTaggerSetup(
  db: ReadableDb | undefined,
  model: ModelDefinition | undefined,
  vocabulary?: readonly VocabularyLabel[],
): TaggerSetup {
  const calibration = model && findTagCalibration(model);
  const labels = listTagLabels(db, model, vocabulary).filter(({ isEnabled }) => isEnabled);
  const personTags = db ? listPersonTags(db) : [];
  const modelKey = db && model ? (findModelKey(db, model.embeddingKey) ?? 0) : 0;
  const settings = db && getLibrarySettings(db);
  const isByEar = settings?.isTaggingByEar ?? true;
  const leastConfidence = leastConfidences[settings?.tagCaution ?? "usual"];
  const all = [
    taggerVersion,
    model?.embeddingKey,
    modelKey,
    labels,
    personTags,
    calibration?.exampleThresholds,
    isByEar,
    leastConfidence,
  ];
  const stamp = createHash("sha256").update(JSON.stringify(all)).digest("hex").slice(0, 16);
  return { model, calibration, labels, personTags, modelKey, isByEar, leastConfidence, stamp };
}

/** Labels as the setup's tagger hears them; waits for their texts. */
export function hearLabels(
  { model, calibration, labels }: TaggerSetup,
  idOf: ReadonlyMap<string, number>,
  embedTexts: EmbedTexts | null,
): ReturnType<typeof makeHeardLabels> {
  const findId = (label: string): number => idOf.get(label.toLowerCase()) ?? 0;
  return makeHeardLabels(labels, findId, calibration, model?.template ?? "{}", embedTexts);
}

/** Ids of a library's labels by their names in lower case. */
export function listLabelIds(db: ReadableDb): Map<string, number> {
  return new Map(listStoredLabels(db).map(({ name, id }) => [name.toLowerCase(), id]));
}

/** @param db undefined without a library: there are no examples then */
export function makeTagger(
  db: ReadableDb | undefined,
  { calibration, personTags, modelKey, leastConfidence }: TaggerSetup,
  labels: Awaited<ReturnType<typeof hearLabels>>,
): Tagger {
  return new Tagger({
    labels,
    examples: db ? listExamples(db, personTags, modelKey) : [],
    center: calibration ? Float32Array.from(calibration.center) : new Float32Array(512),
    exampleThresholds: calibration?.exampleThresholds ?? twinThreshold,
    leastConfidence,
  });
}

/** A sound of the library as the tagger sees it. @param modelKey null: it is not listened to */
export function readSound(db: ReadableDb, soundId: number, modelKey: number | null): TaggedSound {
  const places = listSoundPlaces(db, soundId);
  return {
    fileNames: places.map(({ name }) => name),
    folderNames: places.flatMap(({ folderPath, rootPath }) => [
      path.basename(rootPath),
      ...path.relative(rootPath, folderPath).split(path.sep).filter(Boolean),
    ]),
    embedding: modelKey === null ? null : (findWholeCode(db, soundId, modelKey) ?? null),
  };
}

/** The newest words of a person on sounds that have an embedding, at most `maxExamples` a label and kind. */
export function listExamples(db: ReadableDb, personTags: readonly PersonTag[], modelKey: number): Example[] {
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
