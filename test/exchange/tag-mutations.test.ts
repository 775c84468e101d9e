// Labels into hostile files: each mutated file is left as it was, with a reason, or decodes as it did before.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { AppError } from "../../main/base/app-error.ts";
import { openAudio } from "../../main/audio/open-audio.ts";
import { tagFile } from "../../main/exchange/tag-files/tag-file.ts";
import { mutate } from "../audio/mutate.ts";
import { fixturePath } from "../audio/read-reference.ts";
import { tempFolder } from "../indexer/temp-folder.ts";

const mutationCount = 40;

async function sumOf(file: string): Promise<number> {
  const source = await openAudio(file);
  try {
    let sum = 0;
    for await (const block of source.blocks()) {
      for (const channel of block)
        for (const [i, sample] of channel.entries()) sum += sample * ((i % 97) + 1);
    }
    return sum;
  } finally {
    await source.close();
  }
}

/** Anything that is no refusal in words fails the test. */
async function tryTagging(file: string): Promise<"written" | "refused"> {
  try {
    await tagFile(file, ["kick"], { isDryRun: false, keepsTime: false });
    return "written";
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return "refused";
  }
}

test.for(["wav-s24le.wav", "aiff-s16.aiff", "flac-s16.flac", "mp3-cbr.mp3"])(
  "mutations of %s",
  { timeout: 120_000 },
  async (name) => {
    const folder = tempFolder();
    // Mutated files must not reach a user's ffmpeg from here, and decoders report damage to the console.
    vi.stubEnv("PATH", folder);
    vi.spyOn(console, "error").mockImplementation(() => {});
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const original = readFileSync(fixturePath(name));
    const outcomes = { written: 0, refused: 0 };
    for (let seed = 1; seed <= mutationCount; seed++) {
      const bytes = mutate(original, seed);
      const file = path.join(folder, name);
      writeFileSync(file, bytes);
      const before = await sumOf(file).catch(() => Number.NaN);
      const outcome = await tryTagging(file);
      const isKept =
        outcome === "written"
          ? Object.is(await sumOf(file), before)
          : Buffer.from(readFileSync(file)).equals(bytes);
      expect([seed, isKept, readdirSync(folder)]).toEqual([seed, true, [name]]);
      outcomes[outcome]++;
      rmSync(file);
    }
    // Both must happen, or the test has tested half.
    expect(Math.min(outcomes.written, outcomes.refused)).toBeGreaterThan(0);
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  },
);
