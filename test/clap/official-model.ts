// The official model with another checkpoint in its place: the tiny one of the tests, or one of random weights.
import path from "node:path";
import { hashFile } from "../../main/clap/install/hash-file.ts";
import type { ModelDefinition, ModelFile } from "../../main/clap/model-definition.ts";
import { listOfficialModels } from "../../main/clap/official-models.ts";

/**
 * The catalogue's entry, with the files and graphs of these folders in place of the published ones.
 * @param id `clap-htsat-fused` or `clap-htsat-fused@hf-single`
 * @param graphFolder null: the graphs of assets/
 */
export async function findOfficialModelAt(
  id: string,
  checkpointFolder: string,
  graphFolder: string | null,
): Promise<ModelDefinition> {
  const model = listOfficialModels().find((official) => official.id === id);
  if (!model) throw new Error(`no official model ${id}`);
  const files: ModelFile[] = [];
  for (const { name } of model.files) {
    files.push({ name, sizeBytes: null, sha256: await hashFile(path.join(checkpointFolder, name)) });
  }
  return {
    ...model,
    folder: checkpointFolder,
    files,
    audio: graphFolder
      ? { kind: "checkpoint", graphPath: path.join(graphFolder, "audio.onnx") }
      : model.audio,
    text: graphFolder ? { kind: "checkpoint", graphPath: path.join(graphFolder, "text.onnx") } : model.text,
  };
}
