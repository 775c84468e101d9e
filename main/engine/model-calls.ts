// Calls about models: what there is, which one is used, getting more.
import type { ErrorData } from "../../preload/error-data.ts";
import type { ModelInfo, ModelInstallProgress, ModelState } from "../../preload/models.ts";
import { AppError, toErrorData } from "../base/app-error.ts";
import type { HandlersOf } from "../base/channel.ts";
import { addModelFolder } from "../clap/install/add-model-folder.ts";
import { installModel } from "../clap/install/install-model.ts";
import { getModel, listModels } from "../clap/model-catalogue.ts";
import { checkModel, measureModel, verifyModel } from "../clap/model-check.ts";
import type { ModelDefinition } from "../clap/model-definition.ts";
import { makeEdit } from "../db/journal.ts";
import type { AsyncCalls } from "./call-types.ts";
import type { EngineParts } from "./engine-parts.ts";
import type { IndexCalls } from "./index-calls.ts";
import type { ModelChoice } from "./model-choice.ts";
import { toWholePath } from "./typed-folder.ts";

type Names =
  | "listModels"
  | "setActiveModel"
  | "installModel"
  | "cancelInstall"
  | "addModelFolder"
  | "verifyModel";

export function makeModelCalls(
  { library, emit, log, nowMs }: EngineParts,
  models: ModelChoice,
  indexing: IndexCalls,
): HandlersOf<AsyncCalls<Names>> {
  const installing = new Map<string, AbortController>();
  const describe = async (model: ModelDefinition, check: ModelCheck): Promise<ModelInfo> => {
    const info = await describeModel(model, models.activeId, check);
    return installing.has(model.id) ? { ...info, state: "installing", problem: null } : info;
  };

  return {
    listModels: () => Promise.all(listModels().map((model) => describe(model, checkModel))),
    setActiveModel: async ({ modelId }) => {
      // A model that is not there would stop the run: said now, while the old one still works.
      const model = getModel(modelId);
      await checkModel(model);
      makeEdit(library.writableDb, `Switched to the model ${model.title}`, nowMs(), (edit) =>
        models.setActiveByEdit(edit, modelId),
      );
      library.noteChange();
      indexing.run();
    },
    installModel: ({ modelId }) => {
      const model = getModel(modelId);
      if (installing.has(modelId)) return;
      const controller = new AbortController();
      installing.set(modelId, controller);
      // The last progress tells how it ended, and must not be followed by a list that says "installing".
      let last: ModelInstallProgress | undefined;
      const onProgress = (progress: ModelInstallProgress): void => {
        if (progress.state === "downloading" || progress.state === "verifying")
          emit("modelInstall", progress);
        else last = progress;
      };
      void installModel(model, { signal: controller.signal, onProgress })
        .catch((error: unknown) => log.warn({ modelId, error: toErrorData(error) }, "installation ended"))
        .finally(() => {
          installing.delete(modelId);
          if (last) emit("modelInstall", last);
        });
    },
    cancelInstall: ({ modelId }) => installing.get(modelId)?.abort(),
    addModelFolder: async ({ path }) => describe(await addModelFolder(toWholePath(path)), checkModel),
    verifyModel: ({ modelId }) => describe(getModel(modelId), verifyModel),
  };
}

type ModelCheck = (model: ModelDefinition) => Promise<void>;

/** @param check how thoroughly: `checkModel` looks at sizes, `verifyModel` at every byte */
async function describeModel(
  model: ModelDefinition,
  activeId: string,
  check: ModelCheck,
): Promise<ModelInfo> {
  const { id, title, description, licence, dim, isBundled } = model;
  const { state, problem } = await findState(model, check);
  const sizeBytes =
    state === "not-installed" ? (model.source?.downloadBytes ?? 0) : await measureModel(model);
  return {
    id,
    title,
    description,
    licence,
    dim,
    state,
    sizeBytes,
    isBundled,
    isActive: id === activeId,
    problem,
  };
}

async function findState(
  model: ModelDefinition,
  check: ModelCheck,
): Promise<{ state: ModelState; problem: ErrorData | null }> {
  try {
    await check(model);
    return { state: "ready", problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "model-not-installed") return { state: "not-installed", problem: null };
    return { state: "damaged", problem: toErrorData(error) };
  }
}
