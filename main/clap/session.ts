// The only importer of onnxruntime-node. `run` and opening block their thread, so this belongs into a process
// of its own (embedder-process.ts). Knows nothing of what a model means.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { InferenceSession, listSupportedBackends, Tensor } from "onnxruntime-node";
import type { ExecutionProvider } from "./execution-provider.ts";
import type { PlacedGraph } from "./official-checkpoint.ts";

/** A graph file, or a graph in memory whose weights lie in files of a folder. */
export type GraphSource = { path: string } | PlacedGraph;

export interface SessionOptions {
  /** Threads inside one run. The same file and threads give the same bits. */
  threads: number;
  provider: ExecutionProvider;
}

/** One input, row-major. Whole numbers are int64, flags are bytes 0 and 1. */
export type ModelInput =
  | { type: "float32"; data: Float32Array; shape: readonly number[] }
  | { type: "int64"; data: BigInt64Array; shape: readonly number[] }
  | { type: "bool"; data: Uint8Array; shape: readonly number[] };

export interface ModelOutput {
  data: Float32Array;
  shape: readonly number[];
}

/** Names of the execution providers whose libraries are here: CUDA's are no part of the package but can be added. */
export function listBackends(): string[] {
  return listSupportedBackends()
    .filter(({ name, bundled }) => bundled || hasProviderLibrary(name))
    .map(({ name }) => name);
}

function hasProviderLibrary(name: string): boolean {
  const main = createRequire(import.meta.url).resolve("onnxruntime-node");
  const folder = path.join(path.dirname(main), "..", "bin", "napi-v6", process.platform, process.arch);
  const file =
    process.platform === "win32"
      ? `onnxruntime_providers_${name}.dll`
      : `libonnxruntime_providers_${name}.so`;
  return existsSync(path.join(folder, file));
}

/**
 * Opens a graph.
 * @throws Error with onnxruntime's reason: a damaged file, a weight that is not there, a provider that cannot run
 */
export async function openSession(source: GraphSource, options: SessionOptions): Promise<ModelSession> {
  const settings: InferenceSession.SessionOptions = {
    executionProviders: [options.provider],
    intraOpNumThreads: options.threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    // Lengths vary from sound to sound: a plan of memory for one shape is of no use for the next.
    enableMemPattern: false,
    // onnxruntime prints to the standard error of whoever started the program. What goes wrong is thrown anyway.
    logSeverityLevel: options.provider === "cpu" ? 3 : 4,
  };
  // Waiting threads must not spin: a desktop has other work.
  const spinning = { intra_op: { allow_spinning: "0" } };
  if ("path" in source) {
    const session = await InferenceSession.create(source.path, { ...settings, extra: { session: spinning } });
    return new ModelSession(session);
  }
  const session = await InferenceSession.create(source.graph, {
    ...settings,
    extra: { session: { ...spinning, model_external_initializers_file_folder_path: source.weightsFolder } },
  });
  return new ModelSession(session);
}

/** An open graph. */
export class ModelSession {
  #session: InferenceSession;

  constructor(session: InferenceSession) {
    this.#session = session;
  }

  get inputNames(): readonly string[] {
    return this.#session.inputNames;
  }

  /**
   * Runs the graph on those of the inputs that it has.
   * @returns its float32 outputs by name
   */
  async run(inputs: Record<string, ModelInput>): Promise<Record<string, ModelOutput>> {
    const feeds: Record<string, Tensor> = {};
    for (const name of this.#session.inputNames) {
      const input = inputs[name];
      if (!input) throw new Error(`The model wants an input named ${name}, which is not known here`);
      feeds[name] = toTensor(input);
    }
    const results = await this.#session.run(feeds);
    const outputs: Record<string, ModelOutput> = {};
    for (const [name, tensor] of Object.entries(results)) {
      if (tensor.type === "float32") {
        outputs[name] = { data: tensor.data as Float32Array, shape: tensor.dims };
      }
    }
    return outputs;
  }

  /** Frees the memory of the graph; it cannot run again. */
  release(): Promise<void> {
    return this.#session.release();
  }
}

function toTensor(input: ModelInput): Tensor {
  const size = input.shape.reduce((product, length) => product * length, 1);
  if (size !== input.data.length) {
    throw new RangeError(`${input.data.length} values do not fill the shape [${input.shape.join(", ")}]`);
  }
  switch (input.type) {
    case "float32":
      return new Tensor("float32", input.data, input.shape);
    case "int64":
      return new Tensor("int64", input.data, input.shape);
    case "bool":
      return new Tensor("bool", input.data, input.shape);
  }
}
