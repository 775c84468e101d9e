// Chooses what computes a model: the CPU, or an accelerator that was seen to give the same answer faster.
// Knows neither sessions nor models: it is given a way to try one.

/** Names of onnxruntime's execution providers. */
export type ExecutionProvider = "cpu" | "cuda" | "webgpu" | "dml" | "coreml";

/** What one provider gave for the same known input. */
export interface ProviderAnswer {
  embedding: Float32Array;
  /** Median over a few runs after a first one that is not counted. */
  msPerRun: number;
}

export interface ProviderTrial {
  provider: ExecutionProvider;
  /** `wrong`: it ran, but its embedding is not the CPU's. `failed`: it did not run. */
  verdict: "right" | "wrong" | "failed";
  msPerRun: number | null;
  /** Cosine with the CPU's embedding of the same input. */
  cosine: number | null;
  /** Why it failed, or null. */
  problem: string | null;
}

export interface ProviderReport {
  chosen: ExecutionProvider;
  trials: ProviderTrial[];
  /** For the user: what runs and why. What a driver said stays in `trials`. */
  message: string;
}

/** An accelerator whose embedding is further from the CPU's than this gives other search results. */
export const minAgreement = 0.999;
/** An accelerator must beat the CPU by this factor: a draw is not worth its driver. */
const minSpeedup = 1.2;

const titles: Record<ExecutionProvider, string> = {
  cpu: "the processor",
  cuda: "the NVIDIA graphics card (CUDA)",
  webgpu: "the graphics card (WebGPU)",
  dml: "the graphics card (DirectML)",
  coreml: "Apple's Core ML",
};

/**
 * Providers worth a try here, the CPU first.
 * @param backends names that this build of onnxruntime has
 * @param hasGraphics without a graphics device there is nothing to try
 */
export function listCandidates(backends: readonly string[], hasGraphics: boolean): ExecutionProvider[] {
  if (!hasGraphics) return ["cpu"];
  const accelerators = (["cuda", "coreml", "dml", "webgpu"] as const).filter((name) =>
    backends.includes(name),
  );
  return ["cpu", ...accelerators];
}

/**
 * Tries each candidate and picks the fastest that agrees with the CPU. Without an answer of the CPU nothing can be
 * checked, and what made it fail is thrown.
 * @param candidates as `listCandidates` gives them
 * @param tryProvider runs one provider on the same known input; throws when it cannot
 */
export async function chooseProvider(
  candidates: readonly ExecutionProvider[],
  tryProvider: (provider: ExecutionProvider) => Promise<ProviderAnswer>,
): Promise<ProviderReport> {
  const reference = await tryProvider("cpu");
  const trials: ProviderTrial[] = [
    { provider: "cpu", verdict: "right", msPerRun: reference.msPerRun, cosine: 1, problem: null },
  ];
  for (const provider of candidates) {
    if (provider !== "cpu") trials.push(await judge(provider, reference, tryProvider));
  }
  const fastest = trials
    .filter((trial) => trial.verdict === "right" && trial.provider !== "cpu")
    .toSorted((a, b) => (a.msPerRun ?? 0) - (b.msPerRun ?? 0))[0];
  const isWorthIt =
    fastest !== undefined && (fastest.msPerRun ?? Infinity) * minSpeedup <= reference.msPerRun;
  const chosen = isWorthIt ? fastest.provider : "cpu";
  return { chosen, trials, message: describeChoice(chosen, trials) };
}

async function judge(
  provider: ExecutionProvider,
  reference: ProviderAnswer,
  tryProvider: (provider: ExecutionProvider) => Promise<ProviderAnswer>,
): Promise<ProviderTrial> {
  try {
    const { embedding, msPerRun } = await tryProvider(provider);
    const cosine = cosineOf(embedding, reference.embedding);
    // Written so that a cosine that is no number counts as wrong.
    const isRight = cosine >= minAgreement;
    return { provider, verdict: isRight ? "right" : "wrong", msPerRun, cosine, problem: null };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { provider, verdict: "failed", msPerRun: null, cosine: null, problem };
  }
}

function describeChoice(chosen: ExecutionProvider, trials: readonly ProviderTrial[]): string {
  const reasons = trials
    .filter((trial) => trial.provider !== chosen && trial.provider !== "cpu")
    .map((trial) => {
      const title = titles[trial.provider];
      if (trial.verdict === "failed") return `${title} cannot run the model here`;
      if (trial.verdict === "wrong") {
        return `${title} gave other results than the processor (cosine ${trial.cosine?.toFixed(4)})`;
      }
      return `${title} was not faster (${trial.msPerRun?.toFixed(0)} ms a window)`;
    });
  const own = trials.find((trial) => trial.provider === chosen);
  const head = `Sounds are listened to by ${titles[chosen]} (${own?.msPerRun?.toFixed(0)} ms a window).`;
  return reasons.length === 0 ? head : `${head} ${capitalise(reasons.join("; "))}.`;
}

function capitalise(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function cosineOf(a: Float32Array, b: Float32Array): number {
  let dot = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let i = 0; i < b.length; i++) {
    const x = a[i] ?? 0;
    const y = b[i] as number;
    dot += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return dot / Math.sqrt(squaresA * squaresB);
}
