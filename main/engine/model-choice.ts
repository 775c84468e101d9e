// Which model embeds new sounds and which one answers queries: the same, but for the time of a change.
import { AppError } from "../base/app-error.ts";
import { defaultModelId, getModel, listModels } from "../clap/model-catalogue.ts";
import type { ModelDefinition } from "../clap/model-definition.ts";
import { countWholeEmbeddings } from "../db/embeddings.ts";
import type { Edit } from "../db/journal.ts";
import { findSetting, type SettingName, storeSetting } from "../db/settings.ts";
import type { LibraryAccess } from "./engine-parts.ts";

export class ModelChoice {
  #library: LibraryAccess;
  #overrideId: string | null;

  /** @param overrideId model of this engine alone, in place of the library's active one */
  constructor(library: LibraryAccess, overrideId: string | null) {
    this.#library = library;
    this.#overrideId = overrideId;
  }

  /** Id of the model that new sounds are embedded by. */
  get activeId(): string {
    const stored = this.#library.isOpen ? findSetting(this.#library.db, "active-model") : undefined;
    return this.#overrideId ?? stored ?? defaultModelId;
  }

  /** @throws AppError `unknown-model`, `model-missing`, `model-damaged` */
  getActive(): ModelDefinition {
    return getModel(this.activeId);
  }

  /** The active model, or undefined while it cannot be used. */
  findActive(): ModelDefinition | undefined {
    try {
      return this.getActive();
    } catch (error) {
      if (error instanceof AppError) return undefined;
      throw error;
    }
  }

  /** Key of the active model's embeddings; one that nothing is stored under while the model cannot be used. */
  get activeKey(): string {
    return this.findActive()?.embeddingKey ?? "";
  }

  /** @throws AppError `unknown-model`, `library-read-only` */
  setActive(modelId: string): void {
    getModel(modelId);
    storeSetting(this.#library.writableDb, "active-model", modelId);
    this.#overrideId = null;
  }

  /** As `setActive`, by a person: it can be undone. @throws AppError `unknown-model` */
  setActiveByEdit(edit: Edit, modelId: string): void {
    getModel(modelId);
    edit.put("library", ["active-model" satisfies SettingName], [modelId]);
    this.#overrideId = null;
  }

  /**
   * The model that answers: the active one, unless another still knows more of the library. So a change of
   * model leaves the old embeddings answering until the new ones are complete. Undefined when there is none.
   */
  findForSearch(): ModelDefinition | undefined {
    const active = this.findActive();
    if (this.#overrideId !== null) return active;
    let best = active;
    let bestCount = active ? this.#countSounds(active) : 0;
    for (const model of listModels()) {
      const count = this.#countSounds(model);
      if (count > bestCount) {
        best = model;
        bestCount = count;
      }
    }
    return best;
  }

  #countSounds(model: ModelDefinition): number {
    return countWholeEmbeddings(this.#library.db, model.embeddingKey);
  }
}
