// Measures execution providers, each in an embedder process of its own: a driver that crashes or hangs takes only
// its trial with it.
import { AppError } from "../base/app-error.ts";
import type { EmbedderApi } from "./embedder-api.ts";
import { chooseProvider, type ProviderAnswer, type ProviderReport } from "./execution-provider.ts";

/** An embedder process that was just started. */
export interface TrialProcess {
  api: Pick<EmbedderApi, "listProviders" | "tryProvider">;
  /** Ends it at once. */
  kill(): void;
}

/** Compiling a large model for an accelerator takes long the first time. */
const trialLimitMs = 120_000;

/**
 * Chooses what computes a model on this machine. Takes seconds, so the caller stores the answer.
 * @param start starts an embedder process; it is ended here
 * @throws AppError what keeps the model from running on the processor
 */
export async function measureProviders(
  modelId: string,
  threads: number,
  start: () => Promise<TrialProcess>,
): Promise<ProviderReport> {
  const candidates = await inProcess(start, (api) => api.listProviders({}));
  return chooseProvider(candidates, (provider) =>
    inProcess(start, (api): Promise<ProviderAnswer> => api.tryProvider({ modelId, provider, threads })),
  );
}

async function inProcess<Result>(
  start: () => Promise<TrialProcess>,
  ask: (api: TrialProcess["api"]) => Promise<Result>,
): Promise<Result> {
  const trial = await start();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AppError("trial-too-slow", `No answer within ${trialLimitMs / 1000} s`)),
      trialLimitMs,
    );
  });
  try {
    return await Promise.race([ask(trial.api), limit]);
  } finally {
    clearTimeout(timer);
    trial.kill();
  }
}
