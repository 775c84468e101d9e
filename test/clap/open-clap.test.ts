// The examples of the model's authors, in TypeScript: what README shows runs as it stands there, and the numbers are
// those that transformers gave for the tiny checkpoint.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type Clap, openClap } from "../../main/clap/open-clap.ts";
import { parityLabels, type ParitySound, parityTemplate, parityTexts } from "./official-inputs.ts";
import { findOfficialModelAt } from "./official-model.ts";
import { compareRows, listParitySounds, readReference } from "./official-parity.ts";
import { tinyFixture, writeTinyCheckpoint } from "./random-checkpoint.ts";

const root = path.join(import.meta.dirname, "..", "..");
const reference = readReference(path.join(tinyFixture, "reference"));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "earshot-open-clap-"));
  writeTinyCheckpoint(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function openTiny(): Promise<Clap> {
  const clap = await openClap(await findOfficialModelAt("clap-htsat-fused@hf-single", folder, tinyFixture));
  onTestFinished(() => clap.close());
  return clap;
}

test("the code in README runs as it stands there", () => {
  const blocks = [...readFileSync(path.join(root, "README.md"), "utf8").matchAll(/```ts\n(.*?)```/gs)];
  expect(blocks.length).toBeGreaterThan(0);
  for (const [, code] of blocks) {
    const run = spawnSync(process.execPath, ["--input-type=module-typescript", "--eval", code ?? ""], {
      cwd: root,
      encoding: "utf8",
    });
    expect(run.stderr).toBe("");
    expect(run.stdout).toMatch(/^\[\n {2}\{ score: 0\.\d+, label: 'kick drum' \},\n/);
    const scores = [...run.stdout.matchAll(/score: ([\d.e-]+)/g)].map(([, score]) => Number(score));
    expect(scores.length).toBe(3);
    expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 6);
    expect(run.stdout).toMatch(/Float32Array\(512\)/);
  }
});

test("candidate labels have the scores of transformers' pipeline, the best first", async () => {
  const { classifier } = await openTiny();
  const sounds = await listParitySounds();
  for (const row of [0, 11, 30]) {
    const output = await classifier((sounds[row] as ParitySound).samples, {
      candidateLabels: parityLabels,
      hypothesisTemplate: parityTemplate,
    });
    const expected = reference.scores["hf-single"]?.[row] ?? [];
    for (const { label, score } of output)
      expect(score).toBeCloseTo(expected[parityLabels.indexOf(label)] ?? NaN, 4);
    expect(output.map(({ score }) => score)).toEqual(
      expected.toSorted((a, b) => b - a).map((score) => expect.closeTo(score, 4)),
    );
  }
});

test("audio and text features are those of get_audio_features and get_text_features", async () => {
  const { getAudioFeatures, getTextFeatures } = await openTiny();
  const file = path.join(tinyFixture, "sounds", "stereo-44k1.wav");
  const sounds = await listParitySounds();
  const row = sounds.findIndex(({ name }) => name === "stereo-44k1.wav");
  const expected = reference.audio["hf-single"]?.subarray(row * 512, (row + 1) * 512) as Float32Array;
  for (const audio of [file, (sounds[row] as ParitySound).samples]) {
    expect(compareRows([await getAudioFeatures(audio)], expected).maxAbsDifference).toBeLessThan(1e-5);
  }
  const text = compareRows(await getTextFeatures(parityTexts), reference.text);
  expect(text.maxAbsDifference).toBeLessThan(1e-5);
});

test("no label and an unknown model are refused with a reason", async () => {
  const { classifier } = await openTiny();
  await expect(classifier(new Float32Array(48_000), { candidateLabels: [] })).rejects.toMatchObject({
    code: "no-labels",
  });
  await expect(openClap("no-such-model")).rejects.toMatchObject({ code: "unknown-model" });
});
