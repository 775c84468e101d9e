// One embedder process: started when first needed, again after a crash, ended when it hangs. It loads what a call
// needs. Which process computes what is the host's choice (embedder-host.ts).
import { type ChannelClient, connectClient } from "../base/channel.ts";
import type { Log } from "../base/log.ts";
import type { EmbedderApi, ModelPart } from "../clap/embedder-api.ts";
import type { ExecutionProvider } from "../clap/execution-provider.ts";
import type { EmbedderProcess, EmbedderSpawner } from "./embedder-spawner.ts";

/** A part of a model, and how it is to run. */
export interface PartToLoad {
  modelId: string;
  part: ModelPart;
  threads: number;
  provider: ExecutionProvider;
}

export interface KeeperOptions {
  spawn: EmbedderSpawner;
  log: Log;
  /** A part was loaded. `executionProvider` is what runs, which may be another than was wanted. */
  onLoaded: (part: ModelPart, executionProvider: ExecutionProvider) => void;
  /** The process ended by itself. */
  onCrash: () => void;
}

/** One call may take so long before the process is taken for hung and ended. */
const callLimitMs = 5 * 60_000;

interface RunningEmbedder {
  process: EmbedderProcess;
  client: ChannelClient<EmbedderApi>;
  /** `model/part` -> its loading. */
  loaded: Map<string, Promise<unknown>>;
  /** True when it is ended on purpose: no crash. */
  isDismissed: boolean;
}

export class EmbedderKeeper {
  #options: KeeperOptions;
  #running: Promise<RunningEmbedder> | undefined;
  /** What `#running` has come to. */
  #current: RunningEmbedder | undefined;
  #isReady = false;
  #callCount = 0;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /** `ready`: it has loaded something. */
  get state(): "off" | "starting" | "ready" {
    if (!this.#running) return "off";
    return this.#isReady ? "ready" : "starting";
  }

  /** Calls that are not answered yet. */
  get callCount(): number {
    return this.#callCount;
  }

  /** A call that needs no model. */
  ask<Result>(call: (api: EmbedderApi) => Promise<Result>): Promise<Result> {
    return this.#run(({ client }) => call(client.api));
  }

  /**
   * A call that needs a part of a model.
   * @throws AppError `process-gone` when the process ended under it, and what loading throws
   */
  askPart<Result>(part: PartToLoad, call: (api: EmbedderApi) => Promise<Result>): Promise<Result> {
    return this.#run(async (running) => {
      await this.#load(running, part);
      return call(running.client.api);
    });
  }

  /** Processor time of the process that runs now; 0 without one. */
  async measureCpuMs(): Promise<number> {
    const running = await this.#running?.catch(() => undefined);
    const state = await running?.client.api.getEmbedderState({}).catch(() => undefined);
    return state?.cpuMs ?? 0;
  }

  /** True while the running process has the part, or is loading it. */
  holds(modelId: string, part: ModelPart): boolean {
    return this.#current?.loaded.has(toKey(modelId, part)) ?? false;
  }

  /**
   * Gives a part's memory back; it is loaded again when next needed. A process that holds nothing else is ended: what
   * a session frees stays with the process, in the hands of its allocator (500 of 510 MB of the official text tower).
   */
  async release(modelId: string, part: ModelPart): Promise<void> {
    const running = await this.#running?.catch(() => undefined);
    if (running?.loaded.delete(toKey(modelId, part)) !== true) return;
    if (running.loaded.size === 0 && this.#callCount === 0) await this.end();
    else await running.client.api.release({ modelId, part }).catch(() => {});
  }

  /** Ends the process at once: it holds nothing that could be lost. The next call starts another. */
  async end(): Promise<void> {
    const starting = this.#running;
    this.#forget();
    const running = await starting?.catch(() => undefined);
    if (!running) return;
    running.isDismissed = true;
    running.process.kill();
  }

  async #run<Result>(job: (running: RunningEmbedder) => Promise<Result>): Promise<Result> {
    this.#callCount++;
    let timer: NodeJS.Timeout | undefined;
    try {
      this.#running ??= this.#start();
      const running = await this.#running;
      timer = setTimeout(() => running.process.kill(), callLimitMs);
      return await job(running);
    } finally {
      clearTimeout(timer);
      this.#callCount--;
    }
  }

  async #load(running: RunningEmbedder, { modelId, part, threads, provider }: PartToLoad): Promise<void> {
    const key = toKey(modelId, part);
    const known = running.loaded.get(key);
    if (known) {
      await known;
      return;
    }
    const loading = running.client.api.load({ modelId, part, threads, provider });
    running.loaded.set(key, loading);
    try {
      const { executionProvider, problem } = await loading;
      if (problem !== null) this.#options.log.warn({ modelId, problem }, "a provider was replaced");
      this.#isReady = true;
      this.#options.onLoaded(part, executionProvider);
    } catch (error) {
      // Not remembered: a model that is mended on disk is tried again.
      running.loaded.delete(key);
      throw error;
    }
  }

  #start(): Promise<RunningEmbedder> {
    const starting: Promise<RunningEmbedder> = this.#spawn(() => {
      if (this.#running === starting) this.#forget();
    });
    return starting;
  }

  async #spawn(forget: () => void): Promise<RunningEmbedder> {
    const embedderProcess = await this.#options.spawn().catch((error: unknown) => {
      forget();
      throw error;
    });
    const running: RunningEmbedder = {
      process: embedderProcess,
      client: connectClient<EmbedderApi>(embedderProcess.port),
      loaded: new Map(),
      isDismissed: false,
    };
    this.#current = running;
    embedderProcess.port.onClose((reason) => {
      forget();
      if (running.isDismissed) return;
      this.#options.log.warn({ reason }, "an embedder process ended");
      this.#options.onCrash();
    });
    return running;
  }

  #forget(): void {
    this.#running = undefined;
    this.#current = undefined;
    this.#isReady = false;
  }
}

function toKey(modelId: string, part: ModelPart): string {
  return `${modelId}/${part}`;
}
