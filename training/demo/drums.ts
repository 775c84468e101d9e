// Drums and percussion of the demo library.
import {
  createNoise,
  decay,
  filter,
  fm,
  gain,
  mix,
  noise,
  oscillator,
  place,
  render,
  reverb,
  saturate,
  shape,
  type Signal,
} from "./dsp.ts";

/** A sine that falls in pitch, with a click: the whole family of bass drums. */
export function kick(options: {
  startHz: number;
  endHz: number;
  sweepSec: number;
  decaySec: number;
  click: number;
  drive?: number;
}): Signal {
  const { startHz, endHz, sweepSec, decaySec, click, drive = 1 } = options;
  const body = shape(
    oscillator(decaySec * 1.1, (t) => endHz + (startHz - endHz) * Math.exp(-t / sweepSec)),
    decay(decaySec),
  );
  const tick = shape(filter(noise(0.03, 11), "highpass", 2500), decay(0.012));
  return saturate(mix(body, gain(tick, click)), drive);
}

/** Two tuned skins and a band of noise. */
export function snare(options: {
  toneHz: number;
  toneSec: number;
  noiseSec: number;
  noiseHz: number;
  balance: number;
  seed: number;
}): Signal {
  const { toneHz, toneSec, noiseSec, noiseHz, balance, seed } = options;
  const sweep = (hz: number) => oscillator(toneSec, (t) => hz * (1 + 0.4 * Math.exp(-t / 0.012)));
  const skins = mix(
    shape(sweep(toneHz), decay(toneSec)),
    gain(shape(sweep(toneHz * 1.83), decay(toneSec * 0.7)), 0.5),
  );
  const wires = shape(filter(noise(noiseSec, seed), "highpass", noiseHz), decay(noiseSec));
  return mix(gain(skins, 1 - balance), gain(wires, balance));
}

/** Four short bursts and a tail: hands. */
export function clap(tailSec: number, centreHz: number, seed: number): Signal {
  const burst = (atSec: number, lengthSec: number, index: number) => ({
    atSec,
    signal: shape(filter(noise(lengthSec, seed + index), "bandpass", centreHz, 1.2), decay(lengthSec * 0.8)),
  });
  return place(tailSec + 0.05, [
    burst(0, 0.02, 0),
    burst(0.011, 0.02, 1),
    burst(0.023, 0.02, 2),
    burst(0.034, tailSec, 3),
  ]);
}

/** Six detuned squares, high-passed: the metal of drum machines. */
export function metal(durationSec: number, baseHz: number, highpassHz: number, decaySec: number): Signal {
  const ratios = [2, 3, 4.16, 5.43, 6.79, 8.21];
  const squares = mix(
    ...ratios.map((ratio, index) =>
      gain(oscillator(durationSec, baseHz * ratio, "square", index / 7), 1 / 6),
    ),
  );
  return shape(
    filter(filter(squares, "bandpass", highpassHz * 1.2, 0.8), "highpass", highpassHz),
    decay(decaySec),
  );
}

/** Metal and air, as sticks on bronze sound. */
export function cymbal(
  durationSec: number,
  baseHz: number,
  highpassHz: number,
  air: number,
  seed: number,
): Signal {
  const wash = shape(
    filter(noise(durationSec, seed), "highpass", highpassHz),
    decay(durationSec * 0.8, 0.004),
  );
  const ring = mix(
    ...[1, 1.483, 1.932, 2.546, 3.211, 4.127].map((ratio, index) =>
      gain(
        fm(durationSec, baseHz * ratio, 1.41, () => 2.1),
        0.12 / (1 + index * 0.2),
      ),
    ),
  );
  return mix(gain(wash, air), shape(filter(ring, "highpass", highpassHz * 0.4), decay(durationSec * 0.9)));
}

export function tom(hz: number, decaySec: number): Signal {
  const skin = shape(
    oscillator(decaySec, (t) => hz * (1 + 0.5 * Math.exp(-t / 0.03))),
    decay(decaySec),
  );
  const slap = shape(filter(noise(0.06, 21), "bandpass", hz * 6, 0.8), decay(0.04));
  return mix(skin, gain(slap, 0.25));
}

export const cowbell = (decaySec: number): Signal =>
  shape(
    filter(
      mix(oscillator(decaySec, 562, "square"), oscillator(decaySec, 845, "square")),
      "bandpass",
      2000,
      0.9,
    ),
    decay(decaySec),
  );

export const clave = (hz: number): Signal => shape(oscillator(0.12, hz), decay(0.09));
export const rim = (hz: number): Signal =>
  mix(
    shape(oscillator(0.06, hz, "triangle"), decay(0.04)),
    shape(filter(noise(0.02, 5), "bandpass", 3200, 1.5), decay(0.015)),
  );
export const woodBlock = (hz: number): Signal =>
  mix(shape(oscillator(0.16, hz), decay(0.1)), gain(shape(oscillator(0.1, hz * 2.7), decay(0.05)), 0.4));

/** A hand drum: pitch bends up a little under the palm. */
export function conga(hz: number, decaySec: number, isSlap: boolean): Signal {
  const skin = shape(
    oscillator(decaySec, (t) => hz * (1 + 0.08 * Math.exp(-t / 0.02))),
    decay(decaySec),
  );
  const palm = shape(
    filter(noise(0.05, 31), "bandpass", isSlap ? 2600 : 900, 1),
    decay(isSlap ? 0.05 : 0.025),
  );
  return mix(skin, gain(palm, isSlap ? 0.9 : 0.3));
}

/** Grains of noise, denser at the ends of the stroke: shakers and tambourines. */
export function shaker(durationSec: number, highpassHz: number, jingleHz: number, seed: number): Signal {
  const next = createNoise(seed);
  const grains = render(durationSec, (t) => {
    const stroke = Math.exp(-((t / durationSec - 0.35) ** 2) / 0.05);
    return Math.abs(next()) < 0.35 * stroke ? next() * stroke : 0;
  });
  const seeds = filter(grains, "highpass", highpassHz);
  if (jingleHz === 0) return seeds;
  const jingle = mix(
    ...[1, 1.37, 1.71].map((ratio) =>
      shape(oscillator(durationSec, jingleHz * ratio), decay(durationSec * 0.9, 0.01)),
    ),
  );
  return mix(seeds, gain(jingle, 0.08));
}

/** Steps of a sixteenth grid: `x` hits, `o` hits softly, anything else rests. */
export function pattern(
  steps: string,
  stepSec: number,
  signal: Signal,
): { atSec: number; signal: Signal; level: number }[] {
  return Array.from(steps).flatMap((step, index) =>
    step === "x" || step === "o" ? [{ atSec: index * stepSec, signal, level: step === "x" ? 1 : 0.45 }] : [],
  );
}

export const room = (signal: Signal, seconds: number, wet: number): Signal => reverb(signal, seconds, wet);
