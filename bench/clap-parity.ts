// Earshot against transformers on forty sounds and forty texts, with a checkpoint of the official architecture.
// A check rather than a measurement: it fails when the embeddings differ.
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { AppError } from "../main/base/app-error.ts";
import { hashFile } from "../main/clap/install/hash-file.ts";
import { checkpointFileName } from "../main/clap/official-checkpoint.ts";
import { parityLabels, type ParitySound, parityTemplate, parityTexts } from "../test/clap/official-inputs.ts";
import { findOfficialModelAt } from "../test/clap/official-model.ts";
import {
  answerInputs,
  compareRows,
  findLargestDifference,
  listParitySounds,
  type Reference,
  readReference,
  semanticsOfIds,
} from "../test/clap/official-parity.ts";
import type { Benchmark } from "./bench.ts";
import { runProgram } from "./trial.ts";

/** The project's promise. */
const limits = { minCosine: 0.99999, maxAbsDifference: 1e-5, maxScoreDifference: 1e-4 };

export const benchmark: Benchmark = {
  usage:
    "--checkpoint FOLDER --python PROGRAM [--graphs FOLDER] [--threads N] [--keep FOLDER | --reference KEPT]   embeddings against transformers",
  run: async (args) => {
    const { values } = parseArgs({
      args,
      options: {
        checkpoint: { type: "string" },
        python: { type: "string" },
        graphs: { type: "string" },
        threads: { type: "string", default: "2" },
        keep: { type: "string" },
        reference: { type: "string" },
      },
    });
    const { checkpoint, python } = values;
    if (checkpoint === undefined || (python ?? values.reference) === undefined) {
      throw new AppError(
        "missing-option",
        "clap-parity needs --checkpoint FOLDER, and --python PROGRAM or --reference FOLDER.",
      );
    }
    const work = mkdtempSync(path.join(tmpdir(), "earshot-parity-"));
    try {
      const sounds = await listParitySounds();
      const referenceFolder = values.reference ?? values.keep ?? path.join(work, "reference");
      if (python !== undefined) {
        writeInputs(path.join(work, "inputs"), sounds);
        await runReference(python, checkpoint, path.join(work, "inputs"), referenceFolder);
      }
      const reference = readReference(referenceFolder);
      return await compare(checkpoint, values.graphs ?? null, Number(values.threads), sounds, reference);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  },
};

function writeInputs(folder: string, sounds: readonly ParitySound[]): void {
  mkdirSync(folder);
  const listed = sounds.map(({ name, samples }, index) => {
    const file = `${index}.f32`;
    writeFileSync(path.join(folder, file), samples);
    return { name, file };
  });
  const inputs = { sounds: listed, texts: parityTexts, labels: parityLabels, template: parityTemplate };
  writeFileSync(path.join(folder, "inputs.json"), JSON.stringify(inputs));
}

async function runReference(python: string, checkpoint: string, inputs: string, out: string): Promise<void> {
  const script = path.join(import.meta.dirname, "..", "test", "reference", "make_official_reference.py");
  await runProgram(python, [script, "--checkpoint", checkpoint, "--inputs", inputs, "--out", out]);
}

async function compare(
  checkpoint: string,
  graphs: string | null,
  threads: number,
  sounds: readonly ParitySound[],
  reference: Reference,
): Promise<Record<string, unknown>> {
  const result: Record<string, unknown> = {
    soundCount: sounds.length,
    textCount: parityTexts.length,
    checkpointSha256: reference.checkpointSha256,
  };
  const found = await hashFile(path.join(checkpoint, checkpointFileName));
  if (found !== reference.checkpointSha256) throw new Error("the reference is of another checkpoint");
  let isWithin = true;
  for (const [id, semantics] of Object.entries(semanticsOfIds)) {
    const model = await findOfficialModelAt(id, path.resolve(checkpoint), graphs && path.resolve(graphs));
    const answers = await answerInputs(model, sounds, threads);
    const audio = compareRows(answers.audio, reference.audio[semantics] as Float32Array);
    const text = compareRows(answers.text, reference.text);
    const scoreDifference = findLargestDifference(answers.scores, reference.scores[semantics] ?? []);
    const digest = createHash("sha256");
    for (const row of [...answers.audio, ...answers.text]) digest.update(row);
    result[semantics] = { audio, text, scoreDifference, embeddingsSha256: digest.digest("hex") };
    isWithin &&=
      [audio, text].every(
        ({ minCosine, maxAbsDifference }) =>
          minCosine >= limits.minCosine && maxAbsDifference <= limits.maxAbsDifference,
      ) && scoreDifference <= limits.maxScoreDifference;
  }
  if (!isWithin) throw new Error(`beyond the limits ${JSON.stringify(limits)}: ${JSON.stringify(result)}`);
  return result;
}
