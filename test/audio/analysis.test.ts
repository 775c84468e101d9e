import path from "node:path";
import { describe, expect, test } from "vitest";
import { type AnalysisHints, type SoundFacts, SoundAnalyser } from "../../main/audio/analysis.ts";
import { monoBlocks } from "../../main/audio/mono-stream.ts";
import { openAudio } from "../../main/audio/open-audio.ts";
import { fixturePath, readReference } from "./read-reference.ts";

async function analyse(name: string, hints: AnalysisHints): Promise<SoundFacts> {
  const source = await openAudio(path.isAbsolute(name) ? name : fixturePath(name));
  const analyser = new SoundAnalyser();
  const listen = (block: Float32Array[]): void => analyser.pushChannels(block, source.info);
  for await (const samples of monoBlocks(source, 48_000, listen)) analyser.push(samples);
  await source.close();
  return analyser.finish(hints);
}

function analyseSamples(samples: Float32Array, hints: AnalysisHints = { fileName: "x.wav" }): SoundFacts {
  const analyser = new SoundAnalyser();
  analyser.push(samples);
  return analyser.finish(hints);
}

function sine(hz: number, sec: number, level = 0.5): Float32Array {
  return Float32Array.from(
    { length: Math.round(48_000 * sec) },
    (_unused, i) => level * Math.sin((2 * Math.PI * hz * i) / 48_000),
  );
}

/** Repeatable white noise (the minimal standard generator). */
function noise(sec: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: 48_000 * sec }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  });
}

describe("tempo is heard in drum loops whose names tell nothing", () => {
  test.for(readReference().rhythms)("$file is $tempoBpm BPM", async ({ file, tempoBpm }) => {
    const facts = await analyse(file, { fileName: "untitled.wav" });
    expect({ tempoBpm: facts.tempoBpm, kind: facts.kind, key: facts.key }).toEqual({
      tempoBpm,
      kind: "loop",
      key: null,
    });
    expect(facts.tempoConfidence).toBeGreaterThan(0.5);
  });
});

describe("key is heard in chords whose names tell nothing", () => {
  test.for(readReference().harmonies)("$file is $key", async ({ file, key }) => {
    const facts = await analyse(file, { fileName: "untitled.wav" });
    expect(facts.key).toBe(key);
    expect(facts.keyConfidence).toBeGreaterThan(0.4);
  });
});

test("noise, a single tone and silence have neither key nor tempo", () => {
  const sounds = [noise(3), sine(440, 3), new Float32Array(48_000 * 3)];
  expect(
    sounds.map((samples) => analyseSamples(samples)).map(({ key, tempoBpm }) => [key, tempoBpm]),
  ).toEqual([
    [null, null],
    [null, null],
    [null, null],
  ]);
});

test("what nobody hears has no tempo: beats at the level of dither are none", () => {
  const burst = noise(4).map((value, i) => value * Math.exp(-(i % 24_000) / 2000));
  const tempoAt = (level: number): number | null =>
    analyseSamples(burst.map((value) => value * level)).tempoBpm;
  expect([tempoAt(1), tempoAt(0.0001)]).toEqual([120, null]);
});

describe("one-shots and noises have neither tempo nor key, however regular or tonal they are", () => {
  test.for([
    "Ambience/Crickets Night.wav",
    "Ambience/Electric Hum 50 Hz.wav",
    "Bass/Wobble Bass G.wav",
    "Drums/Crash Cymbal.wav",
    "Drums/Snare Hall.wav",
    "Effects/Downlifter.wav",
    "Effects/Metal Door Slam.wav",
    "Effects/Reverse Cymbal.wav",
    "Interface/Phone Ring.wav",
    "Strings/Guitar Steel A3.wav",
  ])("%s", async (name) => {
    const demo = path.join(import.meta.dirname, "..", "..", "assets", "demo", name);
    const { tempoBpm, tempoConfidence, key, keyConfidence } = await analyse(demo, {
      fileName: "untitled.wav",
    });
    expect({ tempoBpm, tempoConfidence, key, keyConfidence }).toEqual({
      tempoBpm: null,
      tempoConfidence: null,
      key: null,
      keyConfidence: null,
    });
  });
});

test("a tempo that the name or the file tells is kept for a one-shot too", async () => {
  const named = analyseSamples(sine(60, 3.1), { fileName: "stab 128bpm.wav" });
  const inFile = analyseSamples(sine(60, 3.1), { fileName: "stab.wav", chunkTempoBpm: 95 });
  expect([named.kind, named.tempoBpm, inFile.kind, inFile.tempoBpm]).toEqual([
    "one-shot",
    128,
    "one-shot",
    95,
  ]);
});

test("what is written comes before what is heard", async () => {
  const hints = { fileName: "rhythm_Fm_95bpm.wav" };
  const facts = await analyse("rhythm-3.ogg", hints);
  expect([facts.tempoBpm, facts.tempoConfidence, facts.key]).toEqual([95, 0.95, "F minor"]);
  const chunk = await analyse("rhythm-3.ogg", { fileName: "a.wav", chunkTempoBpm: 60, chunkKey: "C# major" });
  expect([chunk.tempoBpm, chunk.key]).toEqual([60, "C# major"]);
  const beats = await analyse("rhythm-3.ogg", { fileName: "a.wav", chunkBeatCount: 8 });
  expect(beats.tempoBpm).toBe(60);
});

test("a bare number in the name counts when the length is whole bars of it", async () => {
  // rhythm-4 is four bars at 128, as long as three at 96: both fit, and the name chooses.
  expect((await analyse("rhythm-4.ogg", { fileName: "break 96 a.wav" })).tempoBpm).toBe(96);
  expect((await analyse("rhythm-4.ogg", { fileName: "break 93 a.wav" })).tempoBpm).toBe(128);
});

test("a loop without onsets takes its tempo from its length, with little confidence", () => {
  const facts = analyseSamples(sine(220, 8), { fileName: "drone loop.wav" });
  expect([facts.tempoBpm, facts.tempoConfidence, facts.kind]).toEqual([120, 0.4, "loop"]);
});

test("kinds", () => {
  const kinds = [
    analyseSamples(sine(60, 0.3)),
    analyseSamples(sine(60, 10)),
    analyseSamples(sine(60, 10.1)),
    analyseSamples(sine(60, 3), { fileName: "Bass Loop 1.wav" }),
    analyseSamples(sine(60, 3), { fileName: "a.wav", hasLoop: true }),
    analyseSamples(sine(60, 3), { fileName: "Loop 1.wav", hasLoop: false }),
    analyseSamples(sine(60, 70), { fileName: "loop.wav" }),
  ].map((facts) => facts.kind);
  expect(kinds).toEqual(["one-shot", "one-shot", "long", "loop", "loop", "one-shot", "long"]);
});

test("levels and brightness of a sine", () => {
  const facts = analyseSamples(sine(2000, 2, 0.5));
  expect(facts.durationSec).toBe(2);
  expect(facts.peakDb).toBeCloseTo(-6.02, 1);
  expect(facts.centroidHz).toBeGreaterThan(1950);
  expect(facts.centroidHz).toBeLessThan(2050);
});

test("loudness and peak are those of all channels, not of the mix", () => {
  const analyser = new SoundAnalyser();
  const left = sine(997, 2, 1);
  const info = { format: "wav", sampleRate: 48_000, channelCount: 2, bitDepth: 16, durationSec: 2 };
  analyser.pushChannels([left, left.map((sample) => -sample)], info);
  analyser.push(new Float32Array(left.length));
  const facts = analyser.finish({ fileName: "phase.wav" });
  expect(facts.loudnessLufs).toBeCloseTo(0, 1);
  expect(facts.peakDb).toBeCloseTo(0, 2);
});

test.for([0, 1, 1023, 1024, 1025])("%i samples are enough", (count) => {
  const facts = analyseSamples(new Float32Array(count).fill(0.5));
  expect(facts.durationSec).toBe(count / 48_000);
  expect(facts.rowPeaks.length).toBe(2 * Math.min(256, count));
  expect(facts.playerPeaks.length).toBe(2 * Math.min(4096, count));
  expect(facts.kind).toBe("one-shot");
});

test("silence", () => {
  const { peakDb, loudnessLufs, centroidHz } = analyseSamples(new Float32Array(48_000));
  expect({ peakDb, loudnessLufs, centroidHz }).toEqual({
    peakDb: -120,
    loudnessLufs: null,
    centroidHz: null,
  });
});
