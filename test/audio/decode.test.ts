// Every format against the output of ffmpeg or sox; see test/reference/make-audio-fixtures.py.
import { describe, expect, test } from "vitest";
import {
  compareDb,
  decodeAll,
  fixturePath,
  hashFloats,
  readFloats,
  readReference,
} from "./read-reference.ts";

const entries = Object.entries(readReference().decoded);

describe("lossless formats decode to the very samples of ffmpeg", () => {
  test.for(entries.filter(([, reference]) => reference.sha256 !== undefined))(
    "%s",
    async ([name, reference]) => {
      const { info, frameCount, interleaved } = await decodeAll(fixturePath(name));
      expect({
        sampleRate: info.sampleRate,
        channelCount: info.channelCount,
        frameCount,
        sha256: hashFloats(interleaved),
      }).toEqual({
        sampleRate: reference.sampleRate,
        channelCount: reference.channelCount,
        frameCount: reference.frameCount,
        sha256: reference.sha256,
      });
    },
  );
});

describe("lossy formats decode to the samples of ffmpeg within the stated decibels", () => {
  test.for(entries.filter(([, reference]) => reference.sha256 === undefined))(
    "%s",
    async ([name, reference]) => {
      const { info, frameCount, interleaved } = await decodeAll(fixturePath(name));
      const { sampleRate, channelCount, excerptStart = 0, excerptFrames = 0, toleranceDb = 0 } = reference;
      expect({ sampleRate: info.sampleRate, channelCount: info.channelCount, frameCount }).toEqual({
        sampleRate,
        channelCount,
        frameCount: reference.frameCount,
      });
      const excerpt = interleaved.subarray(
        excerptStart * channelCount,
        (excerptStart + excerptFrames) * channelCount,
      );
      expect(compareDb(excerpt, readFloats(`${name}.f32`))).toBeGreaterThan(toleranceDb);
    },
  );
});

test("headers tell format, bit depth and length", async () => {
  const names = [
    "wav-extensible-24in32.wav",
    "aiff-s8.aiff",
    "flac-s24.flac",
    "wavpack-f32.wv",
    "mp3-cbr.mp3",
  ];
  const infos = await Promise.all(names.map(async (name) => (await decodeAll(fixturePath(name))).info));
  expect(infos.map(({ format, bitDepth, durationSec }) => ({ format, bitDepth, durationSec }))).toEqual([
    { format: "wav", bitDepth: 24, durationSec: 0.1 },
    { format: "aiff", bitDepth: 8, durationSec: 0.1 },
    { format: "flac", bitDepth: 24, durationSec: 0.5 },
    { format: "wv", bitDepth: 32, durationSec: 0.3 },
    { format: "mp3", bitDepth: null, durationSec: null },
  ]);
});
