import { expect, test } from "vitest";
import type { AudioSource } from "../../main/audio/audio-source.ts";
import { decodeMono, monoBlocks, toMono } from "../../main/audio/mono-stream.ts";
import { resample } from "../../main/audio/resample.ts";
import { decodeAll, fixturePath } from "./read-reference.ts";

/** An open sound whose blocks are given. */
function sourceOf(blocks: Float32Array[][], sampleRate: number): AudioSource {
  return {
    info: {
      format: "wav",
      sampleRate,
      channelCount: blocks[0]?.length ?? 1,
      bitDepth: 32,
      durationSec: null,
    },
    blocks: async function* () {
      yield* blocks;
    },
    close: async () => {},
  };
}

test("channels are mixed by their mean", () => {
  expect(toMono([Float32Array.of(1, 0.5), Float32Array.of(0, -0.5)])).toEqual(Float32Array.of(0.5, 0));
  expect(toMono([Float32Array.of(0.75), Float32Array.of(0.25), Float32Array.of(-0.25)])).toEqual(
    Float32Array.of(0.25),
  );
  expect(toMono([])).toEqual(new Float32Array(0));
});

test("a file comes out mono, at 48 kHz, with the facts of its header", async () => {
  const { samples, info } = await decodeMono(fixturePath("wav-192k.wav"));
  const { interleaved } = await decodeAll(fixturePath("wav-192k.wav"));
  const mono = Float32Array.from(
    { length: interleaved.length / 2 },
    (_unused, i) => ((interleaved[2 * i] as number) + (interleaved[2 * i + 1] as number)) / 2,
  );
  expect(samples).toEqual(resample(mono, 192_000, 48_000));
  expect(info.sampleRate).toBe(192_000);
});

test("no more is decoded than was asked for", async () => {
  const { samples } = await decodeMono(fixturePath("flac-s16.flac"), 0.1);
  expect(samples.length).toBe(4800);
});

test("one sample at 192 kHz is one sample at 48 kHz, not none", async () => {
  const parts: Float32Array[] = [];
  for await (const part of monoBlocks(sourceOf([[Float32Array.of(0.5)]], 192_000), 48_000)) parts.push(part);
  expect(parts).toEqual([Float32Array.of(0.5)]);
});

test("whoever needs all channels sees every block before the mix", async () => {
  const blocks = [[Float32Array.of(1, 2), Float32Array.of(3, 4)]];
  const seen: unknown[] = [];
  const stream = monoBlocks(sourceOf(blocks, 48_000), 48_000, (block, info) =>
    seen.push([block, info.channelCount]),
  );
  await stream.next();
  expect(seen).toEqual([[blocks[0], 2]]);
});
