// The labels that the tagger knows: the vocabulary that comes with the program, with what a library changes in it.
// Format of the file: assets/labels/README.md.
import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { TagFamily, TagLabel } from "../../preload/tags.ts";
import { AppError } from "../base/app-error.ts";
import { findAppRoot } from "../base/entry.ts";
import type { LabelDefinition } from "../db/labels.ts";

const families = [
  "drums", "percussion", "instruments", "synths", "vocals", "foley", "ambience", "effects", "moods", "processing",
  "own",
] as const satisfies readonly TagFamily[]; // prettier-ignore

const labelSchema = z.object({
  label: z.string().min(1),
  family: z.enum(families),
  /** Words in names that mean the label; the label itself goes without saying. */
  synonyms: z.array(z.string().min(1)).default([]),
  /** Texts that sounds are compared with. */
  prompts: z.array(z.string().min(1)).default([]),
});
const vocabularySchema = z.object({ version: z.literal(1), labels: z.array(labelSchema).min(1) });

export type VocabularyLabel = z.infer<typeof labelSchema>;

/** Folder of the vocabulary and its thresholds. */
export function findLabelsFolder(): string {
  return path.join(findAppRoot(), "assets", "labels");
}

let bundled: readonly VocabularyLabel[] | undefined;

/** The vocabulary that comes with the program; read once. */
export function getVocabulary(): readonly VocabularyLabel[] {
  bundled ??= readVocabulary(path.join(findLabelsFolder(), "vocabulary.json"));
  return bundled;
}

/**
 * Reads a file of labels.
 * @throws AppError `labels-unreadable`, `labels-invalid`
 */
export function readVocabulary(file: string): VocabularyLabel[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new AppError(
      "labels-unreadable",
      `The file of labels ${file} cannot be read: ${(error as Error).message}.`,
      "Check the spelling.",
    );
  }
  try {
    return vocabularySchema.parse(JSON.parse(text)).labels;
  } catch (error) {
    const reason =
      error instanceof z.ZodError
        ? error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ")
        : (error as Error).message;
    throw new AppError(
      "labels-invalid",
      `The file of labels ${file} is not usable: ${reason}.`,
      "Its format is described in assets/labels/README.md.",
    );
  }
}

/** The label of the vocabulary with this name, whatever its case, or undefined. */
export function findVocabularyLabel(name: string): VocabularyLabel | undefined {
  const wanted = name.toLowerCase();
  return getVocabulary().find(({ label }) => label.toLowerCase() === wanted);
}

/**
 * All labels of a library: its own words first choice, then the vocabulary's.
 * @param findThreshold least score for a suggestion by ear, null where there is none
 */
export function mergeLabels(
  vocabulary: readonly VocabularyLabel[],
  definitions: readonly LabelDefinition[],
  findThreshold: (label: Pick<TagLabel, "label" | "family" | "isOwn">) => number | null,
): TagLabel[] {
  const changed = new Map(definitions.map((definition) => [definition.label.toLowerCase(), definition]));
  const labels = vocabulary.map((label): TagLabel => {
    const own = changed.get(label.label.toLowerCase());
    changed.delete(label.label.toLowerCase());
    const { family, synonyms, prompts } = own ?? label;
    return {
      label: label.label,
      family,
      synonyms,
      prompts,
      isOwn: false,
      isEnabled: own?.isEnabled ?? true,
      threshold: findThreshold({ label: label.label, family, isOwn: false }),
    };
  });
  for (const own of changed.values()) {
    labels.push({ ...own, isOwn: true, threshold: findThreshold({ ...own, isOwn: true }) });
  }
  return labels;
}
