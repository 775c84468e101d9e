// Writes assets/demo: the sounds that a first start shows. Run `node training/demo/make-demo-sounds.ts`;
// every run writes the same bytes. All sounds are made here from formulas; there is no other source.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { toWav16 } from "../../main/audio/wav-writer.ts";
import * as drums from "./drums.ts";
import {
  decay,
  filter,
  finish,
  gain,
  mix,
  noise,
  noteHz,
  oscillator,
  place,
  reverb,
  sampleRate,
  saturate,
  shape,
  type Signal,
  swell,
} from "./dsp.ts";
import * as textures from "./textures.ts";
import * as tones from "./tones.ts";

const kickDeep = drums.kick({ startHz: 160, endHz: 48, sweepSec: 0.05, decaySec: 0.6, click: 0.15 });
const kickPunchy = drums.kick({
  startHz: 320,
  endHz: 58,
  sweepSec: 0.022,
  decaySec: 0.35,
  click: 0.5,
  drive: 1.8,
});
const snareTight = drums.snare({
  toneHz: 190,
  toneSec: 0.14,
  noiseSec: 0.18,
  noiseHz: 1800,
  balance: 0.55,
  seed: 41,
});
const hatClosed = drums.metal(0.09, 205, 7000, 0.05);
const hatOpen = drums.metal(0.5, 205, 7000, 0.4);
const clapDry = drums.clap(0.16, 1300, 51);
const shakerShort = drums.shaker(0.11, 6000, 0, 61);

/** A bar or two of drums; the beat stays exact, so that the loop repeats without a seam. */
function drumLoop(bpm: number, bars: number, lines: readonly (readonly [string, Signal, number])[]): Signal {
  const stepSec = 60 / bpm / 4;
  const events = lines.flatMap(([steps, signal, level]) =>
    drums
      .pattern(steps.repeat(bars), stepSec, signal)
      .map((event) => ({ ...event, level: event.level * level })),
  );
  return place(stepSec * 16 * bars, events);
}

/** A line of notes on the sixteenth grid; null rests. */
function noteLoop(
  bpm: number,
  midis: readonly (number | null)[],
  voice: (midi: number, lengthSec: number) => Signal,
): Signal {
  const stepSec = 60 / bpm / 4;
  return place(
    stepSec * midis.length,
    midis.flatMap((midi, index) =>
      midi === null ? [] : [{ atSec: index * stepSec, signal: voice(midi, stepSec * 1.6) }],
    ),
  );
}

const acid = (midi: number, lengthSec: number): Signal =>
  tones.subtractive({
    durationSec: lengthSec,
    midi,
    shape: "saw",
    cutoffHz: (t) => 250 + 2600 * Math.exp(-t / 0.07),
    q: 7,
    amp: decay(lengthSec * 1.5),
    drive: 2,
  });
const stab = (midis: readonly number[], durationSec: number): Signal =>
  tones.chord(midis, (midi) =>
    tones.subtractive({
      durationSec,
      midi,
      shape: "saw",
      voices: 3,
      spreadCents: 12,
      cutoffHz: (t) => 600 + 5000 * Math.exp(-t / 0.12),
      amp: decay(durationSec),
    }),
  );
const lead = (midi: number, shapeName: "saw" | "square", durationSec: number): Signal =>
  tones.subtractive({
    durationSec,
    midi,
    shape: shapeName,
    voices: 5,
    spreadCents: 16,
    cutoffHz: 5200,
    amp: swell(0.01, durationSec - 0.2, 0.18),
  });
const aMinor = [57, 60, 64] as const;
const fMajor7 = [53, 57, 60, 64] as const;

const sounds: Record<string, () => Signal> = {
  "Drums/Kick Deep": () => kickDeep,
  "Drums/Kick Punchy": () => kickPunchy,
  "Drums/Kick Techno Distorted": () =>
    drums.kick({ startHz: 260, endHz: 50, sweepSec: 0.04, decaySec: 0.45, click: 0.3, drive: 6 }),
  "Drums/Kick Dusty Lo-Fi": () =>
    mix(filter(kickPunchy, "lowpass", 1400), gain(textures.vinyl(0.4, 3), 0.25)),
  "Drums/Kick Short Click": () =>
    drums.kick({ startHz: 500, endHz: 70, sweepSec: 0.012, decaySec: 0.16, click: 0.9 }),
  "Drums/Kick Big Room": () => drums.room(kickPunchy, 1.4, 0.5),
  "Drums/Snare Tight": () => snareTight,
  "Drums/Snare Fat": () =>
    saturate(
      drums.snare({ toneHz: 160, toneSec: 0.22, noiseSec: 0.32, noiseHz: 1100, balance: 0.5, seed: 42 }),
      2,
    ),
  "Drums/Snare Bright": () =>
    drums.snare({ toneHz: 240, toneSec: 0.1, noiseSec: 0.22, noiseHz: 3500, balance: 0.7, seed: 43 }),
  "Drums/Snare Hall": () => drums.room(snareTight, 2, 0.6),
  "Drums/Snare Brush": () => shape(filter(noise(0.35, 44), "bandpass", 3200, 0.6), swell(0.06, 0.1, 0.22)),
  "Drums/Clap Dry": () => clapDry,
  "Drums/Clap Wide": () => drums.room(drums.clap(0.25, 1100, 52), 1.2, 0.5),
  "Drums/Finger Snap": () =>
    drums.room(shape(filter(noise(0.05, 53), "bandpass", 2300, 3), decay(0.035)), 0.5, 0.3),
  "Drums/Rimshot": () => drums.rim(1700),
  "Drums/Rim Click Low": () => drums.rim(820),
  "Drums/Closed Hat Crisp": () => hatClosed,
  "Drums/Closed Hat Dark": () => filter(drums.metal(0.11, 170, 4500, 0.06), "lowpass", 8000),
  "Drums/Closed Hat Noise": () => shape(filter(noise(0.08, 55), "highpass", 8000), decay(0.045)),
  "Drums/Open Hat Long": () => drums.metal(0.9, 205, 6500, 0.8),
  "Drums/Open Hat Short": () => hatOpen,
  "Drums/Crash Cymbal": () => drums.cymbal(2.6, 420, 3500, 0.8, 56),
  "Drums/Ride Cymbal": () => drums.cymbal(1.8, 610, 5000, 0.25, 57),
  "Drums/Tom Low": () => drums.tom(82, 0.7),
  "Drums/Tom Mid": () => drums.tom(120, 0.55),
  "Drums/Tom High": () => drums.tom(178, 0.45),
  "Percussion/Cowbell": () => drums.cowbell(0.35),
  "Percussion/Claves": () => drums.clave(2500),
  "Percussion/Wood Block High": () => drums.woodBlock(1150),
  "Percussion/Wood Block Low": () => drums.woodBlock(680),
  "Percussion/Conga Open": () => drums.conga(210, 0.45, false),
  "Percussion/Conga Slap": () => drums.conga(260, 0.25, true),
  "Percussion/Bongo High": () => drums.conga(420, 0.22, false),
  "Percussion/Shaker Short": () => shakerShort,
  "Percussion/Shaker Long": () => drums.shaker(0.32, 5200, 0, 62),
  "Percussion/Tambourine": () => drums.shaker(0.4, 5500, 7600, 63),
  "Percussion/Triangle": () => tones.bar(101, 2, [1, 2.41, 3.9, 5.1]),
  "Percussion/Gong": () => textures.gong(96),
  "Bass/808 Sub Clean C": () => tones.subBass(24, 1.6, 1),
  "Bass/808 Sub Distorted F": () => tones.subBass(29, 1.4, 5),
  "Bass/Reese Bass D": () =>
    tones.subtractive({
      durationSec: 1.6,
      midi: 38,
      shape: "saw",
      voices: 4,
      spreadCents: 28,
      cutoffHz: 700,
      amp: swell(0.01, 1.4, 0.18),
      drive: 1.5,
    }),
  "Bass/Acid Bass A": () => acid(45, 0.5),
  "Bass/Pluck Bass E": () =>
    tones.subtractive({
      durationSec: 0.7,
      midi: 40,
      shape: "square",
      cutoffHz: (t) => 180 + 1400 * Math.exp(-t / 0.09),
      q: 1.5,
      amp: decay(0.8),
    }),
  "Bass/Wobble Bass G": () =>
    tones.subtractive({
      durationSec: 1.6,
      midi: 31,
      shape: "saw",
      voices: 3,
      spreadCents: 10,
      cutoffHz: (t) => 250 + 1400 * (0.5 - 0.5 * Math.cos(2 * Math.PI * 5 * t)),
      q: 3,
      amp: swell(0.005, 1.45, 0.13),
      drive: 3,
    }),
  "Synths/Saw Lead A4": () => lead(69, "saw", 1.1),
  "Synths/Square Lead C5": () => lead(72, "square", 0.9),
  "Synths/Pluck Bright C4": () =>
    tones.subtractive({
      durationSec: 0.6,
      midi: 60,
      shape: "saw",
      voices: 2,
      spreadCents: 8,
      cutoffHz: (t) => 500 + 7000 * Math.exp(-t / 0.06),
      q: 2,
      amp: decay(0.6),
    }),
  "Synths/Pluck Soft E4": () =>
    reverb(
      tones.subtractive({
        durationSec: 0.6,
        midi: 64,
        shape: "triangle",
        cutoffHz: (t) => 400 + 2000 * Math.exp(-t / 0.1),
        amp: decay(0.6),
      }),
      1.2,
      0.4,
      0.6,
    ),
  "Synths/Chord Stab A Minor": () => stab(aMinor, 0.7),
  "Synths/Chord Stab Rave": () => saturate(stab([60, 63, 67, 70], 0.5), 2.5),
  "Synths/Brass Synth C4": () =>
    tones.subtractive({
      durationSec: 1.2,
      midi: 60,
      shape: "saw",
      voices: 3,
      spreadCents: 9,
      cutoffHz: (t) => 500 + 3000 * Math.min(1, t / 0.09),
      amp: swell(0.06, 1, 0.2),
    }),
  "Pads/Warm Pad A Minor": () => tones.pad([45, 57, 60, 64], 4, 900),
  "Pads/Dark Pad D Minor": () => tones.pad([38, 50, 53, 57], 4, 380),
  "Pads/Bright Pad F Major": () => tones.pad(fMajor7, 3.6, 4200),
  "Pads/Sweep Pad C": () => tones.pad([48, 55, 60, 67], 4, (t) => 250 * 18 ** (t / 4)),
  "Pads/Glass Pad E": () =>
    reverb(
      tones.chord([64, 71, 76], (midi) =>
        shape(
          mix(oscillator(3, noteHz(midi)), gain(oscillator(3, noteHz(midi) * 3.01), 0.2)),
          swell(0.8, 2, 0.9),
        ),
      ),
      2.6,
      0.6,
      0.7,
    ),
  "Keys/Electric Piano C4": () => tones.electricPiano(60, 1.6),
  "Keys/Electric Piano Chord F Major 7": () => tones.chord(fMajor7, (midi) => tones.electricPiano(midi, 2)),
  "Keys/Organ Chord A Minor": () => tones.chord(aMinor, (midi) => tones.organ(midi, 1.2)),
  "Keys/Marimba G4": () => tones.bar(67, 0.8, [1, 3.93, 9.2]),
  "Keys/Vibraphone C5": () =>
    shape(tones.bar(72, 2, [1, 4, 10]), (t) => 0.8 + 0.2 * Math.sin(2 * Math.PI * 6 * t)),
  "Keys/Music Box E5": () => tones.bar(76, 1.1, [1, 2.76, 5.4]),
  "Keys/Bell Church": () => reverb(tones.bell(55, 2.6, 1.41), 2.4, 0.3, 0.6),
  "Keys/Bell Bright C6": () => tones.bell(84, 1.4, 3.5),
  "Strings/Guitar Nylon E3": () => tones.guitar(52, 1.6, 0.5),
  "Strings/Guitar Steel A3": () => tones.guitar(57, 1.6, 0.9),
  "Strings/Harp C5": () => tones.guitar(72, 1.3, 0.7),
  "Strings/String Ensemble G Minor": () =>
    reverb(
      tones.chord([55, 58, 62, 67], (midi) =>
        shape(filter(tones.unison(2.6, noteHz(midi), "saw", 6, 11), "lowpass", 2600), swell(0.35, 2, 0.55)),
      ),
      1.6,
      0.35,
      0.6,
    ),
  "Voices/Choir Ah": () =>
    reverb(
      tones.chord([57, 61, 64], (midi) => tones.vowel(midi, 2, [730, 1090, 2440])),
      2,
      0.45,
      0.7,
    ),
  "Voices/Voice Oh": () => tones.vowel(48, 1.2, [450, 800, 2830]),
  "Voices/Robot Voice Eh": () =>
    saturate(
      shape(tones.vowel(45, 0.9, [530, 1840, 2480]), (t) => (Math.sin(2 * Math.PI * 70 * t) > 0 ? 1 : 0.2)),
      3,
    ),
  "Effects/Impact Cinematic Low": () => textures.impact(42, 2.8, 0.6, 71),
  "Effects/Impact Hard": () => textures.impact(85, 1.2, 1.1, 72),
  "Effects/Metal Door Slam": () => mix(textures.metalHit(180, 1.4, 1.8), textures.impact(70, 1.6, 0.6, 73)),
  "Effects/Metal Clang": () => textures.metalHit(620, 1.3, 1),
  "Effects/Riser Noise": () => textures.riser(3, 74),
  "Effects/Downlifter": () => textures.downer(1.8),
  "Effects/Whoosh Fast": () => textures.whoosh(0.55, 3500, 75),
  "Effects/Whoosh Slow": () => textures.whoosh(1.5, 1800, 76),
  "Effects/Laser Shot": () => textures.laser(0.28, 2800, 180),
  "Effects/Explosion": () => textures.explosion(77),
  "Effects/Electric Zap": () => textures.zap(78),
  "Effects/Reverse Cymbal": () => textures.reversed(drums.cymbal(1.8, 420, 3500, 0.8, 79)),
  "Effects/Siren Alarm": () => textures.siren(2.4, 600, 1300, 0.9),
  "Interface/Click Soft": () => textures.click(1800, 81),
  "Interface/Click Mechanical": () =>
    place(0.12, [
      { atSec: 0, signal: textures.click(2600, 82) },
      { atSec: 0.06, signal: textures.click(1900, 83), level: 0.6 },
    ]),
  "Interface/Confirm": () =>
    textures.beeps([
      { hz: 880, atSec: 0, lengthSec: 0.12 },
      { hz: 1318.5, atSec: 0.09, lengthSec: 0.3 },
    ]),
  "Interface/Error Buzz": () =>
    textures.beeps(
      [
        { hz: 155, atSec: 0, lengthSec: 0.16 },
        { hz: 155, atSec: 0.19, lengthSec: 0.22 },
      ],
      "square",
    ),
  "Interface/Notification Chime": () =>
    reverb(
      textures.beeps([
        { hz: 1046.5, atSec: 0, lengthSec: 0.5 },
        { hz: 1568, atSec: 0.12, lengthSec: 0.7 },
      ]),
      0.9,
      0.25,
      0.4,
    ),
  "Interface/Coin Pickup": () =>
    textures.beeps(
      [
        { hz: 988, atSec: 0, lengthSec: 0.09 },
        { hz: 1319, atSec: 0.08, lengthSec: 0.4 },
      ],
      "square",
    ),
  "Interface/Phone Ring": () =>
    place(
      1.8,
      [0, 0.9].map((atSec) => ({
        atSec,
        signal: shape(
          mix(oscillator(0.5, 440), oscillator(0.5, 480)),
          (t) => swell(0.01, 0.47, 0.03)(t) * (0.6 + 0.4 * Math.sin(2 * Math.PI * 20 * t)),
        ),
      })),
    ),
  "Ambience/Rain Light": () => textures.rain(5, 60, 91),
  "Ambience/Rain Heavy": () => textures.rain(5, 400, 92),
  "Ambience/Wind Howling": () => textures.wind(6, 420, 93),
  "Ambience/Ocean Waves": () => textures.waves(7.2, 94),
  "Ambience/Camp Fire Crackling": () => textures.fire(5, 95),
  "Ambience/Thunder": () => textures.thunder(96),
  "Ambience/Crickets Night": () => textures.crickets(5, 97),
  "Ambience/Electric Hum 50 Hz": () => textures.hum(3, 50),
  "Ambience/Vinyl Crackle": () => textures.vinyl(4, 98),
  "Loops/House Drum Loop 124 BPM": () =>
    drumLoop(124, 2, [
      ["x...x...x...x...", kickPunchy, 1],
      ["....x.......x...", clapDry, 0.6],
      ["..x...x...x...x.", hatOpen, 0.3],
      ["xoxoxoxoxoxoxoxo", hatClosed, 0.25],
    ]),
  "Loops/Hip Hop Drum Loop 88 BPM": () =>
    drumLoop(88, 1, [
      ["x..o......x.....", kickDeep, 1],
      ["....x.......x..o", snareTight, 0.7],
      ["x.x.x.x.x.x.x.xx", hatClosed, 0.3],
    ]),
  "Loops/Drum And Bass Loop 174 BPM": () =>
    drumLoop(174, 2, [
      ["x.........x.....", kickPunchy, 1],
      ["....x.......x...", snareTight, 0.8],
      ["x.xox.xox.xox.xo", hatClosed, 0.3],
    ]),
  "Loops/Shaker Loop 110 BPM": () => drumLoop(110, 1, [["xoxoxoxoxoxoxoxo", shakerShort, 0.8]]),
  "Loops/Acid Bass Loop 130 BPM A Minor": () =>
    noteLoop(130, [45, null, 45, 57, null, 45, 48, null, 45, 45, null, 52, 50, null, 48, 43], acid),
  "Loops/Arpeggio Loop 120 BPM C Minor": () =>
    noteLoop(120, [60, 63, 67, 72, 75, 72, 67, 63, 60, 63, 67, 72, 75, 79, 75, 72], (midi, lengthSec) =>
      tones.subtractive({
        durationSec: lengthSec,
        midi,
        shape: "saw",
        voices: 2,
        spreadCents: 7,
        cutoffHz: (t) => 700 + 3500 * Math.exp(-t / 0.08),
        amp: decay(lengthSec),
      }),
    ),
};

const folder = path.join(import.meta.dirname, "..", "..", "assets", "demo");
for (const [name, make] of Object.entries(sounds)) {
  const target = path.join(folder, `${name}.wav`);
  mkdirSync(path.dirname(target), { recursive: true });
  // A loop must keep its exact length, and a level of its own below full scale is what a pack would have.
  writeFileSync(target, toWav16([finish(make(), name.startsWith("Ambience/") ? -8 : -1)], sampleRate));
}
process.stdout.write(`${Object.keys(sounds).length} sounds written to assets/demo\n`);
