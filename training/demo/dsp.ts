// The small synthesizer behind the demo library: oscillators, noise, filters, envelopes, reverb.
// Signals are Float32Array at 44.1 kHz, mono; everything is seeded, so that every run writes the same bytes.

export const sampleRate = 44100;

export type Signal = Float32Array;
/** A value over time: `tSec` from the start of the sound. */
export type Curve = (tSec: number) => number;

/** Uniform noise generator in [-1, 1), mulberry32. */
export function createNoise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), 1 | state);
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
    return ((word ^ (word >>> 14)) >>> 0) / 2147483648 - 1;
  };
}

/** A signal of `durationSec`, one value a sample. */
export function render(durationSec: number, valueAt: (tSec: number, index: number) => number): Signal {
  const signal = new Float32Array(Math.round(durationSec * sampleRate));
  for (let index = 0; index < signal.length; index++) signal[index] = valueAt(index / sampleRate, index);
  return signal;
}

export const noise = (durationSec: number, seed: number): Signal => {
  const next = createNoise(seed);
  return render(durationSec, () => next());
};

/** Exponential decay to -60 dB at `decaySec`, after a linear attack. */
export const decay =
  (decaySec: number, attackSec = 0.001): Curve =>
  (t) =>
    (t < attackSec ? t / attackSec : 1) * 10 ** (-3 * (Math.max(0, t - attackSec) / decaySec));

/** Attack, hold at 1 until `releaseAtSec`, then a release of `releaseSec`, all raised-cosine. */
export const swell =
  (attackSec: number, releaseAtSec: number, releaseSec: number): Curve =>
  (t) => {
    const rise = t < attackSec ? 0.5 - 0.5 * Math.cos((Math.PI * t) / attackSec) : 1;
    const past = (t - releaseAtSec) / releaseSec;
    const fall = past <= 0 ? 1 : past >= 1 ? 0 : 0.5 + 0.5 * Math.cos(Math.PI * past);
    return rise * fall;
  };

export type Shape = "sine" | "saw" | "square" | "triangle";

const shapes: Record<Shape, (phase: number) => number> = {
  sine: (phase) => Math.sin(2 * Math.PI * phase),
  saw: (phase) => 2 * phase - 1,
  square: (phase) => (phase < 0.5 ? 1 : -1),
  triangle: (phase) => 1 - 4 * Math.abs(phase - 0.5),
};

/** An oscillator at four times the rate, averaged down, so that saws and squares alias less. */
export function oscillator(
  durationSec: number,
  frequencyHz: Curve | number,
  shape: Shape = "sine",
  phase = 0,
): Signal {
  const frequencyAt = typeof frequencyHz === "number" ? () => frequencyHz : frequencyHz;
  const wave = shapes[shape];
  let position = phase;
  return render(durationSec, (t) => {
    const step = frequencyAt(t) / sampleRate / 4;
    let sum = 0;
    for (let part = 0; part < 4; part++) {
      position = (position + step) % 1;
      sum += wave(position);
    }
    return sum / 4;
  });
}

/** Frequency modulation of two sines: bells, electric pianos, metal. */
export function fm(durationSec: number, carrierHz: Curve | number, ratio: number, index: Curve): Signal {
  const carrierAt = typeof carrierHz === "number" ? () => carrierHz : carrierHz;
  let carrier = 0;
  let modulator = 0;
  return render(durationSec, (t) => {
    const frequency = carrierAt(t);
    modulator += (frequency * ratio) / sampleRate;
    carrier += frequency / sampleRate;
    return Math.sin(2 * Math.PI * carrier + index(t) * Math.sin(2 * Math.PI * modulator));
  });
}

/** A plucked string after Karplus and Strong, `brightness` 0..1. */
export function pluck(durationSec: number, frequencyHz: number, brightness: number, seed: number): Signal {
  const period = Math.max(2, Math.round(sampleRate / frequencyHz));
  const next = createNoise(seed);
  const line = Float32Array.from({ length: period }, () => next());
  let previous = 0;
  return render(durationSec, (_t, index) => {
    const at = index % period;
    const current = line[at] as number;
    previous = brightness * current + (1 - brightness) * previous;
    line[at] = 0.996 * (0.5 * previous + 0.5 * (line[(at + 1) % period] as number));
    return current;
  });
}

export type FilterKind = "lowpass" | "highpass" | "bandpass";

/** Biquad of the Audio EQ Cookbook (R. Bristow-Johnson) with a cutoff that may move. */
export function filter(input: Signal, kind: FilterKind, cutoffHz: Curve | number, q = 0.707): Signal {
  const cutoffAt = typeof cutoffHz === "number" ? () => cutoffHz : cutoffHz;
  const output = new Float32Array(input.length);
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  let [b0, b1, b2, a1, a2] = [0, 0, 0, 0, 0];
  for (let index = 0; index < input.length; index++) {
    if (index % 32 === 0) {
      const frequency = Math.min(Math.max(cutoffAt(index / sampleRate), 10), sampleRate * 0.45);
      const omega = (2 * Math.PI * frequency) / sampleRate;
      const alpha = Math.sin(omega) / (2 * q);
      const cosine = Math.cos(omega);
      const a0 = 1 + alpha;
      const edge = kind === "lowpass" ? 1 - cosine : kind === "highpass" ? 1 + cosine : 0;
      b0 = (kind === "bandpass" ? alpha : edge / 2) / a0;
      b1 = (kind === "lowpass" ? edge : kind === "highpass" ? -edge : 0) / a0;
      b2 = (kind === "bandpass" ? -alpha : edge / 2) / a0;
      a1 = (-2 * cosine) / a0;
      a2 = (1 - alpha) / a0;
    }
    const x = input[index] as number;
    const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    output[index] = y;
  }
  return output;
}

export const shape = (input: Signal, curve: Curve): Signal =>
  input.map((value, index) => value * curve(index / sampleRate));
export const gain = (input: Signal, factor: number): Signal => input.map((value) => value * factor);
export const saturate = (input: Signal, drive: number): Signal =>
  input.map((value) => Math.tanh(value * drive));
export const reverse = (input: Signal): Signal => Float32Array.from(input).reverse();

/** Sum; the length is that of the longest part. */
export function mix(...parts: Signal[]): Signal {
  const output = new Float32Array(Math.max(...parts.map((part) => part.length)));
  for (const part of parts)
    for (let index = 0; index < part.length; index++)
      output[index] = (output[index] as number) + (part[index] as number);
  return output;
}

/** Places signals on a time line of fixed length: loops and textures. */
export function place(
  durationSec: number,
  events: readonly { atSec: number; signal: Signal; level?: number }[],
): Signal {
  const output = new Float32Array(Math.round(durationSec * sampleRate));
  for (const { atSec, signal, level = 1 } of events) {
    const start = Math.round(atSec * sampleRate);
    for (let index = 0; index < signal.length && start + index < output.length; index++) {
      output[start + index] = (output[start + index] as number) + (signal[index] as number) * level;
    }
  }
  return output;
}

/** A feedback delay network of eight lines with damping; `roomSec` is the reverb time (-60 dB). */
export function reverb(input: Signal, roomSec: number, wet: number, tailSec = roomSec * 0.8): Signal {
  const lengths = [1423, 1637, 1811, 1987, 2251, 2417, 2633, 2909];
  const lines = lengths.map((length) => new Float32Array(length));
  const feedback = lengths.map((length) => 10 ** ((-3 * length) / (roomSec * sampleRate)));
  const damped = new Float64Array(8);
  const output = new Float32Array(input.length + Math.round(tailSec * sampleRate));
  for (let index = 0; index < output.length; index++) {
    const dry = input[index] ?? 0;
    let sum = 0;
    for (let line = 0; line < 8; line++) {
      const tap = (lines[line] as Float32Array)[index % (lengths[line] as number)] as number;
      damped[line] = 0.65 * tap + 0.35 * (damped[line] as number);
      sum += damped[line] as number;
    }
    for (let line = 0; line < 8; line++) {
      const mixed = (damped[line] as number) - sum / 4;
      (lines[line] as Float32Array)[index % (lengths[line] as number)] =
        dry + mixed * (feedback[line] as number);
    }
    output[index] = dry * (1 - wet * 0.4) + (wet * sum) / 4;
  }
  const fadeFrom = output.length - Math.round(0.05 * sampleRate);
  return output.map((value, index) =>
    index > fadeFrom ? (value * (output.length - index)) / (output.length - fadeFrom) : value,
  );
}

/** Peak at `peakDb` and a 2 ms fade at the end, so that nothing clicks. */
export function finish(input: Signal, peakDb = -1): Signal {
  const peak = input.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  const factor = 10 ** (peakDb / 20) / peak;
  const fade = Math.round(0.002 * sampleRate);
  return input.map((value, index) => value * factor * Math.min(1, (input.length - 1 - index) / fade));
}

/** Frequency in Hz of a MIDI note number. */
export const noteHz = (midi: number): number => 440 * 2 ** ((midi - 69) / 12);
