// Measures execution providers, each in an embedder process of its own: a driver that crashes or hangs takes only
// its trial with it.
import { AppError } from "../base/app-error.ts";
import type { EmbedderApi } from "./embedder-api.ts";
import { chooseProvider, type ExecutionProvider, type ProviderReport } from "./execution-provider.ts";

/** An embedder process that was just started. */
export interface TrialProcess {
  api: Pick<EmbedderApi, "tryProvider">;
  /** Ends it at once. */
  kill(): void;
}

export interface MeasureRequest {
  modelId: string;
  /** As `EmbedderApi.listProviders` gives them. */
  candidates: readonly ExecutionProvider[];
  /** Threads of the processor's trial. */
  threads: number;
  /** Starts an embedder process; it is ended here before the next is started. */
  start: () => Promise<TrialProcess>;
  /** Default two minutes: compiling a large model for an accelerator takes long the first time. */
  limitMs?: number;
}

/**
 * Chooses what computes a model on this machine. Takes seconds, so the caller stores the answer.
 * @throws AppError what keeps the model from running on the processor
 */
export function measureProviders(request: MeasureRequest): Promise<ProviderReport> {
  const { modelId, candidates, threads, start, limitMs = 120_000 } = request;
  return chooseProvider(candidates, async (provider) => {
    const trial = await start();
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new AppError("provider-failed", `No answer within ${limitMs / 1000} s`)),
        limitMs,
      );
    });
    try {
      return await Promise.race([trial.api.tryProvider({ modelId, provider, threads }), limit]);
    } finally {
      clearTimeout(timer);
      trial.kill();
    }
  });
}
