// Basses, synths, keys, pads and voices of the demo library.
import {
  type Curve,
  decay,
  filter,
  fm,
  gain,
  mix,
  noteHz,
  oscillator,
  pluck,
  reverb,
  saturate,
  shape,
  type Shape,
  type Signal,
  swell,
} from "./dsp.ts";

/** Several detuned oscillators; `spreadCents` is the distance of the outermost from the middle. */
export function unison(
  durationSec: number,
  hz: number,
  shapeName: Shape,
  voices: number,
  spreadCents: number,
): Signal {
  const parts = Array.from({ length: voices }, (_unused, index) => {
    const offset = voices === 1 ? 0 : (index / (voices - 1)) * 2 - 1;
    return oscillator(durationSec, hz * 2 ** ((offset * spreadCents) / 1200), shapeName, (index * 0.37) % 1);
  });
  return gain(mix(...parts), 1 / voices);
}

/** Oscillator bank through a low-pass that closes: the subtractive synthesizer's one-shot. */
export function subtractive(options: {
  durationSec: number;
  midi: number;
  shape: Shape;
  voices?: number;
  spreadCents?: number;
  cutoffHz: Curve | number;
  q?: number;
  amp: Curve;
  drive?: number;
}): Signal {
  const { durationSec, midi, voices = 1, spreadCents = 0, cutoffHz, q = 1, amp, drive = 1 } = options;
  const bank = unison(durationSec, noteHz(midi), options.shape, voices, spreadCents);
  return saturate(shape(filter(bank, "lowpass", cutoffHz, q), amp), drive);
}

/** An 808: a sine with a short fall in pitch and a long tail, driven or clean. */
export const subBass = (midi: number, durationSec: number, drive: number): Signal =>
  saturate(
    shape(
      oscillator(durationSec, (t) => noteHz(midi) * (1 + 1.5 * Math.exp(-t / 0.02))),
      decay(durationSec * 1.2, 0.002),
    ),
    drive,
  );

/** A chord of one voice. */
export const chord = (midis: readonly number[], voice: (midi: number) => Signal): Signal =>
  gain(mix(...midis.map(voice)), 1 / midis.length);

export const pad = (
  midis: readonly number[],
  durationSec: number,
  cutoffHz: Curve | number,
  shapeName: Shape = "saw",
): Signal =>
  reverb(
    chord(midis, (midi) =>
      shape(
        filter(unison(durationSec, noteHz(midi), shapeName, 5, 14), "lowpass", cutoffHz),
        swell(durationSec * 0.35, durationSec * 0.65, durationSec * 0.35),
      ),
    ),
    2.4,
    0.5,
    0.6,
  );

export const electricPiano = (midi: number, durationSec: number): Signal =>
  mix(
    shape(
      fm(durationSec, noteHz(midi), 1, (t) => 1.2 * Math.exp(-t / 0.4)),
      decay(durationSec, 0.002),
    ),
    gain(
      shape(
        fm(durationSec, noteHz(midi), 14, (t) => 0.6 * Math.exp(-t / 0.05)),
        decay(durationSec * 0.5, 0.001),
      ),
      0.3,
    ),
  );

export const bell = (midi: number, durationSec: number, ratio: number): Signal =>
  shape(
    fm(durationSec, noteHz(midi), ratio, (t) => 4 * Math.exp(-t / 0.6)),
    decay(durationSec, 0.001),
  );

/** A wooden or metal bar: partials of a free bar, each with its own decay. */
export const bar = (midi: number, durationSec: number, partials: readonly number[]): Signal =>
  mix(
    ...partials.map((ratio, index) =>
      gain(
        shape(oscillator(durationSec, noteHz(midi) * ratio), decay(durationSec / (1 + index * 1.5), 0.001)),
        1 / (1 + index * 1.4),
      ),
    ),
  );

export const organ = (midi: number, durationSec: number): Signal =>
  shape(
    mix(
      ...[0.5, 1, 1.5, 2, 3, 4].map((ratio, index) =>
        gain(oscillator(durationSec, noteHz(midi) * ratio), [0.5, 1, 0.4, 0.6, 0.3, 0.25][index] as number),
      ),
    ),
    swell(0.01, durationSec - 0.08, 0.07),
  );

export const guitar = (midi: number, durationSec: number, brightness: number): Signal =>
  shape(
    filter(
      pluck(durationSec, noteHz(midi), brightness, midi),
      "lowpass",
      (t) => 1200 + 6000 * brightness * Math.exp(-t / 0.25),
    ),
    swell(0.001, durationSec - 0.15, 0.14),
  );

/** A glottal saw through three formants: a sung vowel. */
export function vowel(
  midi: number,
  durationSec: number,
  formantsHz: readonly [number, number, number],
): Signal {
  const source = oscillator(
    durationSec,
    (t) => noteHz(midi) * (1 + 0.006 * Math.sin(2 * Math.PI * 5.3 * t) * Math.min(1, t * 2)),
    "saw",
  );
  const formed = mix(
    ...formantsHz.map((hz, index) =>
      gain(filter(source, "bandpass", hz, 9), [1, 0.6, 0.25][index] as number),
    ),
  );
  return shape(formed, swell(0.08, durationSec - 0.25, 0.24));
}
