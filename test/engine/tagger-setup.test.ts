import { expect, test } from "vitest";
import { findModelKey } from "../../main/db/embeddings.ts";
import { makeEdit } from "../../main/db/journal.ts";
import { ensureLabel } from "../../main/db/labels.ts";
import { listPersonTags, putPersonTag } from "../../main/db/tags.ts";
import { listExamples, readSound } from "../../main/engine/tagger-setup.ts";
import { Tagger } from "../../main/search/tagger.ts";
import { addHeardFile, tempLibrary, testModelId, unitEmbedding } from "../db/library-setups.ts";

/** Sounds 1 (heard), 2 (dither) and 3 (silence), which a model takes for the same. */
function library() {
  const db = tempLibrary();
  const wholeEmbedding = unitEmbedding(1);
  addHeardFile(db, "/sounds/Rain 1.wav", { peakDb: -72, wholeEmbedding });
  addHeardFile(db, "/sounds/Rain 2.wav", { peakDb: -84, wholeEmbedding });
  addHeardFile(db, "/sounds/x.wav", { peakDb: Number.NEGATIVE_INFINITY, wholeEmbedding });
  return { db, modelKey: findModelKey(db, testModelId) as number };
}

test("a sound in which nothing can be heard is tagged by its name alone", () => {
  const { db, modelKey } = library();
  const label = { mean: 0, deviation: 0.1, threshold: 0.5, isGuess: false, embedding: unitEmbedding(1) };
  const tagger = new Tagger({
    labels: [
      { ...label, labelId: 1, names: ["rain"] },
      { ...label, labelId: 2, names: ["synth"] },
    ],
    examples: [],
    center: new Float32Array(512),
    exampleThresholds: [],
    leastConfidence: 0.5,
  });
  const tagsOf = (id: number) =>
    tagger.suggest(readSound(db, id, modelKey)).map(({ labelId, source }) => [labelId, source]);
  expect([1, 2, 3].map(tagsOf)).toEqual([
    [
      [1, "name"],
      [2, "audio"],
    ],
    [[1, "name"]],
    [],
  ]);
});

test("a person's word on a sound in which nothing can be heard is no example for others", () => {
  const { db, modelKey } = library();
  const labelId = ensureLabel(db, "rain", "ambience");
  makeEdit(db, "said", 1, (edit) => {
    for (const soundId of [1, 2, 3]) putPersonTag(edit, soundId, labelId, true, soundId);
  });
  expect(listExamples(db, listPersonTags(db), modelKey)).toHaveLength(1);
});
