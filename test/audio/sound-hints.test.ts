import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readHints } from "../../main/audio/sound-hints.ts";
import { chunk, makeWave } from "./make-wav.ts";
import { fixturePath } from "./read-reference.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "earshot-hints-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function hintsOf(name: string, bytes: Uint8Array): Promise<unknown> {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return readHints(file);
}

/** Flags, root note, two unknown fields, beats, meter, tempo. */
function acid(flags: number, beats: number, tempoBpm: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(24));
  view.setUint32(0, flags, true);
  view.setUint16(4, 60, true);
  view.setUint32(12, beats, true);
  view.setUint16(16, 4, true);
  view.setUint16(18, 4, true);
  view.setFloat32(20, tempoBpm, true);
  return chunk("acid", new Uint8Array(view.buffer));
}

/** A `smpl` chunk with one loop. */
function sampler(start: number, end: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(60));
  view.setUint32(28, 1, true);
  view.setUint32(44, start, true);
  view.setUint32(48, end, true);
  return chunk("smpl", new Uint8Array(view.buffer));
}

/** A `basc` chunk in an AIFF that holds nothing else. */
function appleLoop(beats: number, root: number, scale: number, type: number): Uint8Array {
  const body = new DataView(new ArrayBuffer(84));
  body.setUint32(0, 1);
  body.setUint32(4, beats);
  body.setUint16(8, root);
  body.setUint16(10, scale);
  body.setUint16(16, type);
  const size = new DataView(new ArrayBuffer(4));
  size.setUint32(0, 84);
  const basc = Buffer.concat([Buffer.from("basc"), new Uint8Array(size.buffer), new Uint8Array(body.buffer)]);
  return Buffer.concat([Buffer.from("FORM\0\0\0\0AIFF"), basc]);
}

/** An ID3v2.3 text frame. */
function makeTag(id: string, text: string): Uint8Array {
  const head = Buffer.from([0, 0, 0, text.length + 1, 0, 0, 0]);
  return Buffer.concat([Buffer.from(id), head, Buffer.from(text)]);
}

const samples = new Uint8Array(2000);

describe("WAV chunks", () => {
  test.for([
    [
      "acid loop with tempo",
      makeWave(samples, { extra: [acid(0, 8, 127.5)] }),
      { hasLoop: true, chunkTempoBpm: 127.5 },
    ],
    [
      "acid loop with beats only",
      makeWave(samples, { extra: [acid(0, 8, 0)] }),
      { hasLoop: true, chunkBeatCount: 8 },
    ],
    ["acid one-shot", makeWave(samples, { extra: [acid(1, 8, 120)] }), { hasLoop: false }],
    [
      "acid with nonsense",
      makeWave(samples, { extra: [acid(0, 0xffffffff, Number.NaN)] }),
      { hasLoop: true },
    ],
    ["loop over the whole sound", makeWave(samples, { extra: [sampler(0, 999)] }), { hasLoop: true }],
    ["sustain loop of a note", makeWave(samples, { extra: [sampler(400, 800)] }), {}],
    [
      "comment that names a tempo",
      makeWave(samples, { extra: [chunk("LIST", Buffer.from("INFOICMT\u0008\0\0\u000090 bpm\0\0"))] }),
      { chunkTempoBpm: 90 },
    ],
    [
      "broadcast description",
      makeWave(samples, { extra: [chunk("bext", Buffer.from("Groove, 101 BPM".padEnd(602, "\0")))] }),
      { chunkTempoBpm: 101 },
    ],
    ["nothing", makeWave(samples), {}],
  ] as const)("%s", async ([name, bytes, hints]) => {
    expect(await hintsOf(`${name}.wav`, bytes)).toEqual(hints);
  });
});

test("Apple Loops tell beats, key and kind", async () => {
  expect(await hintsOf("a.aif", appleLoop(16, 57, 1, 0))).toEqual({
    hasLoop: true,
    chunkBeatCount: 16,
    chunkKey: "A minor",
  });
  expect(await hintsOf("b.aif", appleLoop(16, 49, 2, 1))).toEqual({ hasLoop: false, chunkKey: "C# major" });
  expect(await hintsOf("c.aif", appleLoop(0, 0, 3, 0))).toEqual({ hasLoop: true });
});

test("tags of compressed files tell tempo and key", async () => {
  // ID3v2.3 with TBPM and TKEY in front of an MP3.
  const frames = Buffer.concat([makeTag("TBPM", "124"), makeTag("TKEY", "F#m")]);
  const tag = Buffer.concat([Buffer.from("ID3\u0003\0\0\0\0\0"), Buffer.from([frames.length]), frames]);
  const bytes = Buffer.concat([tag, readFileSync(fixturePath("mp3-cbr.mp3"))]);
  expect(await hintsOf("tagged.mp3", bytes)).toEqual({ chunkTempoBpm: 124, chunkKey: "F# minor" });
});

test("what cannot be read tells nothing", async () => {
  expect(await readHints(path.join(folder, "gone.wav"))).toEqual({});
  expect(await hintsOf("noise.mp3", new Uint8Array(100).fill(7))).toEqual({});
  expect(await hintsOf("empty.wav", new Uint8Array(0))).toEqual({});
});
