// Made-up sounds for component tests: the same ones for the same count, any number of them.
import type { Peaks, SoundKind, SoundRow } from "../../../preload/sound.ts";

const words = {
  adjective: [
    "dusty",
    "deep",
    "bright",
    "lofi",
    "tight",
    "wide",
    "vinyl",
    "analog",
    "dark",
    "crisp",
    "hollow",
  ],
  noun: ["kick", "snare", "hat", "clap", "bass", "pad", "impact", "riser", "pluck", "vox", "rim", "texture"],
  folder: ["Drums/Kicks", "Drums/Snares", "Drums/Hats", "Bass", "Pads & Textures", "FX/Impacts", "Loops/120"],
  format: ["wav", "wav", "wav", "aiff", "flac", "mp3"],
  key: ["A minor", "C major", "F# minor", "D minor", null, null, null, null],
};

/** 0..1 from an id and a salt, without state. */
export function chance(id: number, salt: number): number {
  let hash = Math.imul(id ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(salt + 1, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

function pick<Value>(values: readonly Value[], id: number, salt: number): Value {
  return values[Math.floor(chance(id, salt) * values.length)] as Value;
}

export const longName =
  "Field recording of an old freight lift in the harbour warehouse, doors closing, chain rattle, take 12, mono, edited v3.wav";

const addedMs = Date.UTC(2026, 10, 20);

/** Sound `id` of a library: 3 has a very long name, 5 could not be read, 7 is offline, 9 is pending, 11 has an Arabic name. */
export function fakeSound(id: number): SoundRow {
  const format = pick(words.format, id, 3);
  const noun = pick(words.noun, id, 1);
  const isLong = chance(id, 6) > 0.93;
  const isLoop = chance(id, 7) > 0.7;
  const kind: SoundKind = isLong ? "long" : isLoop ? "loop" : "one-shot";
  const number = String(id).padStart(2, "0");
  const special: Record<number, string> = { 3: longName, 11: `طبلة خشبية ${number}.wav` };
  const name = special[id] ?? `${pick(words.adjective, id, 0)}_${noun}_${number}.${format}`;
  const folderPath = `/home/ada/Samples/${pick(words.folder, id, 2)}`;
  const isPending = id === 9;
  const isError = id === 5;
  const isKnown = !isPending && !isError;
  return {
    id,
    path: `${folderPath}/${name}`,
    name,
    folderPath,
    fileState: id === 7 ? "offline" : "present",
    status: isError ? "error" : isPending ? "pending" : "ready",
    format,
    durationSec: isKnown ? (isLong ? 12 + chance(id, 4) * 400 : 0.08 + chance(id, 4) * 4) : null,
    sampleRate: isKnown ? pick([44100, 48000, 96000], id, 8) : null,
    channelCount: isKnown ? pick([1, 2, 2], id, 9) : null,
    bitDepth: isKnown && format !== "mp3" ? pick([16, 24], id, 10) : null,
    sizeBytes: 20_000 + Math.floor(chance(id, 11) * 900_000),
    modifiedMs: addedMs - Math.floor(chance(id, 12) * 3e10),
    addedMs: addedMs - id * 60_000,
    loudnessLufs: isKnown ? -8 - chance(id, 13) * 20 : null,
    centroidHz: isKnown ? 150 * 60 ** chance(id, 14) : null,
    tempoBpm: isKnown && kind === "loop" ? 80 + Math.floor(chance(id, 15) * 100) : null,
    key: isKnown ? pick(words.key, id, 16) : null,
    kind: isKnown ? kind : null,
    isFavourite: chance(id, 17) > 0.92,
    copyCount: id === 4 ? 2 : 1,
    tags: [],
    useCount: 0,
    lastUsedMs: null,
  };
}

/** Peaks of a decaying or a sustained sound, by its kind. */
export function fakePeaks(row: SoundRow, columnCount: number): Peaks {
  const data = new Uint8Array(columnCount * 2);
  for (let column = 0; column < columnCount; column++) {
    const time = column / columnCount;
    const beat = row.kind === "loop" ? (time * 8) % 1 : time;
    const decay = row.kind === "long" ? 0.5 + 0.4 * Math.sin(time * 9 + row.id) : Math.exp(-beat * 5);
    const level = Math.abs(decay) * (0.6 + 0.4 * chance(row.id * 4099 + column, 20)) * 120;
    data[column * 2] = (-level * (0.7 + 0.3 * chance(row.id + column, 21))) & 255;
    data[column * 2 + 1] = level & 255;
  }
  return { soundId: row.id, columnCount, data };
}
