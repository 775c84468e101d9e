// The tiny checkpoint through the product's own path against what transformers made of it. With the checkpoint of the
// full size: `npm run -s bench -- clap-parity`.
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TextTokenizer } from "../../main/clap/tokenizer.ts";
import { parityTexts } from "./official-inputs.ts";
import { findOfficialModelAt } from "./official-model.ts";
import {
  type Answers,
  answerInputs,
  compareRows,
  findLargestDifference,
  listParitySounds,
  readReference,
  semanticsOfIds,
} from "./official-parity.ts";
import { makeTinyWeights, tinyFixture, writeTinyCheckpoint } from "./random-checkpoint.ts";

const reference = readReference(path.join(tinyFixture, "reference"));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "earshot-parity-"));
  writeTinyCheckpoint(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the checkpoint of the reference and that of this test are the same bytes", () => {
  const digest = createHash("sha256").update(makeTinyWeights()).digest("hex");
  expect(digest).toBe(reference.checkpointSha256);
});

test.each(Object.entries(semanticsOfIds))(
  "%s: forty sounds and forty texts are embedded as transformers embeds them",
  async (id, semantics) => {
    const sounds = await listParitySounds();
    expect([sounds.length, parityTexts.length]).toEqual([40, 40]);
    const answers = await answerInputs(await findOfficialModelAt(id, folder, tinyFixture), sounds, 1);
    expectClose(answers, semantics);
    expect(answers.logitScale).toBeCloseTo(reference.logitScales.audio, 4);
  },
  120_000,
);

function expectClose(answers: Answers, semantics: string): void {
  const audio = compareRows(answers.audio, reference.audio[semantics] as Float32Array);
  const text = compareRows(answers.text, reference.text);
  for (const { minCosine, maxAbsDifference } of [audio, text]) {
    expect(minCosine).toBeGreaterThanOrEqual(0.99999);
    expect(maxAbsDifference).toBeLessThanOrEqual(1e-5);
  }
  expect(findLargestDifference(answers.scores, reference.scores[semantics] ?? [])).toBeLessThanOrEqual(1e-4);
}

test("the two readings of `is_longer` differ on short sounds and agree on long ones", () => {
  const cosines = semanticsCosines();
  const short = cosines.slice(0, 26);
  const long = cosines.slice(26, 38);
  expect(Math.max(...short)).toBeLessThan(0.99);
  expect(Math.min(...long)).toBeGreaterThan(0.999_999);
});

function semanticsCosines(): number[] {
  const [eval_, single] = [reference.audio["laion-eval"], reference.audio["hf-single"]] as [
    Float32Array,
    Float32Array,
  ];
  return Array.from({ length: single.length / 512 }, (_, row) => {
    const at = row * 512;
    let dot = 0;
    for (let i = at; i < at + 512; i++) dot += (eval_[i] as number) * (single[i] as number);
    return dot;
  });
}

test("texts have the token ids of the authors' tokenizer; 600 tokens are cut to 512", async () => {
  const tokenizer = await TextTokenizer.open(folder, 512);
  expect(parityTexts.map((text) => tokenizer.encode(text))).toEqual(reference.tokenIds);
  expect(reference.tokenIds.at(-1)?.length).toBe(512);
});
