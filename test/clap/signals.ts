// Signals that the reference numbers were made with, the same in test/reference/make_clap_reference.py.

/** The golden values' noise: s = (1664525 s + 1013904223) mod 2^32 from 1, x = (s / 2^31 - 1) / 4. */
export function lcgNoise(sampleCount: number): Float32Array {
  const samples = new Float32Array(sampleCount);
  let state = 1;
  for (let n = 0; n < sampleCount; n++) {
    state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
    samples[n] = (state / 2 ** 31 - 1) * 0.25;
  }
  return samples;
}

/** A sine of half full scale at 48 kHz. */
export function sine(frequencyHz: number, sampleCount: number): Float32Array {
  return Float32Array.from(
    { length: sampleCount },
    (_, n) => 0.5 * Math.sin((2 * Math.PI * frequencyHz * n) / 48_000),
  );
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
}
