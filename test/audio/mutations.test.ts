// Hostile files: mutated ones end in an AppError or in finite samples, never in a crash or a hang. Deterministic.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { AppError } from "../../main/base/app-error.ts";
import { openAudio } from "../../main/audio/open-audio.ts";
import { readHints } from "../../main/audio/sound-hints.ts";
import { mutate } from "./mutate.ts";
import { fixturePath } from "./read-reference.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "earshot-mutations-"));
  // Mutated files must not reach a user's ffmpeg from here.
  vi.stubEnv("PATH", folder);
  // Some decoder packages report damage to the console.
  vi.spyOn(console, "error").mockImplementation(() => {});
  vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** `samples`, or the code of the AppError. Anything else thrown, and any sample that is not finite, fails. */
async function readAll(file: string): Promise<string> {
  try {
    const source = await openAudio(file);
    try {
      for await (const block of source.blocks()) {
        expect(block.every((samples) => samples.every((sample) => Number.isFinite(sample)))).toBe(true);
      }
    } finally {
      await source.close();
    }
    return "samples";
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.code;
  }
}

async function runMutations(name: string, count: number): Promise<Map<string, number>> {
  const original = readFileSync(fixturePath(name));
  const outcomes = new Map<string, number>();
  for (let seed = 1; seed <= count; seed++) {
    const file = path.join(folder, `${seed}-${name}`);
    writeFileSync(file, mutate(original, seed));
    const outcome = await readAll(file);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    await readHints(file);
    rmSync(file);
  }
  return outcomes;
}

const codes = [
  "samples",
  "damaged-file",
  "empty-file",
  "unsupported-format",
  "too-many-channels",
  "too-long",
  "too-large",
];

describe("PCM files", () => {
  test.for([
    "wav-s16le.wav",
    "wav-f32le.wav",
    "wav-extensible-24in32.wav",
    "rf64-s16.wav",
    "wave64-s24.w64",
    "aiff-s24.aiff",
    "aifc-f32.aifc",
    "caf-s16.caf",
    "au-s16.au",
  ])("60 mutations of %s", { timeout: 60_000 }, async (name) => {
    const outcomes = await runMutations(name, 60);
    expect([...outcomes.keys()].filter((outcome) => !codes.includes(outcome))).toEqual([]);
    // Mutations of both kinds must be among them, or the test says nothing.
    expect(outcomes.get("samples")).toBeGreaterThan(5);
    expect(outcomes.size).toBeGreaterThan(1);
  });
});

describe("compressed files", () => {
  test.for([
    ["flac-s16.flac", 40],
    ["flac-in-ogg.oga", 20],
    ["mp3-cbr.mp3", 20],
    ["vorbis.ogg", 20],
    ["opus.opus", 20],
    ["wavpack-s16.wv", 20],
    ["aac-adts.aac", 15],
    ["aac-index-in-front.m4a", 15],
    ["alac-index-in-front.m4a", 15],
  ] as const)("mutations of %s", { timeout: 60_000 }, async ([name, count]) => {
    const outcomes = await runMutations(name, count);
    expect([...outcomes.keys()].filter((outcome) => !codes.includes(outcome))).toEqual([]);
    expect(outcomes.size).toBeGreaterThan(1);
  });
});
