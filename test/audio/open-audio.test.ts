// Borders and refusals: each with a stable code and a reason that a person understands.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AppError } from "../../main/base/app-error.ts";
import { findFfmpeg } from "../../main/audio/ffmpeg-source.ts";
import { isAudioPath, openAudio } from "../../main/audio/open-audio.ts";
import { chunk, floatBytes, makeWave } from "./make-wav.ts";
import { decodeAll, fixturePath } from "./read-reference.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "earshot-audio-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, bytes: Uint8Array | string): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

/** Opens and reads to the end; the error's code and message, or the samples. */
async function outcome(file: string): Promise<{ code: string; message: string } | Float32Array> {
  try {
    return (await decodeAll(file)).interleaved;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { code: error.code, message: error.message };
  }
}

async function hintOf(name: string, bytes: string | Uint8Array): Promise<string> {
  const error: unknown = await decodeAll(write(name, bytes)).catch((thrown: unknown) => thrown);
  return error instanceof AppError ? error.hint : "";
}

function fixture(name: string): Uint8Array {
  return readFileSync(fixturePath(name));
}

function countOpenFiles(): number {
  return readdirSync("/proc/self/fd").length;
}

describe("refusals", () => {
  const zeros = new Uint8Array(64);
  test.for([
    ["empty.wav", new Uint8Array(0), "empty-file", "0 bytes"],
    ["header-only.wav", makeWave(new Uint8Array(0)), "empty-file", "no samples"],
    ["cut-header.wav", fixture("wav-s16le.wav").subarray(0, 30), "damaged-file", "cut short"],
    [
      "no-format.wav",
      Buffer.concat([Buffer.from("RIFF\0\0\0\0WAVE"), chunk("data", zeros)]),
      "damaged-file",
      "before the header",
    ],
    ["no-chunks.wav", Buffer.from("RIFF\0\0\0\0WAVEjunk"), "damaged-file", "no format header"],
    ["rate-0.wav", makeWave(zeros, { sampleRate: 0 }), "damaged-file", "sample rate of 0 Hz"],
    ["no-channels.wav", makeWave(zeros, { channelCount: 0, blockAlign: 2 }), "damaged-file", "no channels"],
    ["65-channels.wav", makeWave(zeros, { channelCount: 65 }), "too-many-channels", "65 channels"],
    ["loud.wav", makeWave(floatBytes(0, 1e9), { tag: 3, bits: 32 }), "damaged-file", "nonsense"],
    ["5-bytes.wav", makeWave(zeros, { blockAlign: 5 }), "damaged-file", "5 bytes a sample"],
    ["zeros.wav", new Uint8Array(4096), "damaged-file", "zero bytes"],
    ["text.wav", "<!doctype html><title>404 Not Found</title>", "unsupported-format", "holds text"],
    [
      "noise.wav",
      Uint8Array.from({ length: 4096 }, (_unused, i) => ((i * 73) ^ (i >> 3)) & 0xff),
      "unsupported-format",
      "no known sound format",
    ],
    ["notes.mid", "MThd\0\0\0\u0006 and so on", "unsupported-format", "MIDI"],
    [
      "picture.mp3",
      Buffer.concat([Buffer.from([0x89]), Buffer.from("PNG\r\n and so on")]),
      "unsupported-format",
      "picture",
    ],
    ["tag-only.mp3", Buffer.from("ID3\u0004\0\0\0\0\0\u0004abcd"), "empty-file", "tags but no sound"],
    ["cut.flac", fixture("flac-s16.flac").subarray(0, 60), "damaged-file", "header"],
    ["no-frames.flac", fixture("flac-s16.flac").subarray(0, 8300), "empty-file", "no samples"],
    ["cut.ogg", fixture("vorbis.ogg").subarray(0, 200), "damaged-file", "can be decoded"],
    ["cut.opus", fixture("opus.opus").subarray(0, 60), "damaged-file", "can be decoded"],
    ["cut.wv", fixture("wavpack-s16.wv").subarray(0, 100), "damaged-file", "can be decoded"],
    ["cut.m4a", fixture("aac-index-behind.m4a").subarray(0, 3000), "damaged-file", ""],
  ] as const)("%s", async ([name, bytes, code, words]) => {
    const result = await outcome(write(name, bytes));
    expect(result).toEqual({ code, message: expect.stringContaining(words) });
  });

  test("each reason says what to do now", async () => {
    expect([
      await hintOf("song.mid", "MThd\0\0\0\u0006 and so on"),
      await hintOf("loop.rx2", "CAT REX2 and so on"),
      await hintOf("pack.wav", "PK\u0003\u0004 and so on"),
      await hintOf("page.wav", "%PDF-1.7 and so on"),
    ]).toEqual([
      expect.stringContaining("DAW"),
      expect.stringContaining("WAV"),
      expect.stringContaining("Unpack"),
      expect.stringContaining("name"),
    ]);
  });

  test("a path that is not there, and a folder", async () => {
    expect(await outcome(path.join(folder, "gone.wav"))).toMatchObject({ code: "file-missing" });
    mkdirSync(path.join(folder, "a.wav"));
    expect(await outcome(path.join(folder, "a.wav"))).toMatchObject({ code: "not-a-file" });
  });
});

describe("borders", () => {
  test("one sample", async () => {
    expect(await outcome(write("one.wav", makeWave(Uint8Array.of(0, 0x40))))).toEqual(Float32Array.of(0.5));
  });

  test("NaN and infinities of float files are silence", async () => {
    const bytes = floatBytes(0.25, Number.NaN, Number.POSITIVE_INFINITY, -0.5, Number.NEGATIVE_INFINITY);
    const file = write("nan.wav", makeWave(bytes, { tag: 3, bits: 32 }));
    expect(await outcome(file)).toEqual(Float32Array.of(0.25, 0, 0, -0.5, 0));
  });

  test("an empty data chunk with metadata behind it is empty, not sound", async () => {
    const bytes = Buffer.concat([makeWave(new Uint8Array(0)), chunk("LIST", new Uint8Array(200))]);
    expect(await outcome(write("empty-list.wav", bytes))).toMatchObject({ code: "empty-file" });
  });

  test("the content decides, not the name", async () => {
    const bytes = readFileSync(fixturePath("flac-s16.flac"));
    const { info } = await decodeAll(write("really-flac.mp3", bytes));
    expect(info.format).toBe("flac");
  });

  test("a name with all kinds of letters, and a path near the limit of the system", async () => {
    const deep = path.join(
      folder,
      ...Array.from({ length: 14 }, () => "a very long folder name ".repeat(10).trim()),
    );
    mkdirSync(deep, { recursive: true });
    const file = path.join(deep, "Gerät – 音 🔔 ́é.wav");
    writeFileSync(file, makeWave(Uint8Array.of(0, 0x40)));
    expect(file.length).toBeGreaterThan(3300);
    expect(await outcome(file)).toEqual(Float32Array.of(0.5));
  });

  test("a file that shrinks while it is read gives what was there", async () => {
    const samples = new Uint8Array(2_000_000).fill(1);
    const file = write("shrinks.wav", makeWave(samples));
    const source = await openAudio(file);
    let count = 0;
    for await (const block of source.blocks()) {
      if (count === 0) truncateSync(file, 600_000);
      count += block[0]?.length ?? 0;
    }
    await source.close();
    expect(count).toBe((600_000 - 44) / 2);
  });

  test("a file that vanishes while it is read is read to its end", async () => {
    const file = write("vanishes.wav", makeWave(new Uint8Array(2_000_000)));
    const source = await openAudio(file);
    rmSync(file);
    let count = 0;
    for await (const block of source.blocks()) count += block[0]?.length ?? 0;
    await source.close();
    expect(count).toBe(1_000_000);
  });

  test("one damaged FLAC frame is left out, the rest is heard", async () => {
    const bytes = readFileSync(fixturePath("flac-s16.flac"));
    bytes.fill(0x55, 40_000, 40_010);
    const whole = await decodeAll(fixturePath("flac-s16.flac"));
    const rest = await decodeAll(write("scratched.flac", bytes));
    expect(whole.frameCount - rest.frameCount).toBe(4608);
  });
});

test.runIf(process.platform === "linux")(
  "no file stays open: after success, refusal, and a reader that stops",
  async () => {
    const names = [
      "wav-s16le.wav",
      "flac-s16.flac",
      "mp3-cbr.mp3",
      "vorbis.ogg",
      "opus.opus",
      "wavpack-s16.wv",
    ];
    names.push("aac-index-behind.m4a", "alac-index-behind.m4a", "aac-adts.aac");
    // The first time loads the decoders.
    for (const name of names) await decodeAll(fixturePath(name));
    const before = countOpenFiles();
    const broken = write("broken.wav", "RIFF\0\0\0\0WAVEjunk");
    for (const name of names) {
      await decodeAll(fixturePath(name));
      const source = await openAudio(fixturePath(name));
      for await (const block of source.blocks()) if (block.length > 0) break;
      await source.close();
      await source.close();
      await outcome(broken);
    }
    expect(countOpenFiles()).toBe(before);
  },
);

describe("formats left to ffmpeg", () => {
  test("without ffmpeg they are refused with what to do", async () => {
    vi.stubEnv("PATH", folder);
    expect(await outcome(fixturePath("adpcm.wav"))).toEqual({
      code: "unsupported-format",
      message: "WAV with ADPCM cannot be read by Earshot alone.",
    });
    expect(await outcome(fixturePath("wma.wma"))).toMatchObject({ code: "unsupported-format" });
    await expect(openAudio(fixturePath("wma.wma"))).rejects.toMatchObject({
      hint: expect.stringContaining("ffmpeg"),
    });
  });

  test("with ffmpeg on the PATH they are decoded", async (context) => {
    if ((await findFfmpeg()) === undefined) context.skip("no ffmpeg on this machine");
    const { info, frameCount } = await decodeAll(fixturePath("adpcm.wav"));
    expect([info.sampleRate, info.channelCount]).toEqual([44_100, 2]);
    // 0.2 s in whole ADPCM blocks.
    expect(frameCount).toBeGreaterThanOrEqual(8820);
    expect((await decodeAll(fixturePath("wma.wma"))).info.format).toBe("wma");
  });

  test("a damaged file for ffmpeg is damaged, with its reason", async (context) => {
    if ((await findFfmpeg()) === undefined) context.skip("no ffmpeg on this machine");
    const bytes = readFileSync(fixturePath("wma.wma")).subarray(0, 200);
    expect(await outcome(write("cut.wma", bytes))).toMatchObject({ code: "damaged-file" });
  });
});

test("names that are offered to the indexer", () => {
  const names = ["a.wav", "A.AIFF", "b.Flac", "x.mp3", "x.opus", "x.rx2", "x.wv", "x.m4a", "ä/音.ogg"];
  const others = ["a.txt", "wav", ".wav", "._a.wav", "a.wav.asd", "a.mid", ""];
  expect(names.map(isAudioPath)).toEqual(names.map(() => true));
  expect(others.map(isAudioPath)).toEqual(others.map(() => false));
});
