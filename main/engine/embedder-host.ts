// The engine's side of the embedder process: starts it when first needed, loads models into it, starts it
// again after a crash, gives memory back when it is idle.
import type { EngineHealth } from "../../preload/model.ts";
import { AppError } from "../base/app-error.ts";
import { type ChannelClient, connectClient } from "../base/channel.ts";
import type { Log } from "../base/log.ts";
import { Slots } from "../base/slots.ts";
import type { EmbedderApi, ModelPart } from "../clap/embedder-api.ts";
import type { ExecutionProvider, ProviderReport } from "../clap/execution-provider.ts";
import type { Features } from "../clap/front-end.ts";
import { measureProviders } from "../clap/measure-providers.ts";
import { getModel } from "../clap/model-catalogue.ts";
import { findProviderReport, storeProviderReport } from "../clap/provider-store.ts";
import type { EmbedderProcess, EmbedderSpawner } from "./embedder-spawner.ts";

/** What the rest of the engine asks for; models are loaded on the way. */
export interface Embedder {
  /** @returns 512 numbers of unit length for the parts of one sound */
  embedAudio(modelId: string, features: Features[]): Promise<Float32Array>;
  /** @returns one embedding of unit length for each text */
  embedTexts(modelId: string, texts: string[]): Promise<Float32Array[]>;
  getLogitScale(modelId: string): Promise<number>;
}

export interface EmbedderHostOptions {
  spawn: EmbedderSpawner;
  /** Threads of one inference of a large model. */
  threadCount: number;
  log: Log;
}

/** One call may take so long before the process is taken for hung and ended. */
const callLimitMs = 5 * 60_000;
/** A text tower of 500 MB is not kept for a query an hour ago. */
const textIdleMs = 5 * 60_000;
/** One sound is computed and one waits, so that neither the process idles nor a query waits behind many. */
const audioCallsInFlight = 2;

interface RunningEmbedder {
  process: EmbedderProcess;
  client: ChannelClient<EmbedderApi>;
  /** `model/part` -> its loading. */
  loaded: Map<string, Promise<unknown>>;
  /** True when it is ended on purpose: no crash. */
  isDismissed: boolean;
}

export class EmbedderHost implements Embedder {
  #options: EmbedderHostOptions;
  #running: Promise<RunningEmbedder> | undefined;
  #health: EngineHealth = { embedder: "off", executionProvider: "", restartCount: 0 };
  #textTimers = new Map<string, NodeJS.Timeout>();
  #audioSlots = new Slots(audioCallsInFlight);
  #inFlight = new Set<Promise<unknown>>();
  /** Model -> what computes its sounds on this machine. */
  #providers = new Map<string, Promise<ExecutionProvider>>();
  /** Ends when no provider is being measured: calls wait for it. */
  #trials: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(options: EmbedderHostOptions) {
    this.#options = options;
  }

  get health(): EngineHealth {
    return this.#health;
  }

  embedAudio(modelId: string, features: Features[]): Promise<Float32Array> {
    return this.#audioSlots.use(() =>
      this.#call(modelId, "audio", (api) => api.embedAudio({ modelId, features })),
    );
  }

  async embedTexts(modelId: string, texts: string[]): Promise<Float32Array[]> {
    clearTimeout(this.#textTimers.get(modelId));
    try {
      return await this.#call(modelId, "text", (api) => api.embedText({ modelId, texts }));
    } finally {
      this.#textTimers.set(modelId, setTimeout(() => void this.release(modelId, "text"), textIdleMs).unref());
    }
  }

  getLogitScale(modelId: string): Promise<number> {
    return this.#call(modelId, "text", (api) => api.getLogitScale({ modelId }));
  }

  /** Processor time of the embedder process that runs now; 0 without one. */
  async measureCpuMs(): Promise<number> {
    const running = await this.#running?.catch(() => undefined);
    const state = await running?.client.api.getEmbedderState({}).catch(() => undefined);
    return state?.cpuMs ?? 0;
  }

  /** Gives a part's memory back; it is loaded again when next needed. */
  async release(modelId: string, part: ModelPart): Promise<void> {
    const running = await this.#running?.catch(() => undefined);
    if (running?.loaded.delete(`${modelId}/${part}`) !== true) return;
    await running.client.api.release({ modelId, part }).catch(() => {});
  }

  /** Ends the process at once: it holds nothing that could be lost. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const timer of this.#textTimers.values()) clearTimeout(timer);
    const running = await this.#running?.catch(() => undefined);
    running?.process.kill();
  }

  async #call<Result>(
    modelId: string,
    part: ModelPart,
    ask: (api: EmbedderApi) => Promise<Result>,
  ): Promise<Result> {
    if (this.#isClosed) throw new AppError("engine-closed", "The engine is shutting down.");
    const provider = part === "audio" ? await this.#chooseProvider(modelId) : "cpu";
    await this.#trials;
    const answer = this.#ask(modelId, part, provider, ask);
    this.#inFlight.add(answer);
    try {
      return await answer;
    } finally {
      this.#inFlight.delete(answer);
    }
  }

  async #ask<Result>(
    modelId: string,
    part: ModelPart,
    provider: ExecutionProvider,
    ask: (api: EmbedderApi) => Promise<Result>,
  ): Promise<Result> {
    const running = await this.#findRunning();
    let timer: NodeJS.Timeout | undefined;
    try {
      timer = setTimeout(() => running.process.kill(), callLimitMs);
      await this.#load(running, modelId, part, provider);
      return await ask(running.client.api);
    } finally {
      clearTimeout(timer);
    }
  }

  async #load(
    running: RunningEmbedder,
    modelId: string,
    part: ModelPart,
    provider: ExecutionProvider,
  ): Promise<void> {
    const key = `${modelId}/${part}`;
    const known = running.loaded.get(key);
    if (known) {
      await known;
      return;
    }
    const threads = this.#countThreads(modelId);
    const loading = running.client.api.load({ modelId, part, threads, provider });
    running.loaded.set(key, loading);
    try {
      const { executionProvider, problem } = await loading;
      if (problem !== null) this.#options.log.warn({ modelId, problem }, "a provider was replaced");
      this.#setHealth({ embedder: "ready", executionProvider });
    } catch (error) {
      // Not remembered: a model that is mended on disk is tried again.
      running.loaded.delete(key);
      throw error;
    }
  }

  /** A second thread gains the small model nothing (a sound takes it 2 to 18 ms) and costs the decoders a core. */
  #countThreads(modelId: string): number {
    return getModel(modelId).frontEnd.kind === "pocket" ? 1 : this.#options.threadCount;
  }

  #chooseProvider(modelId: string): Promise<ExecutionProvider> {
    const known = this.#providers.get(modelId);
    if (known) return known;
    const choosing = this.#findProvider(modelId).catch((error: unknown) => {
      // Loading the model says better what is wrong; afterwards it is measured again.
      this.#providers.delete(modelId);
      this.#options.log.warn({ modelId, error: String(error) }, "providers could not be measured");
      return "cpu" as const;
    });
    this.#providers.set(modelId, choosing);
    return choosing;
  }

  /** Measured once for a model and this machine; where there is only the processor, nothing is measured. */
  async #findProvider(modelId: string): Promise<ExecutionProvider> {
    const { embeddingKey } = getModel(modelId);
    await this.#trials;
    const { client } = await this.#findRunning();
    const candidates = await client.api.listProviders({});
    if (candidates.length === 1) return "cpu";
    const stored = findProviderReport(embeddingKey, candidates);
    if (stored) return stored.chosen;
    const measuring = this.#trials.then(() => this.#measure(modelId, candidates));
    this.#trials = measuring.catch(() => {});
    const report = await measuring;
    this.#options.log.info({ modelId, report }, "providers measured");
    storeProviderReport(embeddingKey, candidates, report);
    return report.chosen;
  }

  /** The trials take the place of the running process: Electron's host gives out one embedder at a time. */
  async #measure(modelId: string, candidates: ExecutionProvider[]): Promise<ProviderReport> {
    await Promise.allSettled(this.#inFlight);
    const running = await this.#running?.catch(() => undefined);
    if (running) {
      running.isDismissed = true;
      running.process.kill();
      this.#running = undefined;
    }
    return measureProviders({
      modelId,
      candidates,
      threads: this.#countThreads(modelId),
      start: async () => {
        const trial = await this.#options.spawn();
        return { api: connectClient<EmbedderApi>(trial.port).api, kill: () => trial.kill() };
      },
    });
  }

  #findRunning(): Promise<RunningEmbedder> {
    if (this.#running) return this.#running;
    const starting = this.#start(() => {
      if (this.#running === starting) this.#running = undefined;
    });
    this.#running = starting;
    return starting;
  }

  async #start(forget: () => void): Promise<RunningEmbedder> {
    this.#setHealth({ embedder: this.#health.restartCount > 0 ? "restarting" : "starting" });
    const embedderProcess = await this.#options.spawn().catch((error: unknown) => {
      forget();
      throw error;
    });
    const client = connectClient<EmbedderApi>(embedderProcess.port);
    const running = {
      process: embedderProcess,
      client,
      loaded: new Map<string, Promise<unknown>>(),
      isDismissed: false,
    };
    embedderProcess.port.onClose((reason) => {
      forget();
      if (this.#isClosed || running.isDismissed) return;
      this.#options.log.warn({ reason }, "the embedder process ended");
      this.#setHealth({ embedder: "off", restartCount: this.#health.restartCount + 1 });
    });
    return running;
  }

  #setHealth(change: Partial<EngineHealth>): void {
    this.#health = { ...this.#health, ...change };
  }
}
