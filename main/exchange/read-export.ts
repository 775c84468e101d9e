// Reads exports and sidecars. They come from outside: everything is checked, and nothing is believed but marks.
import { createReadStream } from "node:fs";
import { JSONParser } from "@streamparser/json";
import { z } from "zod";
import type { TagFamily } from "../../preload/tags.ts";
import { AppError, isSystemError } from "../base/app-error.ts";
import { explainSystemError } from "../base/system-error.ts";
import { exportFormat, exportVersion } from "./export-json.ts";

const families = [
  "drums",
  "percussion",
  "instruments",
  "synths",
  "vocals",
  "foley",
  "ambience",
  "effects",
  "moods",
  "processing",
  "own",
] as const satisfies readonly TagFamily[];

const name = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u);
/** A family of a later version is one that this version does not know: its labels are a person's own here. */
const family = z.enum(families).catch("own");

const soundSchema = z.object({
  contentHash: z.string().max(200).nullable(),
  files: z.array(z.object({ path: z.string().max(32_768) })).default([]),
  favouriteMs: z.number().nullable().default(null),
  tags: z.array(z.object({ label: name, family, state: z.string() })).default([]),
  collections: z.array(name).default([]),
});
const labelsSchema = z.array(
  z.object({
    label: name,
    family,
    isEnabled: z.boolean(),
    synonyms: z.array(name).max(100),
    prompts: z.array(name).max(100),
  }),
);
const collectionsSchema = z.array(
  z.object({ name, kind: z.enum(["manual", "smart"]), query: z.string().max(10_000).nullable() }),
);

/** What an import takes of a sound. */
export type ImportedSound = z.infer<typeof soundSchema>;

/** What it takes of the rest. */
export interface ImportedHead {
  labels: z.infer<typeof labelsSchema>;
  collections: z.infer<typeof collectionsSchema>;
}

/**
 * Reads an export from end to end without holding all of it.
 * @param onSound called for each sound, in their order
 * @throws AppError `no-such-file`, `not-an-export`, `export-too-new`, `export-invalid`
 */
export async function readExport(
  filePath: string,
  onSound: (sound: ImportedSound) => void,
): Promise<ImportedHead> {
  const head: ImportedHead = { labels: [], collections: [] };
  const seen = { format: false, version: false };
  let soundCount = 0;
  const parser = new JSONParser({
    paths: ["$.format", "$.version", "$.labels", "$.collections", "$.sounds.*"],
    keepStack: false,
  });
  parser.onValue = ({ value, key, stack }) => {
    if (stack.length > 1) {
      if (!seen.format || !seen.version) throw notAnExport(filePath, "it does not say what it is");
      soundCount++;
      onSound(check(soundSchema, value, filePath, `sound ${soundCount}`));
    } else if (key === "format") {
      if (value !== exportFormat) throw notAnExport(filePath, `it says to be ${JSON.stringify(value)}`);
      seen.format = true;
    } else if (key === "version") {
      checkVersion(value, filePath);
      seen.version = true;
    } else if (key === "labels") {
      head.labels = check(labelsSchema, value, filePath, "labels");
    } else if (key === "collections") {
      head.collections = check(collectionsSchema, value, filePath, "collections");
    }
  };
  // Without a listener the parser throws where it is written to.
  try {
    for await (const chunk of createReadStream(filePath)) parser.write(chunk as Uint8Array);
    if (!parser.isEnded) throw notAnExport(filePath, "it ends too early");
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (isSystemError(error)) throw unreadable(filePath, error);
    // What the parser says is for whoever wrote it.
    throw notAnExport(filePath, "it is not JSON, or damaged", error);
  }
  if (!seen.format || !seen.version) throw notAnExport(filePath, "it does not say what it is");
  return head;
}

const sidecarSchema = z.object({ labels: labelsSchema.default([]), sound: soundSchema });
export const sidecarFormat = "earshot-sidecar";

/**
 * Reads the text of a sidecar.
 * @returns undefined for a file that is none of ours
 * @throws AppError `export-too-new`, `export-invalid`
 */
export function readSidecar(
  text: string,
  filePath: string,
): { labels: ImportedHead["labels"]; sound: ImportedSound } | undefined {
  const value = findSidecar(text);
  if (value === undefined) return undefined;
  checkVersion(value["version"], filePath);
  return check(sidecarSchema, value, filePath, "it");
}

/** The object of a sidecar, whatever its version, or undefined. */
export function findSidecar(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text) as Record<string, unknown> | null;
    return value?.["format"] === sidecarFormat ? value : undefined;
  } catch {
    return undefined;
  }
}

function checkVersion(version: unknown, filePath: string): void {
  if (version === exportVersion) return;
  if (typeof version === "number" && version > exportVersion) {
    throw new AppError(
      "export-too-new",
      `${filePath} has version ${version}; this Earshot reads version ${exportVersion}.`,
      "Import it with a newer Earshot.",
    );
  }
  throw notAnExport(filePath, `its version is ${JSON.stringify(version)}`);
}

function check<Value>(schema: z.ZodType<Value>, value: unknown, filePath: string, where: string): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new AppError(
    "export-invalid",
    `${filePath} cannot be imported: ${where} is wrong at \`${issue?.path.join(".") ?? ""}\`: ${issue?.message ?? ""}.`,
    "Nothing was changed. Export the library again.",
  );
}

function notAnExport(filePath: string, reason: string, cause?: unknown): AppError {
  return new AppError(
    "not-an-export",
    `${filePath} is no export of an Earshot library: ${reason}.`,
    "Choose a file that was exported as JSON, by the window or by `earshot export`.",
    { cause },
  );
}

function unreadable(filePath: string, error: unknown): AppError {
  return new AppError(
    "no-such-file",
    `The file ${filePath} cannot be read: ${explainSystemError(error)}.`,
    "Check the spelling and the file's permissions.",
    { cause: error },
  );
}
