// WAV for browsers: the same samples as sox makes of the file, up to a bound.
import { spawnSync } from "node:child_process";
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { toWavHeader } from "../../main/audio/wav-writer.ts";
import { decodeToWav } from "../../main/indexer/play-wav.ts";
import { toneWav } from "./sounds.ts";
import { tempFolder, writeFiles } from "./temp-folder.ts";

const hasSox = spawnSync("sox", ["--version"]).status === 0;

test.skipIf(!hasSox)("AIFF of three channels: the first two, bit for bit as sox gives them", async () => {
  const folder = tempFolder();
  writeFiles(folder, { "a.wav": toneWav(1), "b.wav": toneWav(2), "c.wav": toneWav(3) });
  const at = (name: string): string => path.join(folder, name);
  spawnSync("sox", ["-M", at("a.wav"), at("b.wav"), at("c.wav"), at("three.aiff")]);
  spawnSync("sox", ["-D", at("three.aiff"), "-t", "s16", at("two.raw"), "remix", "1", "2"]);
  const wav = await decodeToWav(at("three.aiff"));
  const expected = readFileSync(at("two.raw"));
  const shape = { channelCount: 2, sampleRate: 44_100, encoding: "int16" } as const;
  const header = toWavHeader(shape, expected.length / 4);
  expect(Buffer.from(wav.subarray(0, header.length)).equals(header)).toBe(true);
  expect(Buffer.from(wav.subarray(header.length)).equals(expected)).toBe(true);
});

test("what would take more than 256 MB is refused", async () => {
  const file = path.join(tempFolder(), "long.wav");
  // Half an hour of stereo silence at 48 kHz; the file has a hole and takes no room.
  const frames = 30 * 60 * 48_000;
  const header = toWavHeader({ channelCount: 2, sampleRate: 48_000, encoding: "int16" }, frames);
  const handle = openSync(file, "w");
  writeSync(handle, header);
  ftruncateSync(handle, header.length + frames * 4);
  closeSync(handle);
  await expect(decodeToWav(file)).rejects.toMatchObject({ code: "too-long-to-play" });
});
