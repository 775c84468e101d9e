// Folders of real WAV files, made quickly: short tones and bursts of noise, each with content and a name of its own.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { toWav16 } from "../../main/audio/wav-writer.ts";

const sampleRate = 22_050;
const durationSec = 0.25;
const kinds = ["Kick", "Snare", "Hat", "Tone", "Click"];
const soundsPerFolder = 500;

/** Names of the sounds that `makeSounds` writes, in order: `Kick 0001.wav`, `Snare 0002.wav`, ... */
export function soundName(index: number): string {
  return `${kinds[index % kinds.length]} ${String(index + 1).padStart(4, "0")}.wav`;
}

/** Writes `count` sounds below `folder`, 500 to a folder. */
export function makeSounds(folder: string, count: number): void {
  for (let index = 0; index < count; index++) {
    const inFolder = path.join(folder, `Pack ${Math.floor(index / soundsPerFolder) + 1}`);
    if (index % soundsPerFolder === 0) mkdirSync(inFolder, { recursive: true });
    writeFileSync(path.join(inFolder, soundName(index)), toWav16([makeSamples(index)], sampleRate));
  }
}

/** A decaying tone whose pitch is the sound's own, with noise in every other kind. */
function makeSamples(index: number): Float32Array {
  // The second term tells the 4,001st from the first.
  const frequencyHz = 60 + ((index * 37) % 4000) + Math.floor(index / 4000) / 64;
  let noise = index + 1;
  return Float32Array.from({ length: Math.round(sampleRate * durationSec) }, (_, i) => {
    const seconds = i / sampleRate;
    // A linear congruential generator: the same on every machine.
    noise = (noise * 1_664_525 + 1_013_904_223) % 2 ** 32;
    const hiss = index % 2 === 0 ? 0 : noise / 2 ** 31 - 1;
    return 0.4 * Math.exp(-seconds * 12) * (Math.sin(2 * Math.PI * frequencyHz * seconds) + hiss);
  });
}
