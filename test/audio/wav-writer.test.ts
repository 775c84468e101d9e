import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { toWav16 } from "../../main/audio/wav-writer.ts";
import { decodeAll } from "./read-reference.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "earshot-wav-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("what is written is read again, clipped to full scale", async () => {
  const left = Float32Array.of(0, 0.5, -0.5, 1.5, -1.5);
  const right = Float32Array.of(0.25, 0, -1, 0, 1);
  const file = path.join(folder, "a.wav");
  writeFileSync(file, toWav16([left, right], 44_100));
  const { info, interleaved } = await decodeAll(file);
  const full = 0x7fff / 0x8000;
  expect([...interleaved]).toEqual([0, 0.25, 0.5, 0, -0.5, -1, full, 0, -1, full]);
  expect(info).toEqual({
    format: "wav",
    sampleRate: 44_100,
    channelCount: 2,
    bitDepth: 16,
    durationSec: 5 / 44_100,
  });
});

test("no samples make a header that says so", () => {
  const bytes = toWav16([new Float32Array(0)], 48_000);
  expect(bytes.length).toBe(44);
  expect(new DataView(bytes.buffer).getUint32(40, true)).toBe(0);
});
