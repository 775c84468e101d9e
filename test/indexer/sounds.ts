// Set-ups: small real sounds, made by formula, each different from the others.
import { toWav16 } from "../../main/audio/wav-writer.ts";

const sampleRate = 44_100;

/** A falling tone as a WAV file. @param seed equal seeds give equal bytes */
export function toneWav(seed: number, durationSec = 0.3): Uint8Array {
  const samples = new Float32Array(Math.round(durationSec * sampleRate));
  const startHz = 80 + (seed % 40) * 35;
  let phase = 0;
  for (let i = 0; i < samples.length; i++) {
    const share = i / samples.length;
    phase += (2 * Math.PI * startHz * (1 - 0.5 * share)) / sampleRate;
    samples[i] = 0.7 * Math.sin(phase + seed) * (1 - share);
  }
  return toWav16([samples], sampleRate);
}

/** Many of them by name: `tone-000.wav`, ... */
export function toneFiles(count: number, firstSeed = 0): Record<string, Uint8Array> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `tone-${String(i).padStart(3, "0")}.wav`,
      toneWav(firstSeed + i),
    ]),
  );
}
