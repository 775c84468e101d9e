// Musical key from the weights of the pitch classes, or from text. Keys are written `A minor`, `C# major`:
// sharps only, so that one key has one name.

export interface KeyEstimate {
  key: string;
  /** 0..1 */
  confidence: number;
}

const noteNames = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];

/** Key profiles from C on: Albrecht & Shanahan, "The Use of Large Corpora to Train a New Type of Key-Finding
 * Algorithm", Music Perception 31 (2013). */
const majorProfile = [0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.08, 0.008, 0.081];
const minorProfile = [0.22, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052];

/** Below these nothing is said. */
const minTonality = 0.35;
const minClassCount = 3;
const minCorrelation = 0.7;
const minLead = 0.05;

/**
 * The key whose profile fits best, or null when the sound is not tonal, has too few different notes to tell
 * major from minor, or two keys fit alike.
 * @param classes weights of the pitch classes from C on @param tonality 0..1, see `ChromaPass`
 */
export function estimateKey(classes: Float64Array, tonality: number): KeyEstimate | null {
  if (tonality < minTonality) return null;
  const strongest = Math.max(...classes);
  if (classes.filter((weight) => weight > 0.15 * strongest).length < minClassCount) return null;
  const fits = noteNames
    .flatMap((note, tonic) => [
      { key: `${note} major`, fit: correlate(classes, majorProfile, tonic) },
      { key: `${note} minor`, fit: correlate(classes, minorProfile, tonic) },
    ])
    .toSorted((a, b) => b.fit - a.fit);
  const [best, second] = fits as [(typeof fits)[0], (typeof fits)[0]];
  const lead = best.fit - second.fit;
  if (best.fit < minCorrelation || lead < minLead) return null;
  // A lead of 0.3 over the next key is as clear as music gets.
  return { key: best.key, confidence: Math.min(1, best.fit) * Math.min(1, 0.4 + 2 * lead) };
}

/** Pearson correlation of the weights with a profile moved to `tonic`. */
function correlate(classes: Float64Array, profile: number[], tonic: number): number {
  const moved = noteNames.map((_unused, pitchClass) => profile[(pitchClass - tonic + 12) % 12] as number);
  const meanA = classes.reduce((sum, value) => sum + value, 0) / 12;
  const meanB = moved.reduce((sum, value) => sum + value, 0) / 12;
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (const [i, value] of moved.entries()) {
    const a = (classes[i] as number) - meanA;
    const b = value - meanB;
    product += a * b;
    squareA += a * a;
    squareB += b * b;
  }
  return squareA * squareB > 0 ? product / Math.sqrt(squareA * squareB) : 0;
}

const noteClasses: Record<string, number> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
const keyPattern = /^([A-Ga-g])([#♯b♭]?)[ _-]?([Mm]aj(?:or)?|MAJ(?:OR)?|[Mm]in(?:or)?|MIN(?:OR)?|m|M)?$/u;

/** `Am`, `A minor`, `F#maj`, `Bb` (major) in one spelling, or null for anything else. */
export function parseKey(text: string): string | null {
  const match = keyPattern.exec(text.trim());
  if (!match) return null;
  const [, letter = "", accidental = "", mode = ""] = match;
  const shift = accidental === "#" || accidental === "♯" ? 1 : accidental === "" ? 0 : -1;
  const pitchClass = ((noteClasses[letter.toUpperCase()] as number) + shift + 12) % 12;
  const isMinor = mode === "m" || mode.toLowerCase().startsWith("min");
  return `${noteNames[pitchClass]} ${isMinor ? "minor" : "major"}`;
}

/** The key of a MIDI note as tonic. */
export function nameKey(midiNote: number, mode: "major" | "minor"): string {
  return `${noteNames[((midiNote % 12) + 12) % 12]} ${mode}`;
}
