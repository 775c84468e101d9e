// What the trials of the search benchmarks share: texts to embeddings, times to percentiles.
import { AppError } from "../main/base/app-error.ts";
import { openLog } from "../main/base/log.ts";
import { getModel } from "../main/clap/model-catalogue.ts";
import { EmbedderHost } from "../main/engine/embedder-host.ts";
import { forkEmbedder } from "../main/engine/embedder-spawner.ts";
import { makeEmbeddings } from "./search-data.ts";

/** Key of the embeddings in the benchmark's library. */
export const modelKey = "bench";

/** The same for every run, and none of the library's. */
export function makeQueryEmbeddings(count: number): Float32Array[] {
  const embeddings = makeEmbeddings(9);
  return Array.from({ length: count }, () => embeddings.next().value);
}

/** The embedder process with the model's text tower; ready embeddings when the model is not installed. */
export function openTextModel(
  modelId: string,
  texts: readonly string[],
): {
  embedText: (text: string) => Promise<Float32Array>;
  textModel: string | null;
} {
  try {
    getModel(modelId);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    console.error(error.message);
    const embeddings = makeQueryEmbeddings(texts.length);
    return {
      embedText: async (text) => embeddings[Math.max(0, texts.indexOf(text))] as Float32Array,
      textModel: null,
    };
  }
  const host = new EmbedderHost({ spawn: forkEmbedder, coreCount: 1, log: openLog("bench") });
  return {
    embedText: async (text) => (await host.embedTexts(modelId, [text]))[0] as Float32Array,
    textModel: modelId,
  };
}

export async function measure<Input>(
  inputs: readonly Input[],
  work: (input: Input) => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  for (const input of inputs) {
    const startedMs = performance.now();
    await work(input);
    times.push(performance.now() - startedMs);
  }
  return times;
}

export function percentile(times: readonly number[], percent: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))];
  return Number((value ?? Number.NaN).toFixed(2));
}
