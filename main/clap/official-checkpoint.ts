// Opens laion/clap-htsat-fused as its authors publish it: a graph without weights from assets/graphs/, whose
// initializers are pointed at byte ranges of model.safetensors in memory. Nothing is converted or written.
import { readFile, realpath } from "node:fs/promises";
import path from "node:path";
import { AppError, isSystemError } from "../base/app-error.ts";
import { placeInitializers, type ExternalInitializer, type WeightPlace } from "./onnx-graph.ts";
import { readFloat32Scalar, readSafetensorsHeader, type SafetensorsHeader } from "./safetensors.ts";

/** Name of the weights in the folder of a checkpoint. */
export const checkpointFileName = "model.safetensors";

/** What a session is opened from: a graph in memory whose weights lie in a folder. */
export interface PlacedGraph {
  graph: Uint8Array;
  /** Absolute; the session's `model_external_initializers_file_folder_path`. */
  weightsFolder: string;
}

/** Scales of zero-shot logits: `logit = scale * cosine`. */
export interface LogitScales {
  /** Sounds against texts: what classification uses. */
  audio: number;
  /** Texts against sounds. */
  text: number;
}

/** safetensors names of the types that ONNX numbers; weights are float32 only. */
const dtypeOfDataType: Record<number, string> = { 1: "F32", 7: "I64" };

/**
 * Points every weight of a graph at its bytes in the checkpoint.
 * @param graphPath audio.onnx or text.onnx of assets/graphs/
 * @param checkpointFolder folder with model.safetensors
 * @throws AppError `model-missing`, or `model-damaged` naming the tensor that is missing or has another type or shape
 */
export async function placeOfficialGraph(graphPath: string, checkpointFolder: string): Promise<PlacedGraph> {
  const header = await readCheckpointHeader(checkpointFolder);
  // onnxruntime refuses weights that a link leads out of their folder: it is given the place behind the links.
  const weightsPath = await realpath(path.join(checkpointFolder, checkpointFileName));
  const location = path.basename(weightsPath);
  const graph = placeInitializers(await readFile(graphPath), (initializer) => ({
    location,
    ...findRange(initializer, header),
  }));
  return { graph, weightsFolder: path.dirname(weightsPath) };
}

/** Reads `logit_scale_a` and `logit_scale_t` (natural logarithms of the scales) from the checkpoint. */
export async function readLogitScales(checkpointFolder: string): Promise<LogitScales> {
  const header = await readCheckpointHeader(checkpointFolder);
  const filePath = path.join(checkpointFolder, checkpointFileName);
  return {
    audio: Math.exp(await readFloat32Scalar(filePath, header, "logit_scale_a")),
    text: Math.exp(await readFloat32Scalar(filePath, header, "logit_scale_t")),
  };
}

async function readCheckpointHeader(checkpointFolder: string): Promise<SafetensorsHeader> {
  const filePath = path.join(checkpointFolder, checkpointFileName);
  try {
    return await readSafetensorsHeader(filePath);
  } catch (error) {
    if (!isSystemError(error, "ENOENT")) throw error;
    throw new AppError(
      "model-missing",
      `${checkpointFileName} is not in ${checkpointFolder}.`,
      "Install the model again: `earshot models install clap-htsat-fused`.",
    );
  }
}

function findRange(
  initializer: ExternalInitializer,
  header: SafetensorsHeader,
): Omit<WeightPlace, "location"> {
  const { name, dims, dataType } = initializer;
  const dtype = dtypeOfDataType[dataType] ?? `ONNX type ${dataType}`;
  const expected = `${dtype} [${dims.join(", ")}]`;
  const entry = header.tensors.get(name);
  if (!entry) {
    throw notThisModel(`the tensor ${name} (${expected}) is not in it`);
  }
  const found = `${entry.dtype} [${entry.shape.join(", ")}]`;
  if (found !== expected) {
    throw notThisModel(`the tensor ${name} should be ${expected} and is ${found}`);
  }
  return { offsetBytes: entry.offsetBytes, byteLength: entry.byteLength };
}

function notThisModel(what: string): AppError {
  return new AppError(
    "model-damaged",
    `${checkpointFileName} is not the checkpoint of laion/clap-htsat-fused: ${what}.`,
    "Install the model again: `earshot models install clap-htsat-fused`.",
  );
}
