// Tags of single files and of all sounds, for the command line. Nothing is stored.
import { realpath } from "node:fs/promises";
import path from "node:path";
import type { FileTags, SoundTag } from "../../preload/tags.ts";
import type { HandlersOf } from "../base/channel.ts";
import { getModel } from "../clap/model-catalogue.ts";
import type { ModelDefinition } from "../clap/model-definition.ts";
import { findModelKey } from "../db/embeddings.ts";
import { findFileByPath } from "../db/files.ts";
import { listTaggedSounds, listTagsOfSound } from "../db/tags.ts";
import type { Tagger } from "../search/tagger.ts";
import { readVocabulary } from "../search/vocabulary.ts";
import type { ShellHandlers } from "./call-types.ts";
import type { EngineParts } from "./engine-parts.ts";
import { hearFile } from "./file-calls.ts";
import type { ModelChoice } from "./model-choice.ts";
import { hearLabels, listLabelIds, makeTagger, readSound, readTaggerSetup } from "./tagger-setup.ts";

interface FileTagger {
  tagger: Tagger;
  model: ModelDefinition;
  nameOf: ReadonlyMap<number, string>;
}

export function makeTagFileCalls(
  parts: EngineParts,
  models: ModelChoice,
): HandlersOf<ShellHandlers<"tagFile" | "listTaggedSounds">> {
  const { library, embedder } = parts;
  const taggers = new Map<string, Promise<FileTagger>>();

  const make = async (labelsPath: string | null, modelId: string | null): Promise<FileTagger> => {
    const db = library.isOpen ? library.db : undefined;
    const model = modelId === null ? models.getActive() : getModel(modelId);
    const vocabulary = labelsPath === null ? undefined : readVocabulary(labelsPath);
    // With other labels a person's words about those of the library say nothing.
    const setup = readTaggerSetup(vocabulary ? undefined : db, model, vocabulary);
    const idOf = new Map(vocabulary || !db ? [] : listLabelIds(db));
    let nextId = Math.max(0, ...idOf.values()) + 1;
    for (const { label } of setup.labels) {
      if (!idOf.has(label.toLowerCase())) idOf.set(label.toLowerCase(), nextId++);
    }
    const labels = await hearLabels(setup, idOf, (texts) => embedder.embedPrompts(model.id, texts));
    const nameOf = new Map(setup.labels.map(({ label }) => [idOf.get(label.toLowerCase()) as number, label]));
    return { tagger: makeTagger(vocabulary ? undefined : db, setup, labels), model, nameOf };
  };

  return {
    tagFile: async ({ path: filePath, labelsPath, modelId }): Promise<FileTags> => {
      const key = JSON.stringify([labelsPath, modelId]);
      const pending = taggers.get(key) ?? make(labelsPath, modelId);
      taggers.set(key, pending);
      // A failure is not kept: the next file tries again.
      pending.catch(() => taggers.delete(key));
      const { tagger, model, nameOf } = await pending;
      const known = await findSound(parts, filePath);
      const stored =
        known === undefined
          ? undefined
          : readSound(library.db, known, findModelKey(library.db, model.embeddingKey) ?? 0);
      const sound = {
        fileNames: stored?.fileNames ?? [path.basename(filePath)],
        folderNames: stored?.folderNames ?? [path.basename(path.dirname(filePath))],
        embedding: stored?.embedding ?? (await hearForTags(parts, filePath, model)),
      };
      const suggested = tagger.suggest(sound).map(({ labelId, score, confidence }) => ({
        label: nameOf.get(labelId) ?? "",
        score,
        confidence,
      }));
      const said =
        known !== undefined && labelsPath === null ? listTagsOfSound(library.db, known).filter(isSaid) : [];
      return { path: filePath, tags: withSaid(suggested, said) };
    },
    listTaggedSounds: ({ afterId, limit }) => listTaggedSounds(library.db, afterId, limit),
  };
}

async function hearForTags(
  parts: EngineParts,
  filePath: string,
  model: ModelDefinition,
): Promise<Float32Array | null> {
  const { embedding, isAudible } = await hearFile(parts, filePath, model);
  return isAudible ? embedding : null;
}

async function findSound({ library }: EngineParts, filePath: string): Promise<number | undefined> {
  if (!library.isOpen) return undefined;
  const real = await realpath(filePath).catch(() => filePath);
  return (findFileByPath(library.db, filePath) ?? findFileByPath(library.db, real))?.soundId;
}

function isSaid({ state }: SoundTag): boolean {
  return state !== "suggested";
}

/** A person's word wins: confirmed labels come first, rejected ones are left out. */
function withSaid(suggested: FileTags["tags"], said: readonly SoundTag[]): FileTags["tags"] {
  const saidOf = new Set(said.map(({ label }) => label));
  const confirmed = said.filter(({ state }) => state === "confirmed");
  return [
    ...confirmed.map(({ label, score, confidence }) => ({ label, score, confidence })),
    ...suggested.filter(({ label }) => !saidOf.has(label)),
  ];
}
