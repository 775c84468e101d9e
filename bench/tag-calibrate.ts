// Calibrates the tagger's ear for a model: thresholds from labelled sounds that the model was not trained on.
// Writes assets/labels/calibration-MODEL.json and prints what docs/tags.md quotes.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { AppError } from "../main/base/app-error.ts";
import { Embedder } from "../main/clap/embedder.ts";
import { averageEmbeddings } from "../main/clap/embedding.ts";
import { getModel } from "../main/clap/model-catalogue.ts";
import { promptFor } from "../main/clap/zero-shot.ts";
import { findModelKey, findWholeCode } from "../main/db/embeddings.ts";
import { listCatalogue } from "../main/db/catalogue.ts";
import { toScanCode } from "../main/db/scan-code.ts";
import { closeLibrary, openLibrary } from "../main/db/open-library.ts";
import { unheardFamilies } from "../main/search/heard-labels.ts";
import { findCalibrationFile, type TagCalibration, toPromptsKey } from "../main/search/tag-calibration.ts";
import { getVocabulary } from "../main/search/vocabulary.ts";
import type { Benchmark } from "./bench.ts";
import {
  chooseThreshold,
  type LabelledSounds,
  measure,
  type Measured,
  type Tally,
  toCenter,
  toCosines,
  toMeanAndDeviation,
} from "./tag-measure.ts";

const runProgram = promisify(execFile);
/** Words of a person a label in the simulation. */
const wordCounts = [10, 50];

/** What a class of the pack says about labels: right ones, and those that it leaves open. Others are wrong. */
interface ClassTruth {
  right?: string[];
  also?: string[];
}

export const benchmark: Benchmark = {
  usage:
    "--pack FOLDER [--model ID] [--work FOLDER]   (FOLDER: clips.tsv and clips-?.tar, see training/README.md)",
  async run(args) {
    const packFolder = findOption(args, "--pack");
    if (packFolder === undefined) {
      throw new AppError("usage", "The labelled sounds are missing.", "Name them: --pack FOLDER");
    }
    const modelId = findOption(args, "--model") ?? "pocket";
    const workFolder = findOption(args, "--work");
    const folder = workFolder ?? mkdtempSync(path.join(os.tmpdir(), "earshot-calibrate-"));
    try {
      return await calibrate(packFolder, modelId, folder);
    } finally {
      if (workFolder === undefined) rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function calibrate(packFolder: string, modelId: string, folder: string) {
  const model = getModel(modelId);
  const classOf = readClasses(path.join(packFolder, "clips.tsv"));
  const soundFolder = await unpack(packFolder, folder, classOf);
  const libraryPath = path.join(folder, `${modelId}.db`);
  console.error(`embedding ${classOf.size} sounds by ${model.embeddingKey}`);
  const cli = path.join(import.meta.dirname, "..", "main", "cli", "earshot.ts");
  await runProgram(
    process.execPath,
    [cli, "index", soundFolder, "--library", libraryPath, "--model", modelId],
    {
      maxBuffer: 2 ** 26,
    },
  );
  const sounds = await readSounds(libraryPath, modelId, classOf);
  console.error("measuring");
  const measured = measure(sounds, wordCounts);
  const calibration = toCalibration(sounds, modelId, model.embeddingKey, measured.after);
  const file = findCalibrationFile(modelId);
  writeFileSync(file, format(calibration));
  const heard = Object.entries(calibration.labels).filter(([, { threshold }]) => threshold !== null);
  console.error(
    `${file}: ${heard.length} labels are suggested by ear: ${heard.map(([label]) => label).join(", ")}`,
  );
  return {
    model: model.embeddingKey,
    soundCount: sounds.embeddings.length,
    labelCount: sounds.labels.length,
    labelsWithTruth: sounds.truth.filter((truth) => truth.includes(1)).length,
    heardCount: heard.length,
    ...toShares("before", measured.before),
    ...Object.assign(
      {},
      ...measured.after.map(({ wordCount, tally }) => toShares(`after${wordCount}`, tally)),
    ),
  };
}

function toShares(name: string, { saidCount, rightCount, toFindCount }: Tally): Record<string, number> {
  return {
    [`${name}Precision`]: round(rightCount / saidCount, 3),
    [`${name}Coverage`]: round(rightCount / toFindCount, 3),
  };
}

/** Class of each dev clip by its id. */
function readClasses(file: string): Map<string, string> {
  const [header = "", ...lines] = readFileSync(file, "utf8").trimEnd().split("\n");
  const columns = header.split("\t");
  const [id, split, name] = ["id", "split", "class"].map((column) => columns.indexOf(column)) as [
    number,
    number,
    number,
  ];
  const classOf = new Map<string, string>();
  for (const line of lines) {
    const values = line.split("\t");
    if (values[split] === "dev") classOf.set(values[id] as string, values[name] as string);
  }
  return classOf;
}

/** Takes the dev clips out of the pack's archives, unless that was done before. */
async function unpack(
  packFolder: string,
  folder: string,
  classOf: ReadonlyMap<string, string>,
): Promise<string> {
  const soundFolder = path.join(folder, "dev");
  if (existsSync(soundFolder)) return soundFolder;
  const partial = `${soundFolder}.part`;
  mkdirSync(partial, { recursive: true });
  for (const digit of "0123456789abcdef") {
    const list = path.join(folder, `dev-${digit}.txt`);
    const names = [...classOf.keys()].filter((id) => id.startsWith(digit)).map((id) => `${id}.opus`);
    if (names.length === 0) continue;
    writeFileSync(list, names.join("\n"));
    await runProgram("tar", ["-xf", path.join(packFolder, `clips-${digit}.tar`), "-C", partial, "-T", list]);
    rmSync(list);
  }
  await runProgram("mv", [partial, soundFolder]);
  return soundFolder;
}

async function readSounds(
  libraryPath: string,
  modelId: string,
  classOf: ReadonlyMap<string, string>,
): Promise<LabelledSounds> {
  const model = getModel(modelId);
  const truthOf = JSON.parse(
    readFileSync(path.join(import.meta.dirname, "tag-truth.json"), "utf8"),
  ) as Record<string, ClassTruth>;
  const heard = getVocabulary().filter(({ family }) => !unheardFamilies.includes(family));
  const embedder = new Embedder();
  const labels: { label: string; promptsKey: string; embedding: Float32Array }[] = [];
  for (const { label, prompts } of heard) {
    const texts = prompts.map((prompt) => promptFor(prompt, model.template));
    const embedding = averageEmbeddings(await embedder.embedText({ modelId, texts }));
    labels.push({ label, promptsKey: toPromptsKey(texts), embedding });
  }
  await embedder.release({ modelId, part: "text" });
  const db = openLibrary(libraryPath, "read");
  const embeddings: Float32Array[] = [];
  const classes: string[] = [];
  try {
    const modelKey = findModelKey(db, model.embeddingKey) ?? 0;
    for (const { id, files } of listCatalogue(db)) {
      const embedding = findWholeCode(db, id, modelKey);
      const name = classOf.get(path.parse(files[0]?.name ?? "").name);
      if (!embedding || name === undefined) continue;
      embeddings.push(embedding);
      classes.push(name);
    }
  } finally {
    closeLibrary(db);
  }
  const truth = labels.map(({ label }) =>
    Int8Array.from(classes, (name) => {
      const { right = [], also = [] } = truthOf[name] ?? {};
      return right.includes(label) ? 1 : also.includes(label) ? -1 : 0;
    }),
  );
  return { embeddings, labels, truth };
}

function toCalibration(
  sounds: LabelledSounds,
  modelId: string,
  embeddingKey: string,
  after: Measured["after"],
): TagCalibration {
  const everySound = sounds.embeddings.map((_, i) => i);
  const cosines = toCosines(sounds);
  const labels = sounds.labels.map(
    ({ label, promptsKey, embedding }, i): [string, TagCalibration["labels"][string]] => {
      const ofLabel = cosines[i] as Float32Array;
      const truth = sounds.truth[i] as Int8Array;
      const { mean, deviation } = toMeanAndDeviation(ofLabel, everySound);
      const threshold = chooseThreshold(ofLabel, truth, everySound);
      return [
        label,
        {
          mean: round(mean),
          deviation: round(deviation),
          threshold: threshold === null ? null : round(threshold),
          positives: truth.filter((value) => value === 1).length,
          promptsKey,
          code: Buffer.from(toScanCode(embedding).code.buffer).toString("base64"),
        },
      ];
    },
  );
  return {
    version: 1,
    modelId,
    embeddingKey,
    soundCount: sounds.embeddings.length,
    exampleThresholds: after.map(({ wordCount, threshold }) => ({ wordCount, threshold: round(threshold) })),
    center: Array.from(toCenter(sounds.embeddings), (value) => round(value)),
    labels: Object.fromEntries(labels),
  };
}

/** A line a label, so that a new calibration can be compared with the one before. */
function format({ labels, center, ...rest }: TagCalibration): string {
  const head = JSON.stringify(rest, null, 2).slice(0, -2);
  const lines = Object.entries(labels).map(
    ([label, values]) => `    ${JSON.stringify(label)}: ${JSON.stringify(values)}`,
  );
  return `${head},\n  "center": ${JSON.stringify(center)},\n  "labels": {\n${lines.join(",\n")}\n  }\n}\n`;
}

function round(value: number, digits = 5): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

function findOption(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at >= 0 ? args[at + 1] : undefined;
}
