// Classification with labels chosen by the user, as transformers' `zero-shot-audio-classification` pipeline does it.
import { dotProduct } from "./embedding.ts";

/** The pipeline's own sentence. */
export const defaultTemplate = "This is a sound of {}.";

/** The sentence that stands for a label. A template without `{}` stands for itself, as in the pipeline. */
export function promptFor(label: string, template: string = defaultTemplate): string {
  return template.replaceAll("{}", () => label);
}

/**
 * Softmax over the labels: what the pipeline gives as scores.
 * @param audio unit embedding
 * @param labelEmbeddings unit embeddings of the prompts, from the same model
 * @param logitScale factor of the cosines, `getLogitScale`
 * @returns one score a label, in their order; they sum to 1
 */
export function softmaxScores(
  audio: Float32Array,
  labelEmbeddings: readonly Float32Array[],
  logitScale: number,
): number[] {
  const logits = labelEmbeddings.map((label) => logitScale * dotProduct(audio, label));
  const highest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
