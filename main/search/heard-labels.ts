// From the labels of a library to what the tagger hears them by: embeddings of their prompts, measured thresholds.
import type { TagFamily, TagLabel } from "../../preload/tags.ts";
import { averageEmbeddings } from "../clap/embedding.ts";
import type { ModelCalibration } from "../clap/model-definition.ts";
import { promptFor } from "../clap/zero-shot.ts";
import { guessThreshold, type TagCalibration, toEmbedding, toPromptsKey } from "./tag-calibration.ts";
import type { HeardLabel } from "./tagger.ts";

/** What no sound can be told to be by one listening: no calibration sound is labelled with it. Names may say it. */
export const unheardFamilies: readonly TagFamily[] = ["moods", "processing"];

/** Least cosine for a suggestion by ear, null for none. */
export function findThreshold(
  { label, family, isOwn }: Pick<TagLabel, "label" | "family" | "isOwn">,
  calibration: TagCalibration | undefined,
  modelCalibration: ModelCalibration | null,
): number | null {
  if (unheardFamilies.includes(family)) return null;
  const measured = calibration?.labels[label];
  if (measured && !isOwn) return measured.threshold;
  return guessThreshold(modelCalibration);
}

/**
 * @param labels those that are switched on
 * @param findId id of a label in the library
 * @param template prompt of the model, `{}` for the text
 * @param embedTexts unit embeddings of texts, or null when the model cannot be used: names alone tag then
 */
export async function makeHeardLabels(
  labels: readonly TagLabel[],
  findId: (label: string) => number,
  calibration: TagCalibration | undefined,
  template: string,
  embedTexts: ((texts: string[]) => Promise<Float32Array[]>) | null,
): Promise<HeardLabel[]> {
  const textsOf = (prompts: readonly string[]) => prompts.map((prompt) => promptFor(prompt, template));
  const findMeasured = ({ label, prompts, isOwn }: TagLabel) => {
    const measured = isOwn ? undefined : calibration?.labels[label];
    // Other prompts are another label, of which nothing is known.
    return measured?.promptsKey === toPromptsKey(textsOf(prompts)) ? measured : undefined;
  };
  const unknown = labels.filter((label) => isHeard(label) && !findMeasured(label));
  const texts = [...new Set(unknown.flatMap(({ prompts }) => textsOf(prompts)))];
  const rows = embedTexts && (texts.length > 0 ? await embedTexts(texts) : []);
  const embeddings = rows && new Map(texts.map((text, i) => [text, rows[i] as Float32Array]));
  const embed = (prompts: readonly string[]): Float32Array | null =>
    embeddings && averageEmbeddings(textsOf(prompts).map((text) => embeddings.get(text) as Float32Array));
  return labels.map((label): HeardLabel => {
    const measured = findMeasured(label);
    return {
      labelId: findId(label.label),
      names: [label.label, ...label.synonyms],
      embedding: !isHeard(label) ? null : measured ? toEmbedding(measured) : embed(label.prompts),
      mean: measured?.mean ?? null,
      deviation: measured?.deviation ?? null,
      threshold: label.threshold,
      isGuess: measured === undefined,
    };
  });
}

function isHeard({ family, prompts }: TagLabel): boolean {
  return prompts.length > 0 && !unheardFamilies.includes(family);
}
