// Claims of an index that would keep a demuxer busy for minutes are refused before it sees them.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openAudio } from "../../main/audio/open-audio.ts";
import { fixturePath } from "./read-reference.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "earshot-mp4-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Offset of the count from the atom's name. */
test.for([
  ["stsz", 12],
  ["stts", 12],
  ["stsc", 16],
] as const)("a count of four billion in %s is damage", async ([atom, offset]) => {
  const bytes = readFileSync(fixturePath("aac-index-behind.m4a"));
  bytes.writeUInt32BE(0xf0000000, bytes.indexOf(atom) + offset);
  const file = path.join(folder, `${atom}.m4a`);
  writeFileSync(file, bytes);
  await expect(openAudio(file)).rejects.toMatchObject({
    code: "damaged-file",
    message: expect.stringContaining("packets in"),
  });
});
