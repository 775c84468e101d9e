// The engine's side of the embedder process: starts it when first needed, loads models into it, starts it
// again after a crash, gives memory back when it is idle.
import type { EngineHealth } from "../../preload/model.ts";
import { AppError } from "../base/app-error.ts";
import { type ChannelClient, connectClient } from "../base/channel.ts";
import type { Log } from "../base/log.ts";
import { Slots } from "../base/slots.ts";
import type { EmbedderApi, ModelPart } from "../clap/embedder-api.ts";
import type { Features } from "../clap/front-end.ts";
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
  /** Threads of one inference. */
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
}

export class EmbedderHost implements Embedder {
  #options: EmbedderHostOptions;
  #running: Promise<RunningEmbedder> | undefined;
  #health: EngineHealth = { embedder: "off", executionProvider: "", restartCount: 0 };
  #textTimers = new Map<string, NodeJS.Timeout>();
  #audioSlots = new Slots(audioCallsInFlight);
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
    const running = await this.#findRunning();
    let timer: NodeJS.Timeout | undefined;
    try {
      timer = setTimeout(() => running.process.kill(), callLimitMs);
      await this.#load(running, modelId, part);
      return await ask(running.client.api);
    } finally {
      clearTimeout(timer);
    }
  }

  async #load(running: RunningEmbedder, modelId: string, part: ModelPart): Promise<void> {
    const key = `${modelId}/${part}`;
    const known = running.loaded.get(key);
    if (known) {
      await known;
      return;
    }
    const loading = running.client.api.load({ modelId, part, threads: this.#options.threadCount });
    running.loaded.set(key, loading);
    try {
      const { executionProvider } = await loading;
      this.#setHealth({ embedder: "ready", executionProvider });
    } catch (error) {
      // Not remembered: a model that is mended on disk is tried again.
      running.loaded.delete(key);
      throw error;
    }
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
    embedderProcess.port.onClose((reason) => {
      forget();
      if (this.#isClosed) return;
      this.#options.log.warn({ reason }, "the embedder process ended");
      this.#setHealth({ embedder: "off", restartCount: this.#health.restartCount + 1 });
    });
    return { process: embedderProcess, client, loaded: new Map() };
  }

  #setHealth(change: Partial<EngineHealth>): void {
    this.#health = { ...this.#health, ...change };
  }
}
