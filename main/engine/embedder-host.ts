// The engine's side of the embedder processes: one for texts and small models, several for the sounds of a large
// model, so that all cores compute and no query waits behind a sound. Chooses what computes, gives memory back.
import type { EngineHealth } from "../../preload/library-status.ts";
import { AppError } from "../base/app-error.ts";
import type { Log } from "../base/log.ts";
import type { EmbedderApi, ModelPart } from "../clap/embedder-api.ts";
import type { Features } from "../clap/front-end.ts";
import { getModel } from "../clap/model-catalogue.ts";
import { PromptStore } from "../clap/prompt-store.ts";
import { findAvailableBytes } from "../base/available-memory.ts";
import { AudioPool } from "./audio-pool.ts";
import { planAudio } from "./audio-plan.ts";
import { EmbedderKeeper } from "./embedder-keeper.ts";
import type { EmbedderSpawner } from "./embedder-spawner.ts";
import { ProviderChoice } from "./provider-choice.ts";

/** What the rest of the engine asks for; models are loaded on the way. */
export interface Embedder {
  /** @returns 512 numbers of unit length for the parts of one sound */
  embedAudio(modelId: string, features: Features[]): Promise<Float32Array>;
  /** @returns one embedding of unit length for each text */
  embedTexts(modelId: string, texts: string[]): Promise<Float32Array[]>;
  /**
   * The same for texts that will come again and that nobody waits for, such as a tagger's. They are stored. Those
   * that are not yet may have to wait until the sounds in flight are embedded, and further sounds then wait for them.
   */
  embedPrompts(modelId: string, texts: string[]): Promise<Float32Array[]>;
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
/** Texts to a call of the embedder, whose time limit holds for so many. */
const promptsPerCall = 64;

export class EmbedderHost implements Embedder {
  #options: EmbedderHostOptions;
  /** Texts of all models, sounds of small ones. */
  #front: EmbedderKeeper;
  #pools = new Map<string, Promise<AudioPool>>();
  #providers: ProviderChoice;
  #executionProvider = "";
  #restartCount = 0;
  #idleTimers = new Map<string, NodeJS.Timeout>();
  #inFlight = new Set<Promise<unknown>>();
  /** Ends when no prompts are embedded without sounds beside them: sounds wait for it, queries do not. */
  #promptTurns: Promise<unknown> = Promise.resolve();
  #promptStores = new Map<string, PromptStore>();
  #keepers: EmbedderKeeper[] = [];
  #isClosed = false;

  constructor(options: EmbedderHostOptions) {
    this.#options = options;
    this.#providers = new ProviderChoice({ ...options, settle: () => Promise.allSettled(this.#inFlight) });
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
    this.#stopTimer(modelId, "audio");
    await Promise.all([this.#providers.trials, this.#promptTurns]);
    this.#assertOpen();
    const pool = await this.#getPool(modelId);
    // One that waited with this one may have been done in the meantime.
    this.#stopTimer(modelId, "audio");
    try {
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

  async embedPrompts(modelId: string, texts: string[]): Promise<Float32Array[]> {
    const store = this.#getPromptStore(modelId);
    const embeddings = new Map(texts.map((text) => [text, store.find(text)]));
    const missing = [...embeddings].flatMap(([text, embedding]) => (embedding ? [] : [text]));
    if (missing.length > 0) {
      const fresh = await this.#embedFresh(modelId, missing);
      store.keep(fresh);
      for (const [text, embedding] of fresh) embeddings.set(text, embedding);
    }
    return texts.map((text) => embeddings.get(text) as Float32Array);
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
    await this.#providers.trials;
    const threads = isSmall(modelId) ? 1 : this.#options.coreCount;
    return this.#note(this.#front.askPart({ modelId, part: "text", threads, provider: "cpu" }, ask));
  }

  /** A large text tower that is there for a query anyway is used beside sounds; otherwise it takes turns with them. */
  #embedFresh(modelId: string, texts: readonly string[]): Promise<Map<string, Float32Array>> {
    if (isSmall(modelId) || this.#front.holds(modelId, "text")) {
      return inCalls(texts, (some) => this.embedTexts(modelId, some));
    }
    const turn = this.#promptTurns.then(() => this.#embedWithoutSounds(modelId, texts));
    this.#promptTurns = turn.catch(() => {});
    return turn;
  }

  /**
   * While no process holds an audio tower of its own: towers of both kinds together take more memory than listening
   * to the longest sound. The text tower is given back at once, unless a query has come meanwhile.
   */
  async #embedWithoutSounds(modelId: string, texts: readonly string[]): Promise<Map<string, Float32Array>> {
    await Promise.allSettled(this.#inFlight);
    const pools = await Promise.allSettled(this.#pools.values());
    for (const pool of pools) {
      if (pool.status === "fulfilled" && pool.value.isApart) await pool.value.end();
    }
    try {
      return await inCalls(texts, (some) =>
        this.#askText(modelId, (api) => api.embedText({ modelId, texts: some })),
      );
    } finally {
      if (!this.#idleTimers.has(toTimerKey(modelId, "text"))) await this.#front.release(modelId, "text");
    }
  }

  #getPromptStore(modelId: string): PromptStore {
    const { embeddingKey } = getModel(modelId);
    const known = this.#promptStores.get(embeddingKey);
    if (known) return known;
    const store = new PromptStore(embeddingKey);
    this.#promptStores.set(embeddingKey, store);
    return store;
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
    const provider = await this.#providers.choose(modelId, first);
    const { coreCount } = this.#options;
    const plan = planAudio({ frontEnd: kind, provider, coreCount, availableBytes: findAvailableBytes() });
    const others = Array.from({ length: plan.processCount - 1 }, () => this.#makeKeeper());
    const part = { modelId, part: "audio", threads: plan.threads, provider } as const;
    return new AudioPool([first, ...others], part, plan.isApart);
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
    const key = toTimerKey(modelId, part);
    const ring = (): void => {
      this.#idleTimers.delete(key);
      void job();
    };
    this.#idleTimers.set(key, setTimeout(ring, idleMs).unref());
  }

  #stopTimer(modelId: string, part: ModelPart): void {
    const key = toTimerKey(modelId, part);
    clearTimeout(this.#idleTimers.get(key));
    this.#idleTimers.delete(key);
  }
}

function toTimerKey(modelId: string, part: ModelPart): string {
  return `${modelId}/${part}`;
}

/** A text tower of a small model is no burden. */
function isSmall(modelId: string): boolean {
  return getModel(modelId).frontEnd.kind === "pocket";
}

/** Texts with their embeddings, asked for in calls of `promptsPerCall`. */
async function inCalls(
  texts: readonly string[],
  embed: (some: string[]) => Promise<Float32Array[]>,
): Promise<Map<string, Float32Array>> {
  const embeddings = new Map<string, Float32Array>();
  for (let start = 0; start < texts.length; start += promptsPerCall) {
    const some = texts.slice(start, start + promptsPerCall);
    for (const [i, embedding] of (await embed(some)).entries()) embeddings.set(some[i] as string, embedding);
  }
  return embeddings;
}
