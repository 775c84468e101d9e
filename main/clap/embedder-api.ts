// What the embedder process can be asked. Types only.
import type { Features } from "./front-end.ts";
import type { ExecutionProvider, ProviderAnswer } from "./execution-provider.ts";

/** The two halves of a model; each is loaded when it is first needed. */
export type ModelPart = "audio" | "text";

export interface EmbedderApi {
  /**
   * Loads a part of a model, or keeps it when it is loaded with the same threads and provider.
   * Embedding loads by itself as well, with one thread; this call is for choosing and for errors early. The text
   * part is only checked: it is opened by the first text that is not remembered.
   * @throws AppError `unknown-model`, `model-not-installed`, `model-damaged`
   */
  load(request: {
    modelId: string;
    part: ModelPart;
    /** Threads inside one run; default 1. */
    threads: number;
    /** Default `cpu`. One that fails here falls back to `cpu`; `executionProvider` says what runs. */
    provider?: ExecutionProvider;
  }): Promise<{ executionProvider: ExecutionProvider; problem: string | null }>;

  /**
   * The embedding of one sound: 512 float32, unit length.
   * @param request.features parts of ONE sound; the embeddings of several are averaged and normalised
   */
  embedAudio(request: { modelId: string; features: Features[] }): Promise<Float32Array>;

  /** One unit embedding a text. Answered before waiting sounds; recent texts are remembered. */
  embedText(request: { modelId: string; texts: string[] }): Promise<Float32Array[]>;

  /** Frees the memory of a part. It is loaded again when asked for. */
  release(request: { modelId: string; part: ModelPart }): Promise<void>;

  /** Factor of the cosine in zero-shot classification, `exp(logit_scale_a)` of the checkpoint. */
  getLogitScale(request: { modelId: string }): Promise<number>;

  /** Execution providers that this build of onnxruntime could use, the CPU first. */
  listProviders(request: Record<string, never>): Promise<ExecutionProvider[]>;

  /** Runs the audio tower on one provider with a known input. Without fallback: it throws when it cannot. */
  tryProvider(request: {
    modelId: string;
    provider: ExecutionProvider;
    threads: number;
  }): Promise<ProviderAnswer>;

  /** Resident memory and what is loaded, for `doctor` and benchmarks. */
  getEmbedderState(request: Record<string, never>): Promise<EmbedderState>;
}

export interface EmbedderState {
  residentBytes: number;
  /** Processor time since the process began, in milliseconds. */
  cpuMs: number;
  loaded: { modelId: string; part: ModelPart; executionProvider: ExecutionProvider; threads: number }[];
}
