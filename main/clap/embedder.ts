// Features and texts to embeddings: opens the towers when they are first needed, runs one thing at a time.
// Answers EmbedderApi; embedder-process.ts puts it behind a process border.
import path from "node:path";
import { AppError } from "../base/app-error.ts";
import type { HandlersOf } from "../base/channel.ts";
import type { EmbedderApi, EmbedderState, ModelPart } from "./embedder-api.ts";
import { averageEmbeddings } from "./embedding.ts";
import { type ExecutionProvider, listCandidates, type ProviderAnswer } from "./execution-provider.ts";
import type { Features } from "./front-end.ts";
import { hasGraphicsDevice } from "./graphics-device.ts";
import { melCount } from "./mel-filters.ts";
import { getModel } from "./model-catalogue.ts";
import { assertModelWhole, checkModel, howToMend } from "./model-check.ts";
import type { ModelDefinition, ModelGraph } from "./model-definition.ts";
import { placeOfficialGraph, readLogitScales } from "./official-checkpoint.ts";
import { makeProbe } from "./probe.ts";
import { listBackends, type ModelInput, type ModelSession, openSession } from "./session.ts";
import { TaskLane } from "./task-lane.ts";
import { TextCache } from "./text-cache.ts";
import { TextTokenizer } from "./tokenizer.ts";

/** A few hundred queries and all labels of a tagger: 8 MB. */
const cachedTexts = 4096;
/** Texts run together: more gain nothing on a processor and delay what waits. */
const textsPerRun = 16;
/** Runs of a trial that count, after a first that does not. */
const probeRuns = 3;

interface LoadedPart {
  session: ModelSession;
  executionProvider: ExecutionProvider;
  problem: string | null;
  threads: number;
}

interface LoadOptions {
  threads: number;
  provider: ExecutionProvider;
}

const usualOptions: LoadOptions = { threads: 1, provider: "cpu" };

export class Embedder implements HandlersOf<EmbedderApi> {
  #getModel: (id: string) => ModelDefinition;
  #lane = new TaskLane();
  #loaded = new Map<string, LoadedPart>();
  #options = new Map<string, LoadOptions>();
  #tokenizers = new Map<string, TextTokenizer>();
  #texts = new TextCache(cachedTexts);

  /** @param findModel the catalogue, unless a test brings its own models */
  constructor(findModel: (id: string) => ModelDefinition = getModel) {
    this.#getModel = findModel;
  }

  load({ modelId, part, threads, provider }: LoadRequest): Promise<LoadResponse> {
    const key = toKey(modelId, part);
    return this.#lane.run(async () => {
      const options = { threads, provider: provider ?? "cpu" };
      const known = this.#options.get(key);
      if (known?.threads !== options.threads || known.provider !== options.provider) await this.#close(key);
      this.#options.set(key, options);
      if (part === "text") {
        // Opened by the first text that is not remembered.
        await checkModel(this.#getModel(modelId), part);
        return { executionProvider: options.provider, problem: null };
      }
      const { executionProvider, problem } = await this.#getPart(modelId, part);
      return { executionProvider, problem };
    }, part === "text");
  }

  embedAudio({ modelId, features }: { modelId: string; features: Features[] }): Promise<Float32Array> {
    return this.#lane.run(async () => {
      const { session } = await this.#getPart(modelId, "audio");
      const parts: Float32Array[] = [];
      for (const part of features) parts.push(await runAudio(session, part));
      return averageEmbeddings(parts);
    }, false);
  }

  async embedText({ modelId, texts }: { modelId: string; texts: string[] }): Promise<Float32Array[]> {
    const embeddings = new Map<string, Float32Array>();
    for (const text of texts) {
      const known = this.#texts.find(modelId, text);
      if (known) embeddings.set(text, known);
    }
    const unknown = [...new Set(texts)].filter((text) => !embeddings.has(text));
    for (let start = 0; start < unknown.length; start += textsPerRun) {
      const batch = unknown.slice(start, start + textsPerRun);
      const fresh = await this.#lane.run(() => this.#runTexts(modelId, batch), true);
      for (const [i, text] of batch.entries()) {
        embeddings.set(text, fresh[i] as Float32Array);
        this.#texts.keep(modelId, text, fresh[i] as Float32Array);
      }
    }
    return texts.map((text) => embeddings.get(text) as Float32Array);
  }

  release({ modelId, part }: { modelId: string; part: ModelPart }): Promise<void> {
    return this.#lane.run(() => this.#close(toKey(modelId, part)), false);
  }

  async getLogitScale({ modelId }: { modelId: string }): Promise<number> {
    const model = this.#getModel(modelId);
    if (model.logitScale !== null) return model.logitScale;
    await checkModel(model, "audio");
    return (await readLogitScales(model.folder)).audio;
  }

  listProviders(): ExecutionProvider[] {
    return listCandidates(listBackends(), hasGraphicsDevice());
  }

  tryProvider({ modelId, provider, threads }: TryRequest): Promise<ProviderAnswer> {
    return this.#lane.run(async () => {
      const model = this.#getModel(modelId);
      await checkModel(model, "audio");
      let session: ModelSession | undefined;
      try {
        session = await openGraph(model, model.audio, { threads, provider });
        return await timeProbe(session, makeProbe(model.frontEnd));
      } catch (error) {
        if (error instanceof AppError) throw error;
        throw new AppError("provider-failed", (error as Error).message.trim(), "", { cause: error });
      } finally {
        await session?.release();
      }
    }, false);
  }

  getEmbedderState(): EmbedderState {
    const loaded = [...this.#loaded].map(([key, { executionProvider, threads }]) => {
      const [modelId, part] = key.split("\n") as [string, ModelPart];
      return { modelId, part, executionProvider, threads };
    });
    const { user, system } = process.cpuUsage();
    return { residentBytes: process.memoryUsage.rss(), cpuMs: (user + system) / 1000, loaded };
  }

  async #getPart(modelId: string, part: ModelPart): Promise<LoadedPart> {
    const key = toKey(modelId, part);
    const known = this.#loaded.get(key);
    if (known) return known;
    const loaded = await openPart(this.#getModel(modelId), part, this.#options.get(key) ?? usualOptions);
    this.#loaded.set(key, loaded);
    return loaded;
  }

  async #close(key: string): Promise<void> {
    const part = this.#loaded.get(key);
    this.#loaded.delete(key);
    await part?.session.release();
  }

  async #runTexts(modelId: string, texts: string[]): Promise<Float32Array[]> {
    const { session } = await this.#getPart(modelId, "text");
    const tokenizer = await this.#getTokenizer(modelId);
    const { ids, mask, shape } = tokenizer.encodeBatch(texts);
    const outputs = await session.run({
      input_ids: { type: "int64", data: ids, shape },
      attention_mask: { type: "int64", data: mask, shape },
    });
    const { data } = findOutput(outputs, "text_embeds");
    const dim = data.length / texts.length;
    return texts.map((_, i) => averageEmbeddings([data.subarray(i * dim, (i + 1) * dim)]));
  }

  async #getTokenizer(modelId: string): Promise<TextTokenizer> {
    const known = this.#tokenizers.get(modelId);
    if (known) return known;
    const { folder, maxTokens } = this.#getModel(modelId);
    const tokenizer = await TextTokenizer.open(folder, maxTokens);
    this.#tokenizers.set(modelId, tokenizer);
    return tokenizer;
  }
}

type LoadRequest = Parameters<EmbedderApi["load"]>[0];
type LoadResponse = Awaited<ReturnType<EmbedderApi["load"]>>;
type TryRequest = Parameters<EmbedderApi["tryProvider"]>[0];

function toKey(modelId: string, part: ModelPart): string {
  return `${modelId}\n${part}`;
}

/** Opens a tower on the wanted provider, or on the CPU when that one fails here. */
async function openPart(model: ModelDefinition, part: ModelPart, options: LoadOptions): Promise<LoadedPart> {
  await assertModelWhole(model, part);
  const { threads } = options;
  let problem: string | null = null;
  if (options.provider !== "cpu") {
    try {
      const session = await openGraph(model, model[part], options);
      return { session, executionProvider: options.provider, problem, threads };
    } catch (error) {
      problem = `${options.provider} cannot run the model (${(error as Error).message}); the processor does.`;
    }
  }
  const session = await openGraph(model, model[part], { threads, provider: "cpu" });
  return { session, executionProvider: "cpu", problem, threads };
}

async function openGraph(
  model: ModelDefinition,
  graph: ModelGraph,
  options: LoadOptions,
): Promise<ModelSession> {
  const source =
    graph.kind === "onnx"
      ? { path: path.join(model.folder, graph.file) }
      : await placeOfficialGraph(graph.graphPath, model.folder);
  try {
    return await openSession(source, options);
  } catch (error) {
    if (options.provider !== "cpu") throw error;
    const file = "path" in source ? source.path : graph.kind === "checkpoint" ? graph.graphPath : "";
    throw new AppError(
      "model-damaged",
      `The model ${model.id} could not be opened from ${file}: ${(error as Error).message}.`,
      howToMend(model),
      { cause: error },
    );
  }
}

async function runAudio(session: ModelSession, features: Features): Promise<Float32Array> {
  const [channelCount, frameCount] = features.shape;
  const inputs: Record<string, ModelInput> = {
    input_features: {
      type: "float32",
      data: repeatChannels(features),
      shape: [1, channelCount * features.channelRepeat, frameCount, melCount],
    },
    is_longer: { type: "bool", data: Uint8Array.of(features.isLonger ? 1 : 0), shape: [1, 1] },
  };
  return findOutput(await session.run(inputs), "audio_embeds").data;
}

/** Of `repeatChannels`, a megabyte: runs come one after another, and new memory for each would cost time. */
let repeated = new Float32Array(0);

/** @returns the channels of the model; memory that the next call overwrites where there is but one */
function repeatChannels({ data, channelRepeat }: Features): Float32Array {
  if (channelRepeat === 1) return data;
  const length = data.length * channelRepeat;
  if (repeated.length !== length) repeated = new Float32Array(length);
  for (let i = 0; i < channelRepeat; i++) repeated.set(data, i * data.length);
  return repeated;
}

function findOutput<Output>(outputs: Record<string, Output>, name: string): Output {
  const output = outputs[name];
  if (output) return output;
  throw new AppError(
    "model-unfit",
    `The model has no output named ${name}; it has ${Object.keys(outputs).join(", ") || "none"}.`,
    "Only CLAP models with outputs audio_embeds and text_embeds can be used.",
  );
}

async function timeProbe(session: ModelSession, probe: Features): Promise<ProviderAnswer> {
  const embedding = averageEmbeddings([await runAudio(session, probe)]);
  const times: number[] = [];
  for (let i = 0; i < probeRuns; i++) {
    const start = performance.now();
    await runAudio(session, probe);
    times.push(performance.now() - start);
  }
  return { embedding, msPerRun: times.toSorted((a, b) => a - b)[probeRuns >> 1] as number };
}
