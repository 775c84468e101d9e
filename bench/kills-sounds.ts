// The folder that `bench kills` works on: short real sound files that change from round to round, the same in every run.
import { readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { toWav16 } from "../main/audio/wav-writer.ts";

const sampleRate = 22_050;

/** Numbers from 0 to below `below`, the same in every run (minimal standard generator). */
export function makeChance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** A falling tone; each seed has its own content. */
export function makeTone(seed: number, durationSec: number): Uint8Array {
  const samples = new Float32Array(Math.round(durationSec * sampleRate));
  let phase = 0;
  for (let i = 0; i < samples.length; i++) {
    const share = i / samples.length;
    phase += (2 * Math.PI * (100 + (seed % 400)) * (1 - 0.5 * share)) / sampleRate;
    samples[i] = 0.7 * Math.sin(phase + seed) * (1 - share);
  }
  return toWav16([samples], sampleRate);
}

/** `fileCount` short sounds, two long ones and one that cannot be read. */
export function makeSounds(folder: string, fileCount: number): void {
  for (let i = 0; i < fileCount; i++) {
    writeFileSync(path.join(folder, `${toKey(i)} ${wordOf(i)}.wav`), makeTone(i, 0.2 + (i % 7) / 20));
  }
  for (const i of [1, 2]) writeFileSync(path.join(folder, `long-${i}.wav`), makeTone(5000 + i, 12 * i));
  writeFileSync(path.join(folder, "broken.wav"), "no sound");
}

/** Names for the tagger to read. */
const words = ["kick", "snare", "rain", "pad", "door", "laser", "choir"] as const;

function wordOf(number: number): string {
  return words[number % words.length] as string;
}

/** One round's work of a person on the disk: some files edited, some renamed, some deleted, some copied, some new. */
export function changeSounds(folder: string, round: number): void {
  const chance = makeChance(round * 7919 + 1);
  const pick = (): string => {
    const names = readdirSync(folder)
      .filter((name) => name.startsWith("tone-"))
      .toSorted();
    return names[chance(names.length)] as string;
  };
  for (let i = 0; i < 8; i++) {
    writeFileSync(path.join(folder, pick()), makeTone(10_000 + round * 10 + i, 0.2 + i / 20));
  }
  for (let i = 0; i < 4; i++) {
    const name = pick();
    renameSync(
      path.join(folder, name),
      path.join(folder, `${keyOf(name)} ${wordOf(round + i)} r${round}-${i}.wav`),
    );
  }
  const gone = pick();
  rmSync(path.join(folder, gone));
  writeFileSync(
    path.join(folder, `${keyOf(gone)} ${wordOf(round)} again.wav`),
    makeTone(50_000 + round, 0.4),
  );
}

function toKey(i: number): string {
  return `tone-${String(i).padStart(3, "0")}`;
}

/** What a file keeps through renames and edits: marks go by it. */
export function keyOf(name: string): string {
  return name.replace(/\.wav$/, "").split(" ")[0] as string;
}
