// The engine's side of the embedder processes: one for texts and small models, several for the sounds of a large
// model, so that all cores compute and no query waits behind a sound. Chooses what computes, gives memory back.
import type { EngineHealth } from "../../preload/library-status.ts";
import { AppError } from "../base/app-error.ts";
import { connectClient } from "../base/channel.ts";
import type { Log } from "../base/log.ts";
import type { EmbedderApi, ModelPart } from "../clap/embedder-api.ts";
import type { ExecutionProvider, ProviderReport } from "../clap/execution-provider.ts";
import type { Features } from "../clap/front-end.ts";
import { measureProviders } from "../clap/measure-providers.ts";
import { getModel } from "../clap/model-catalogue.ts";
import { findProviderReport, storeProviderReport } from "../clap/provider-store.ts";
import { findAvailableBytes } from "../base/available-memory.ts";
import { AudioPool } from "./audio-pool.ts";
import { planAudio } from "./audio-plan.ts";
import { EmbedderKeeper } from "./embedder-keeper.ts";
import type { EmbedderSpawner } from "./embedder-spawner.ts";

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
  /** Cores that may compute. */
  coreCount: number;
  log: Log;
}

/** A text tower of 500 MB is not kept for a query an hour ago. */
const textIdleMs = 5 * 60_000;
/** Nor the processes of a large model, 270 MB each, when no sound has come: they are back in half a second. */
const audioIdleMs = 60_000;

export class EmbedderHost implements Embedder {
  #options: EmbedderHostOptions;
  /** Texts of all models, sounds of small ones. */
  #front: EmbedderKeeper;
  #pools = new Map<string, Promise<AudioPool>>();
  /** Model -> what computes its sounds on this machine. */
  #providers = new Map<string, Promise<ExecutionProvider>>();
  #executionProvider = "";
  #restartCount = 0;
  #idleTimers = new Map<string, NodeJS.Timeout>();
  #inFlight = new Set<Promise<unknown>>();
  /** Ends when no provider is being measured: calls wait for it. */
  #trials: Promise<unknown> = Promise.resolve();
  #keepers: EmbedderKeeper[] = [];
  #isClosed = false;

  constructor(options: EmbedderHostOptions) {
    this.#options = options;
    this.#front = this.#makeKeeper();
  }

  get health(): EngineHealth {
    const states = new Set(this.#keepers.map(({ state }) => state));
    const starting = this.#restartCount > 0 ? "restarting" : "starting";
    const embedder = states.has("ready") ? "ready" : states.has("starting") ? starting : "off";
    return { embedder, executionProvider: this.#executionProvider, restartCount: this.#restartCount };
  }

  /** Sounds of this model that may be asked for at once without waiting in line. */
  async countAudioSlots(modelId: string): Promise<number> {
    return (await this.#getPool(modelId)).slotCount;
  }

  async embedAudio(modelId: string, features: Features[]): Promise<Float32Array> {
    this.#assertOpen();
    const pool = await this.#getPool(modelId);
    this.#stopTimer(modelId, "audio");
    try {
      await this.#trials;
      return await this.#note(pool.embed(features));
    } finally {
      if (pool.isApart) this.#startTimer(modelId, "audio", audioIdleMs, () => this.#endIdle(modelId, pool));
    }
  }

  async embedTexts(modelId: string, texts: string[]): Promise<Float32Array[]> {
    this.#stopTimer(modelId, "text");
    try {
      return await this.#askText(modelId, (api) => api.embedText({ modelId, texts }));
    } finally {
      this.#startTimer(modelId, "text", textIdleMs, () => this.#front.release(modelId, "text"));
    }
  }

  getLogitScale(modelId: string): Promise<number> {
    return this.#askText(modelId, (api) => api.getLogitScale({ modelId }));
  }

  /** Processor time of the embedder processes that run now; 0 without one. */
  async measureCpuMs(): Promise<number> {
    const times = await Promise.all(this.#keepers.map((keeper) => keeper.measureCpuMs()));
    return times.reduce((sum, time) => sum + time, 0);
  }

  /** Ends the processes at once: they hold nothing that could be lost. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const timer of this.#idleTimers.values()) clearTimeout(timer);
    await Promise.all(this.#keepers.map((keeper) => keeper.end()));
  }

  async #askText<Result>(modelId: string, ask: (api: EmbedderApi) => Promise<Result>): Promise<Result> {
    this.#assertOpen();
    await this.#trials;
    const isSmall = getModel(modelId).frontEnd.kind === "pocket";
    const threads = isSmall ? 1 : this.#options.coreCount;
    return this.#note(this.#front.askPart({ modelId, part: "text", threads, provider: "cpu" }, ask));
  }

  #getPool(modelId: string): Promise<AudioPool> {
    const known = this.#pools.get(modelId);
    if (known) return known;
    const making = this.#makePool(modelId).catch((error: unknown) => {
      // Not remembered: a model that is mended on disk is tried again.
      this.#pools.delete(modelId);
      throw error;
    });
    this.#pools.set(modelId, making);
    return making;
  }

  async #makePool(modelId: string): Promise<AudioPool> {
    const { kind } = getModel(modelId).frontEnd;
    const first = kind === "pocket" ? this.#front : this.#makeKeeper();
    const provider = await this.#chooseProvider(modelId, first);
    const { coreCount } = this.#options;
    const plan = planAudio({ frontEnd: kind, provider, coreCount, availableBytes: findAvailableBytes() });
    const others = Array.from({ length: plan.processCount - 1 }, () => this.#makeKeeper());
    const part = { modelId, part: "audio", threads: plan.threads, provider } as const;
    return new AudioPool([first, ...others], part, plan.isApart);
  }

  /** @param keeper says what this machine has */
  #chooseProvider(modelId: string, keeper: EmbedderKeeper): Promise<ExecutionProvider> {
    const known = this.#providers.get(modelId);
    if (known) return known;
    const choosing = this.#findProvider(modelId, keeper).catch((error: unknown) => {
      // Loading the model says better what is wrong; afterwards it is measured again.
      this.#providers.delete(modelId);
      this.#options.log.warn({ modelId, error: String(error) }, "providers could not be measured");
      return "cpu" as const;
    });
    this.#providers.set(modelId, choosing);
    return choosing;
  }

  /** Measured once for a model and this machine; where there is only the processor, nothing is measured. */
  async #findProvider(modelId: string, keeper: EmbedderKeeper): Promise<ExecutionProvider> {
    const { embeddingKey } = getModel(modelId);
    await this.#trials;
    const candidates = await keeper.ask((api) => api.listProviders({}));
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

  /** In processes of their own, with nothing beside them. */
  async #measure(modelId: string, candidates: ExecutionProvider[]): Promise<ProviderReport> {
    await Promise.allSettled(this.#inFlight);
    return measureProviders({
      modelId,
      candidates,
      threads: this.#options.coreCount,
      start: async () => {
        const trial = await this.#options.spawn();
        return { api: connectClient<EmbedderApi>(trial.port).api, kill: () => trial.kill() };
      },
    });
  }

  #makeKeeper(): EmbedderKeeper {
    const keeper = new EmbedderKeeper({
      spawn: this.#options.spawn,
      log: this.#options.log,
      onLoaded: (part, executionProvider) => {
        // Texts always run on the processor: what counts is what listens to sounds.
        if (part === "audio" || this.#executionProvider === "") this.#executionProvider = executionProvider;
      },
      onCrash: () => this.#restartCount++,
    });
    this.#keepers.push(keeper);
    return keeper;
  }

  /** The next sound makes a pool anew, as large as the memory of that time allows. */
  async #endIdle(modelId: string, pool: AudioPool): Promise<void> {
    if (!pool.isIdle) return;
    this.#pools.delete(modelId);
    this.#keepers = this.#keepers.filter((keeper) => !pool.keepers.includes(keeper));
    await pool.end();
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new AppError("engine-closed", "The engine is shutting down.");
  }

  async #note<Result>(answer: Promise<Result>): Promise<Result> {
    this.#inFlight.add(answer);
    try {
      return await answer;
    } finally {
      this.#inFlight.delete(answer);
    }
  }

  #startTimer(modelId: string, part: ModelPart, idleMs: number, job: () => Promise<void>): void {
    this.#stopTimer(modelId, part);
    if (this.#isClosed) return;
    this.#idleTimers.set(`${modelId}/${part}`, setTimeout(() => void job(), idleMs).unref());
  }

  #stopTimer(modelId: string, part: ModelPart): void {
    clearTimeout(this.#idleTimers.get(`${modelId}/${part}`));
  }
}
