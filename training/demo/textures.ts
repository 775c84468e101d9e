// Effects, interface sounds and ambiences of the demo library.
import {
  createNoise,
  type Curve,
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
  reverse,
  saturate,
  shape,
  type Signal,
  swell,
} from "./dsp.ts";

/** A low thud with debris in a large hall. */
export function impact(hz: number, roomSec: number, debris: number, seed: number): Signal {
  const thud = shape(
    oscillator(0.9, (t) => hz * (1 + 2 * Math.exp(-t / 0.03))),
    decay(0.8),
  );
  const rubble = shape(
    filter(noise(0.6, seed), "lowpass", (t) => 4000 * Math.exp(-t / 0.15) + 200),
    decay(0.5),
  );
  return reverb(saturate(mix(thud, gain(rubble, debris)), 1.6), roomSec, 0.6, 1.2);
}

/** Struck metal plate: inharmonic partials. */
export function metalHit(hz: number, durationSec: number, roomSec: number): Signal {
  const ratios = [1, 1.59, 2.14, 2.3, 2.65, 2.92, 3.5, 4.06, 4.9, 6.1];
  const plate = mix(
    ...ratios.map((ratio, index) =>
      gain(
        shape(oscillator(durationSec, hz * ratio), decay(durationSec / (1 + index * 0.35))),
        1 / (1 + index * 0.5),
      ),
    ),
  );
  const strike = shape(filter(noise(0.04, 77), "highpass", 3000), decay(0.02));
  return reverb(mix(plate, gain(strike, 0.6)), roomSec, 0.4, 0.8);
}

export const riser = (durationSec: number, seed: number): Signal =>
  shape(
    mix(
      gain(
        filter(noise(durationSec, seed), "bandpass", (t) => 200 * 40 ** (t / durationSec), 2),
        1.5,
      ),
      gain(
        oscillator(durationSec, (t) => 110 * 8 ** (t / durationSec), "saw"),
        0.15,
      ),
    ),
    (t) => (t / durationSec) ** 1.5,
  );

export const downer = (durationSec: number): Signal =>
  shape(
    filter(
      oscillator(durationSec, (t) => 900 * 0.04 ** (t / durationSec), "saw"),
      "lowpass",
      (t) => 6000 * 0.05 ** (t / durationSec),
    ),
    swell(0.01, durationSec * 0.6, durationSec * 0.4),
  );

export const whoosh = (durationSec: number, peakHz: number, seed: number): Signal => {
  const bump: Curve = (t) => Math.exp(-((t / durationSec - 0.5) ** 2) / 0.03);
  return shape(
    filter(noise(durationSec, seed), "bandpass", (t) => 250 + peakHz * bump(t), 1.4),
    bump,
  );
};

export const laser = (durationSec: number, fromHz: number, toHz: number): Signal =>
  shape(
    oscillator(durationSec, (t) => fromHz * (toHz / fromHz) ** (t / durationSec), "square"),
    decay(durationSec),
  );

export function explosion(seed: number): Signal {
  const blast = shape(
    filter(noise(2.2, seed), "lowpass", (t) => 3500 * Math.exp(-t / 0.3) + 120),
    decay(2.2, 0.004),
  );
  const rumble = shape(
    oscillator(2, (t) => 38 + 30 * Math.exp(-t / 0.1)),
    decay(1.6),
  );
  return reverb(saturate(mix(blast, gain(rumble, 0.8)), 2.5), 2, 0.35, 0.8);
}

export function zap(seed: number): Signal {
  const next = createNoise(seed);
  const sparks = render(0.6, (t) => (next() > 0.6 + t * 0.5 ? next() : 0));
  return shape(
    mix(
      filter(sparks, "highpass", 2000),
      gain(
        oscillator(0.6, (t) => 100 + 60 * Math.sin(t * 190), "saw"),
        0.3,
      ),
    ),
    decay(0.5),
  );
}

/** One or several short tones, as buttons and notices make them. */
export const beeps = (
  notes: readonly { hz: number; atSec: number; lengthSec: number }[],
  shapeName: "sine" | "triangle" | "square" = "sine",
): Signal =>
  place(
    Math.max(...notes.map((note) => note.atSec + note.lengthSec)) + 0.02,
    notes.map(({ hz, atSec, lengthSec }) => ({
      atSec,
      signal: shape(oscillator(lengthSec, hz, shapeName), decay(lengthSec, 0.003)),
    })),
  );

export const click = (hz: number, seed: number): Signal =>
  mix(
    shape(oscillator(0.03, hz), decay(0.015)),
    shape(filter(noise(0.02, seed), "bandpass", hz * 2, 1), decay(0.008)),
  );

/** Thousands of drops: sparse ones near, a dense hiss far. */
export function rain(durationSec: number, density: number, seed: number): Signal {
  const next = createNoise(seed);
  const drops = Array.from({ length: Math.round(durationSec * density) }, (_unused, index) => {
    const hz = 1500 + 3000 * Math.abs(next());
    return {
      atSec: Math.abs(next()) * durationSec,
      signal: shape(filter(noise(0.02, seed + index), "bandpass", hz, 3), decay(0.012)),
      level: 0.2 + 0.8 * Math.abs(next()) ** 3,
    };
  });
  const hiss = filter(filter(noise(durationSec, seed + 1), "highpass", 900), "lowpass", 7000);
  return shape(mix(gain(hiss, 0.12), place(durationSec, drops)), swell(0.3, durationSec - 0.5, 0.5));
}

const drift = (seed: number, rates: readonly number[]): Curve => {
  const next = createNoise(seed);
  const phases = rates.map(() => Math.PI * next());
  return (t) =>
    rates.reduce(
      (sum, rate, index) => sum + Math.sin(2 * Math.PI * rate * t + (phases[index] as number)),
      0,
    ) / rates.length;
};

export function wind(durationSec: number, baseHz: number, seed: number): Signal {
  const gust = drift(seed, [0.13, 0.31, 0.57, 0.9]);
  const howl = filter(noise(durationSec, seed), "bandpass", (t) => baseHz * 2 ** (0.9 * gust(t)), 4);
  const air = filter(noise(durationSec, seed + 1), "lowpass", 500);
  return shape(
    mix(howl, gain(air, 0.25)),
    (t) => (0.55 + 0.45 * gust(t)) * swell(0.4, durationSec - 0.6, 0.6)(t),
  );
}

/** One wave every 3.6 s. */
const surf: Curve = (t) => (0.5 - 0.5 * Math.cos((2 * Math.PI * t) / 3.6)) ** 2;

export function waves(durationSec: number, seed: number): Signal {
  const wash = filter(noise(durationSec, seed), "lowpass", (t) => 500 + 5000 * surf(t));
  return shape(wash, (t) => (0.12 + surf(t)) * swell(0.4, durationSec - 0.6, 0.6)(t));
}

export function fire(durationSec: number, seed: number): Signal {
  const next = createNoise(seed);
  const cracks = Array.from({ length: Math.round(durationSec * 16) }, (_unused, index) => ({
    atSec: Math.abs(next()) * durationSec,
    signal: shape(
      filter(noise(0.03, seed + index), "bandpass", 1200 + 2500 * Math.abs(next()), 2),
      decay(0.006 + 0.02 * Math.abs(next())),
    ),
    level: Math.abs(next()) ** 2,
  }));
  const roar = shape(
    filter(noise(durationSec, seed + 99), "lowpass", 350),
    (t) => 0.35 + 0.1 * drift(seed, [0.7, 1.9])(t),
  );
  return shape(mix(roar, place(durationSec, cracks)), swell(0.2, durationSec - 0.4, 0.4));
}

export function thunder(seed: number): Signal {
  const rumble = shape(
    filter(noise(4.5, seed), "lowpass", (t) => 1200 * Math.exp(-t / 0.4) + 90),
    (t) => Math.exp(-t / 1.6) * (0.6 + 0.4 * drift(seed, [1.1, 2.3, 3.7])(t)),
  );
  const crack = shape(filter(noise(0.35, seed + 1), "highpass", 800), decay(0.25, 0.004));
  return reverb(saturate(mix(gain(rumble, 9), gain(crack, 0.35)), 1.5), 3, 0.4, 0.8);
}

export function crickets(durationSec: number, seed: number): Signal {
  const voice = (hz: number, rateHz: number, offsetSec: number): Signal =>
    shape(oscillator(durationSec, hz), (t) => {
      const phase = ((t + offsetSec) * rateHz) % 1;
      return phase < 0.35
        ? Math.sin((Math.PI * phase) / 0.35) * (0.5 + 0.5 * Math.sin(2 * Math.PI * 48 * t))
        : 0;
    });
  const night = gain(filter(noise(durationSec, seed), "bandpass", 4200, 0.6), 0.03);
  return shape(
    mix(voice(4300, 1.9, 0), gain(voice(4650, 1.55, 0.3), 0.6), gain(voice(3900, 2.2, 0.7), 0.4), night),
    swell(0.3, durationSec - 0.5, 0.5),
  );
}

export const hum = (durationSec: number, mainsHz: number): Signal =>
  shape(
    mix(
      ...[1, 2, 3, 4, 6, 8].map((ratio, index) =>
        gain(oscillator(durationSec, mainsHz * ratio), 1 / (1 + index)),
      ),
    ),
    swell(0.2, durationSec - 0.4, 0.4),
  );

export function vinyl(durationSec: number, seed: number): Signal {
  const next = createNoise(seed);
  const pops = render(durationSec, () =>
    Math.abs(next()) > 0.9995 ? next() * 4 : Math.abs(next()) > 0.997 ? next() * 0.5 : 0,
  );
  return mix(
    filter(pops, "lowpass", 5000),
    gain(filter(noise(durationSec, seed + 1), "bandpass", 2500, 0.4), 0.06),
    gain(oscillator(durationSec, 33), 0.02),
  );
}

export const reversed = (signal: Signal): Signal => reverse(signal);

/** A siren that rises and falls between two pitches. */
export const siren = (durationSec: number, lowHz: number, highHz: number, rateHz: number): Signal =>
  shape(
    filter(
      oscillator(
        durationSec,
        (t) => lowHz + (highHz - lowHz) * (0.5 - 0.5 * Math.cos(2 * Math.PI * rateHz * t)),
        "square",
      ),
      "lowpass",
      3500,
    ),
    swell(0.05, durationSec - 0.2, 0.2),
  );

export const gong = (hz: number): Signal =>
  reverb(
    shape(
      fm(3, hz, 1.37, (t) => 5 * (1 - Math.exp(-t / 0.15)) * Math.exp(-t / 1.4)),
      decay(3, 0.004),
    ),
    2.2,
    0.3,
    0.6,
  );
