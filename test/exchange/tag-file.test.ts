// Labels in real files: what other programs read there (test/reference/written-tags.sh), and when a file is left alone.
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  linkSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { openAudio } from "../../main/audio/open-audio.ts";
import { tagFile } from "../../main/exchange/tag-files/tag-file.ts";
import { tempFolder } from "../indexer/temp-folder.ts";

const fixtures = path.join(import.meta.dirname, "..", "fixtures", "audio");
const how = { isDryRun: false, keepsTime: false };
const labels = ["kick", "my läbel"];

/** A fixture in a folder of its own. */
function copyOf(name: string): string {
  const file = path.join(tempFolder(), name);
  copyFileSync(path.join(fixtures, name), file);
  return file;
}

function hashOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

async function samplesOf(file: string): Promise<string> {
  const source = await openAudio(file);
  const hash = createHash("sha256");
  for await (const block of source.blocks()) for (const channel of block) hash.update(channel);
  await source.close();
  return hash.digest("hex");
}

async function refusal(file: string): Promise<string> {
  return tagFile(file, labels, how).then(
    () => "written",
    (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
  );
}

interface Verified {
  /** Of the file as ffmpeg, metaflac and sox have read it. */
  files: Record<string, { sha256: string; pcmMd5: string; keywords: string }>;
}
const verified = JSON.parse(
  readFileSync(path.join(import.meta.dirname, "..", "reference", "written-tags.json"), "utf8"),
) as Verified;

test.each(Object.keys(verified.files))(
  "%s gets the very bytes that other programs have verified",
  async (name) => {
    const file = copyOf(name);
    const before = await samplesOf(file);
    expect(await tagFile(file, labels, how)).toEqual({ newLabels: labels, isWritten: true });
    expect(hashOf(file)).toBe(verified.files[name]?.sha256);
    expect(await samplesOf(file)).toBe(before);
    expect(readdirSync(path.dirname(file))).toEqual([name]);
  },
);

test.each(Object.keys(verified.files))(
  "%s keeps its labels, and gets only those that it lacks",
  async (name) => {
    const file = copyOf(name);
    await tagFile(file, ["kick"], how);
    const once = hashOf(file);
    expect(await tagFile(file, ["KICK"], how)).toEqual({ newLabels: [], isWritten: false });
    expect(hashOf(file)).toBe(once);
    expect((await tagFile(file, labels, how)).newLabels).toEqual(["my läbel"]);
    expect(hashOf(file)).toBe(verified.files[name]?.sha256);
  },
);

test("a dry run says what is new and touches nothing; the time of change is kept on request", async () => {
  const file = copyOf("wav-s24le.wav");
  utimesSync(file, 1000, 2000);
  const before = hashOf(file);
  expect(await tagFile(file, labels, { ...how, isDryRun: true })).toEqual({
    newLabels: labels,
    isWritten: false,
  });
  expect([hashOf(file), readdirSync(path.dirname(file))]).toEqual([before, ["wav-s24le.wav"]]);
  chmodSync(file, 0o640);
  await tagFile(file, labels, { ...how, keepsTime: true });
  const { mtimeMs, mode } = statSync(file);
  expect([mtimeMs, mode & 0o777]).toEqual([2_000_000, 0o640]);
});

test("formats and files that cannot be written without doubt are left alone, with the reason", async () => {
  const names = ["vorbis.ogg", "rf64-s16.wav", "wave64-s24.w64", "wav-cut.wav", "wav-size-zero.wav", "wav-odd-chunk.wav", "wav-extensible-24in32.wav", "opus.opus",
    "flac-behind-id3.flac", "flac-in-ogg.oga", "wavpack-s16.wv", "alac-index-behind.m4a"]; // prettier-ignore
  for (const name of names) {
    const file = copyOf(name);
    const before = hashOf(file);
    expect([name, await refusal(file)]).toEqual([
      name,
      expect.stringMatching(/^left-alone: The file was left alone: ./),
    ]);
    expect([hashOf(file), readdirSync(path.dirname(file))]).toEqual([before, [name]]);
  }
});

test("links of one file, and a file that is write-protected, are left alone", async () => {
  const file = copyOf("wav-s16le.wav");
  linkSync(file, `${file}.link`);
  expect(await refusal(file)).toContain("hard links");
  const other = copyOf("wav-s16le.wav");
  chmodSync(other, 0o444);
  expect(await refusal(other)).toContain("write-protected");
});

test("damaged headers are never written over: every cut of every format is refused or whole", async () => {
  for (const name of ["wav-s16le.wav", "aiff-s16.aiff", "flac-s16.flac", "mp3-cbr.mp3"]) {
    const bytes = readFileSync(path.join(fixtures, name));
    for (const length of [13, 30, 45, 100, Math.floor(bytes.length / 2)]) {
      const file = path.join(tempFolder(), name);
      writeFileSync(file, bytes.subarray(0, length));
      const outcome = await refusal(file);
      const isWhole = outcome === "written" && (await samplesOf(file)) !== "";
      expect([name, length, isWhole || readFileSync(file).equals(bytes.subarray(0, length))]).toEqual([
        name,
        length,
        true,
      ]);
    }
  }
});
