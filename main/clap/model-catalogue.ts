// All models by their ids: the bundled one, the published ones, and those that the user added.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { AppError } from "../base/app-error.ts";
import { findAppRoot } from "../base/entry.ts";
import { findModelsFolder } from "../base/home.ts";
import type { ModelDefinition } from "./model-definition.ts";
import { listOfficialModels } from "./official-models.ts";

/** The model of a first start. */
export const defaultModelId = "pocket";

/** Description of a model in its folder: the bundled one, and any model that a user adds. */
const modelFileName = "model.json";

const fileSchema = z.object({ bytes: z.int().positive(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

const modelSchema = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9@._-]*$/),
  title: z.string().optional(),
  description: z.string().optional(),
  licence: z.string().optional(),
  dim: z.literal(512),
  frontEnd: z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("pocket"),
      sampleRate: z.literal(48_000),
      minDurationSec: z.number().min(0.02).max(10),
      maxDurationSec: z.literal(10),
      shortPadding: z.enum(["zero", "repeat"]),
    }),
    z.object({ kind: z.literal("fused"), semantics: z.enum(["laion-eval", "hf-single"]) }),
    z.object({ kind: z.literal("unfused") }),
  ]),
  text: z.object({ maxTokens: z.int().min(3), template: z.string().default("{}") }),
  logitScale: z.number().positive(),
  calibration: z
    .object({
      matched: z.object({ mean: z.number(), p95: z.number().optional() }),
      unmatched: z.object({ mean: z.number() }),
    })
    .optional(),
  /** Where the files can be downloaded from, each by its name; without it the folder must hold them. */
  source: z.object({ baseUrl: z.url({ protocol: /^https$/ }), revision: z.string() }).optional(),
  files: z
    .object({ "audio.onnx": fileSchema, "text.onnx": fileSchema, "tokenizer.json": fileSchema })
    .catchall(fileSchema),
});

/**
 * The models that can be chosen, the bundled one first. Folders that hold no valid description are left out;
 * `getModel` says why.
 */
export function listModels(): ModelDefinition[] {
  const added = listAddedFolders().flatMap((folder) => findUsable(() => readModelFolder(folder, false)));
  return [...findUsable(getBundledModel), ...listOfficialModels(), ...added];
}

function findUsable(read: () => ModelDefinition): ModelDefinition[] {
  try {
    return [read()];
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}

/**
 * The model with an id.
 * @throws AppError `unknown-model`, or `model-damaged` when its description cannot be read
 */
export function getModel(id: string): ModelDefinition {
  if (id === defaultModelId) return getBundledModel();
  const official = listOfficialModels().find((model) => model.id === id);
  if (official) return official;
  const folder = listAddedFolders().find((added) => path.basename(added) === id);
  if (folder) return readModelFolder(folder, false);
  throw new AppError(
    "unknown-model",
    `There is no model named “${id}”. Known are: ${listModels()
      .map((model) => model.id)
      .join(", ")}.`,
    "Choose one of them, or add a folder with a model: `earshot models add FOLDER`.",
  );
}

/**
 * Reads the description of a model that the user has in a folder.
 * @throws AppError `model-missing` without model.json, `model-damaged` when it says nothing usable
 */
export function readModelFolder(folder: string, isBundled: boolean): ModelDefinition {
  const file = path.join(folder, modelFileName);
  const described = parseDescription(file);
  const { data } = described;
  return {
    id: data.id,
    embeddingKey: `${data.id}:${data.files["audio.onnx"].sha256.slice(0, 8)}`,
    title: data.title ?? (isBundled ? "Pocket" : data.id),
    description:
      data.description ??
      (isBundled ? "Small and quick, made for Earshot; comes with the program." : `Added from ${folder}.`),
    licence: data.licence ?? (isBundled ? "Apache-2.0" : "unknown"),
    dim: data.dim,
    folder,
    isBundled,
    files: Object.entries(data.files).map(([name, { bytes, sha256 }]) => ({
      name,
      sizeBytes: bytes,
      sha256,
    })),
    source: data.source
      ? {
          ...data.source,
          downloadBytes: Object.values(data.files).reduce((sum, { bytes }) => sum + bytes, 0),
        }
      : null,
    frontEnd: toFrontEnd(data.frontEnd),
    audio: { kind: "onnx", file: "audio.onnx" },
    text: { kind: "onnx", file: "text.onnx" },
    maxTokens: data.text.maxTokens,
    template: data.text.template,
    logitScale: data.logitScale,
    calibration: data.calibration ?? null,
  };
}

function toFrontEnd(frontEnd: z.infer<typeof modelSchema>["frontEnd"]): ModelDefinition["frontEnd"] {
  if (frontEnd.kind !== "pocket") return frontEnd;
  const { kind, minDurationSec, maxDurationSec, shortPadding } = frontEnd;
  return { kind, minDurationSec, maxDurationSec, shortPadding };
}

function getBundledModel(): ModelDefinition {
  return readModelFolder(path.join(findAppRoot(), "assets", "models", defaultModelId), true);
}

/** Folders of the user's own models: those of the published ones are told by their name. */
function listAddedFolders(): string[] {
  const folder = findModelsFolder();
  if (!existsSync(folder)) return [];
  const official = new Set(listOfficialModels().map((model) => path.basename(model.folder)));
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .filter((entry) => !official.has(entry.name) && entry.name !== defaultModelId)
    .map((entry) => path.join(folder, entry.name))
    .filter((added) => existsSync(path.join(added, modelFileName)));
}

function parseDescription(file: string): { data: z.infer<typeof modelSchema> } {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new AppError(
      "model-missing",
      `The model's description ${file} cannot be read: ${(error as Error).message}.`,
      "Install Earshot again, or add the model's folder again.",
    );
  }
  try {
    const described = JSON.parse(text) as { frontEnd?: object };
    // A description without a kind is one of ours: its own length from 1 to 10 s.
    const data = modelSchema.parse({ ...described, frontEnd: { kind: "pocket", ...described.frontEnd } });
    return { data };
  } catch (error) {
    const reason =
      error instanceof z.ZodError
        ? error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ")
        : (error as Error).message;
    throw new AppError(
      "model-damaged",
      `The model's description ${file} is not usable: ${reason}.`,
      "Install Earshot again, or add the model's folder again.",
    );
  }
}
