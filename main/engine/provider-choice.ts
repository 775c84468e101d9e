// What computes the sounds of a model on this machine: measured once, in processes of their own with nothing beside
// them, and remembered.
import { connectClient } from "../base/channel.ts";
import type { Log } from "../base/log.ts";
import type { EmbedderApi } from "../clap/embedder-api.ts";
import type { ExecutionProvider, ProviderReport } from "../clap/execution-provider.ts";
import { measureProviders } from "../clap/measure-providers.ts";
import { getModel } from "../clap/model-catalogue.ts";
import { findProviderReport, storeProviderReport } from "../clap/provider-store.ts";
import type { EmbedderKeeper } from "./embedder-keeper.ts";
import type { EmbedderSpawner } from "./embedder-spawner.ts";

export interface ProviderChoiceOptions {
  spawn: EmbedderSpawner;
  coreCount: number;
  log: Log;
  /** Resolves when what is being computed is done; nothing begins until `trials` has ended. */
  settle: () => Promise<unknown>;
}

export class ProviderChoice {
  #options: ProviderChoiceOptions;
  #chosen = new Map<string, Promise<ExecutionProvider>>();
  #trials: Promise<unknown> = Promise.resolve();

  constructor(options: ProviderChoiceOptions) {
    this.#options = options;
  }

  /** Ends when no provider is being measured: calls wait for it. */
  get trials(): Promise<unknown> {
    return this.#trials;
  }

  /** @param keeper says what this machine has */
  choose(modelId: string, keeper: EmbedderKeeper): Promise<ExecutionProvider> {
    const known = this.#chosen.get(modelId);
    if (known) return known;
    const choosing = this.#find(modelId, keeper).catch((error: unknown) => {
      // Loading the model says better what is wrong; afterwards it is measured again.
      this.#chosen.delete(modelId);
      this.#options.log.warn({ modelId, error: String(error) }, "providers could not be measured");
      return "cpu" as const;
    });
    this.#chosen.set(modelId, choosing);
    return choosing;
  }

  /** Where there is only the processor, nothing is measured. */
  async #find(modelId: string, keeper: EmbedderKeeper): Promise<ExecutionProvider> {
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

  async #measure(modelId: string, candidates: ExecutionProvider[]): Promise<ProviderReport> {
    await this.#options.settle();
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
}
