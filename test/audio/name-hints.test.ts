import { expect, test } from "vitest";
import { parseKey } from "../../main/audio/key.ts";
import { findKey, findTempo, findTempoCandidates } from "../../main/audio/name-hints.ts";

test.for([
  ["Drums_128bpm_A.wav", 128],
  ["BPM 90 guitar.wav", 90],
  ["92.5 bpm shaker.wav", 92.5],
  ["break (174 BPM).aif", 174],
  ["bpm128.wav", 128],
  ["1128bpm.wav", null],
  ["20bpm.wav", null],
  ["999 bpm.wav", null],
  ["Kick 128.wav", null],
  ["bpmeter 120.wav", null],
] as const)("tempo named in %s: %s", ([name, tempo]) => {
  expect(findTempo(name)).toBe(tempo);
});

test("bare numbers that may be tempos", () => {
  expect(findTempoCandidates("Loop 120 A 07 v2 808 96k 1999.wav")).toEqual([120]);
});

test.for([
  ["Pad_Am.wav", "A minor"],
  ["Pad F#m 120.wav", "F# minor"],
  ["Lead-Bbmaj.wav", "A# major"],
  ["Keys (C minor).wav", "C minor"],
  ["Db_Bass.wav", "C# major"],
  ["Rhodes_Ebm.aif", "D# minor"],
  ["Vox - G# min.wav", "G# minor"],
  ["Choir E Major 90.wav", "E major"],
  ["Take A.wav", null],
  ["I am a man.wav", null],
  ["Ambience.wav", null],
  ["B side.wav", null],
  ["em dash.wav", null],
  ["3 AM.wav", null],
  ["PAD_C#MIN.wav", "C# minor"],
] as const)("key named in %s: %s", ([name, key]) => {
  expect(findKey(name)).toBe(key);
});

test.for([
  ["Am", "A minor"],
  ["a minor", "A minor"],
  ["F♯ major", "F# major"],
  ["C", "C major"],
  ["Cb", "B major"],
  ["H", null],
  ["", null],
] as const)("tag %s is %s", ([text, key]) => {
  expect(parseKey(text)).toBe(key);
});
