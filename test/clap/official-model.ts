// The official model with another checkpoint in its place: the tiny one of the tests, or one of random weights.
import path from "node:path";
import type { ModelDefinition } from "../../main/clap/model-definition.ts";
import { listOfficialModels } from "../../main/clap/official-models.ts";

/**
 * The catalogue's entry, with the files and graphs of these folders. Sizes and sums are those of the published
 * files, so they are left out.
 * @param id `clap-htsat-fused` or `clap-htsat-fused@hf-single`
 * @param graphFolder null: the graphs of assets/
 */
export function findOfficialModelAt(
  id: string,
  checkpointFolder: string,
  graphFolder: string | null,
): ModelDefinition {
  const model = listOfficialModels().find((official) => official.id === id);
  if (!model) throw new Error(`no official model ${id}`);
  return {
    ...model,
    folder: checkpointFolder,
    files: model.files.map((file) => ({ ...file, sizeBytes: null })),
    audio: graphFolder
      ? { kind: "checkpoint", graphPath: path.join(graphFolder, "audio.onnx") }
      : model.audio,
    text: graphFolder ? { kind: "checkpoint", graphPath: path.join(graphFolder, "text.onnx") } : model.text,
  };
}
