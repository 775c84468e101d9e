// Tagging while the model's texts cannot be had, and once they can again.
import { expect, onTestFinished, test, vi } from "vitest";
import { AppError } from "../../main/base/app-error.ts";
import { silentLog } from "../../main/base/log.ts";
import { getModel } from "../../main/clap/model-catalogue.ts";
import { countQueuedSounds } from "../../main/db/tag-queue.ts";
import { type EngineParts, LibraryAccess } from "../../main/engine/engine-parts.ts";
import type { ModelChoice } from "../../main/engine/model-choice.ts";
import { Tagging } from "../../main/engine/tagging.ts";
import { tinyHome } from "../clap/tiny-model.ts";
import { addHeardFile, tempLibrary, unitEmbedding } from "../db/library-setups.ts";
import { tinyModelId } from "./engine-setup.ts";

test("a model that failed once is tried again later, however quiet the library was meanwhile", async () => {
  tinyHome();
  const db = tempLibrary();
  addHeardFile(db, "/sounds/kick.wav");
  const embedTexts = vi.fn<EngineParts["embedder"]["embedTexts"]>((_modelId, texts) =>
    Promise.resolve(texts.map((_, i) => unitEmbedding(i))),
  );
  embedTexts.mockRejectedValueOnce(new AppError("process-gone", "It ended."));
  const library = new LibraryAccess(db.name, "write", db, () => {});
  onTestFinished(() => library.close());
  const parts = { library, embedder: { embedTexts }, log: silentLog, nowMs: Date.now };
  const models = { findForSearch: () => getModel(tinyModelId) };
  const tagging = new Tagging(parts as unknown as EngineParts, models as unknown as ModelChoice);
  onTestFinished(() => tagging.close());

  await tagging.run();
  expect(embedTexts).toHaveBeenCalledTimes(1);
  expect(countQueuedSounds(db)).toBe(0);
  const now = performance.now.bind(performance);
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now() + 3_600_000);
  onTestFinished(() => clock.mockRestore());
  await tagging.run();
  expect(embedTexts.mock.calls.length).toBeGreaterThan(1);
  expect(countQueuedSounds(db)).toBe(0);
});
