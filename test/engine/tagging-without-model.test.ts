// Tagging when something fails: the model's texts cannot be had for a while, or one sound cannot be tagged.
import { expect, onTestFinished, test, vi } from "vitest";
import { AppError } from "../../main/base/app-error.ts";
import { silentLog } from "../../main/base/log.ts";
import { getModel } from "../../main/clap/model-catalogue.ts";
import type { WritableDb } from "../../main/db/database.ts";
import { countQueuedSounds } from "../../main/db/tag-queue.ts";
import { listTagLinks } from "../../main/db/tags.ts";
import { type EngineParts, LibraryAccess } from "../../main/engine/engine-parts.ts";
import type { ModelChoice } from "../../main/engine/model-choice.ts";
import { Tagging } from "../../main/engine/tagging.ts";
import { Tagger } from "../../main/search/tagger.ts";
import { tinyHome } from "../clap/tiny-model.ts";
import { addHeardFile, tempLibrary, unitEmbedding } from "../db/library-setups.ts";
import { tinyModelId } from "./engine-setup.ts";

function startTagging(embedPrompts: EngineParts["embedder"]["embedPrompts"]): {
  db: WritableDb;
  tagging: Tagging;
} {
  tinyHome();
  const db = tempLibrary();
  const library = new LibraryAccess(db.name, "write", db, () => {});
  onTestFinished(() => library.close());
  const parts = { library, embedder: { embedPrompts }, log: silentLog, nowMs: Date.now };
  const models = { findForSearch: () => getModel(tinyModelId) };
  const tagging = new Tagging(parts as unknown as EngineParts, models as unknown as ModelChoice);
  onTestFinished(() => tagging.close());
  return { db, tagging };
}

function makeEmbedPrompts() {
  return vi.fn<EngineParts["embedder"]["embedPrompts"]>((_modelId, texts) =>
    Promise.resolve(texts.map((_, i) => unitEmbedding(i))),
  );
}

test("a model that failed once is tried again later, however quiet the library was meanwhile", async () => {
  const embedPrompts = makeEmbedPrompts();
  embedPrompts.mockRejectedValueOnce(new AppError("process-gone", "It ended."));
  const { db, tagging } = startTagging(embedPrompts);
  addHeardFile(db, "/sounds/kick.wav");

  await tagging.run();
  expect(embedPrompts).toHaveBeenCalledTimes(1);
  expect(countQueuedSounds(db)).toBe(0);
  const now = performance.now.bind(performance);
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now() + 3_600_000);
  onTestFinished(() => clock.mockRestore());
  await tagging.run();
  expect(embedPrompts.mock.calls.length).toBeGreaterThan(1);
  expect(countQueuedSounds(db)).toBe(0);
});

test("a sound that cannot be tagged holds up no other", async () => {
  const { db, tagging } = startTagging(makeEmbedPrompts());
  addHeardFile(db, "/sounds/kick.wav");
  addHeardFile(db, "/sounds/snare.wav");
  const suggest = vi.spyOn(Tagger.prototype, "suggest").mockImplementationOnce(() => {
    throw new RangeError("An embedding has 512 numbers");
  });
  onTestFinished(() => suggest.mockRestore());
  await tagging.run();
  expect(countQueuedSounds(db)).toBe(0);
  expect([...listTagLinks(db)].length).toBeGreaterThan(0);
});
