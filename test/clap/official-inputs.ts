// The sounds and texts on which Earshot is compared with transformers. Sounds are made from integers by exact
// arithmetic, so that every machine makes the same bits.

export interface ParitySound {
  name: string;
  /** Mono, 48 kHz. */
  samples: Float32Array;
}

type Wave = (index: number, sampleCount: number) => number;

const noise: Wave = (index) => scramble(index) * 2 ** -31 - 1;
/** A sawtooth of about 110 Hz with partials up to the top of the band. */
const saw: Wave = (index) => ((index * 110) % 48_000) / 24_000 - 1;
/** A triangle whose pitch rises from 0 to about 6 kHz over ten seconds. */
const sweep: Wave = (index) => {
  const phase = ((((index % 480_000) ** 2 * 5) >>> 0) % 2 ** 25) / 2 ** 25;
  return 4 * Math.abs(phase - 0.5) - 1;
};
/** A short decaying burst every half second. */
const bursts: Wave = (index) => {
  const place = index % 24_000;
  return place < 2_400 ? noise(index, 0) * (1 - place / 2_400) ** 2 : 0;
};
const silence: Wave = () => 0;
/** Beyond full scale, as float files may be. */
const loud: Wave = (index) => 3 * saw(index, 0) + noise(index, 0);
/** One click in the middle. */
const click: Wave = (index, sampleCount) => (index === sampleCount >> 1 ? 1 : 0);
/** Quiet, with a fade: most of the log-mel lies near its floor. */
const faint: Wave = (index, sampleCount) => 1e-4 * noise(index, 0) * (1 - index / sampleCount);

const made: [sampleCount: number, kind: string, wave: Wave][] = [
  [2_400, "noise", noise],
  [2_400, "saw", saw],
  [4_800, "bursts", bursts],
  [4_801, "sweep", sweep],
  [12_345, "loud", loud],
  [24_000, "faint", faint],
  [44_100, "saw", saw],
  [48_000, "silence", silence],
  [48_000, "click", click],
  [72_000, "bursts", bursts],
  [96_000, "sweep", sweep],
  [120_000, "noise", noise],
  [159_999, "saw", saw],
  [160_000, "sweep", sweep],
  [160_001, "bursts", bursts],
  [192_000, "faint", faint],
  [239_999, "noise", noise],
  [240_000, "bursts", bursts],
  [240_001, "saw", saw],
  [288_000, "sweep", sweep],
  [384_000, "loud", loud],
  [479_999, "sweep", sweep],
  [480_000, "sweep", sweep],
  [480_000, "silence", silence],
  [480_001, "sweep", sweep],
  [480_479, "bursts", bursts],
  [480_480, "bursts", bursts],
  [480_960, "saw", saw],
  [481_440, "noise", noise],
  [500_000, "faint", faint],
  [576_000, "sweep", sweep],
  [576_000, "silence", silence],
  [700_001, "bursts", bursts],
  [960_000, "noise", noise],
  [1_440_017, "sweep", sweep],
  [1_920_000, "loud", loud],
  [2_400_000, "bursts", bursts],
  [2_880_000, "sweep", sweep],
];

/** 38 sounds from 0.05 s to 60 s; with the stereo WAV and the MP3 of the fixtures they are forty. */
export function makeParitySounds(): ParitySound[] {
  return made.map(([sampleCount, kind, wave]) => ({
    name: `${kind} of ${sampleCount} samples`,
    samples: Float32Array.from({ length: sampleCount }, (_, index) => 0.5 * wave(index, sampleCount)),
  }));
}

export const parityLabels = ["kick drum", "snare drum", "dog barking", "a choir of people", "rain"];
export const parityTemplate = "This is a sound of {}.";

/** Forty texts: plain prompts, the borders of the tokenizer, and one of about 600 tokens, which is cut to 512. */
export const parityTexts: string[] = [
  "",
  " ",
  "a",
  "kick drum",
  "Kick Drum",
  "808 sub-bass, dusty",
  "This is a sound of dog barking.",
  "This is a sound of a choir of people.",
  "rain on a tin roof at night",
  "warm analog pad in A minor, slow attack",
  "120-130bpm techno loop",
  "punchy snare with a short gated reverb",
  "vinyl crackle",
  "glass breaking",
  "a door slams and someone walks away on gravel",
  "metallic riser, 8 bars",
  "hi-hat (open) #2 [take 3]",
  "foley: cloth movement",
  "🎧",
  "🥁🔥 boom-bap",
  "👨‍👩‍👧‍👦 laughing",
  " café Ünïcode 🎧",
  "naïve façade — “quoted” …",
  "дождь по крыше",
  "雨の音",
  "صوت المطر",
  "A\n\tB",
  "  two  spaces  ",
  "<s> not a token </s>",
  "<mask>",
  "<pad>",
  "don't can't won't it's",
  "ALL CAPS SHOUTING!!!",
  "1234567890 3.14159 -6 dB 48kHz/24bit",
  "e\u0301 is e and an accent",
  "\u0000 and \u200b are invisible",
  "a".repeat(300),
  "http://example.org/kick_01.wav?x=1&y=2",
  "the sound of a very long description that goes on and on about one thing and then another ".repeat(5),
  "a dusty kick drum and a bright snare, ".repeat(66),
];

function scramble(index: number): number {
  let x = Math.imul(index + 1, 0x9e3779b9);
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
