// Musical keys as people write them.

/** Pitch class of the tonic, 0 = C to 11 = B, and the mode; null where only the tonic was named. */
export interface MusicalKey {
  pitchClass: number;
  mode: "minor" | "major" | null;
}

const naturalOf: Record<string, number> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
const nameOf = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];

/**
 * `Am`, `C#`, `Bbm`, `F#min`, `Dmaj`. A lone letter is a word, not a key, and so is a small letter
 * unless a sharp follows: `am` and `Eb` differ, `c#m` is clear.
 */
export function findKeyInWord(word: string): MusicalKey | undefined {
  const match =
    /^([A-G])([#♯b♭]?)(m|min|minor|maj|major)?$/.exec(word) ??
    /^([a-g])([#♯])(m|min|minor|maj|major)?$/.exec(word);
  if (!match) return undefined;
  const [, letter = "", accidental = "", mode] = match;
  if (accidental === "" && mode === undefined) return undefined;
  return toKey(letter, accidental, mode);
}

/** `F minor`, `c# major`, `B♭ min`: two words. A small `a` is an article: "a minor accident". */
export function findKeyInWords(tonic: string, mode: string): MusicalKey | undefined {
  const match = /^([A-Gb-g])([#♯b♭]?)$/.exec(tonic);
  if (!match || !/^(?:min|minor|maj|major)$/i.test(mode)) return undefined;
  return toKey(match[1] as string, match[2] as string, mode.toLowerCase());
}

/** A key as the library stores it: `A minor`, `C# major`. */
export function parseStoredKey(stored: string): MusicalKey | undefined {
  const [tonic = "", mode = ""] = stored.split(" ");
  return findKeyInWords(tonic, mode);
}

/** `A minor`, `C#`. */
export function formatKey({ pitchClass, mode }: MusicalKey): string {
  const name = nameOf[pitchClass] as string;
  return mode === null ? name : `${name} ${mode}`;
}

function toKey(letter: string, accidental: string, mode: string | undefined): MusicalKey {
  const natural = naturalOf[letter.toUpperCase()] as number;
  const shift = accidental === "" ? 0 : accidental === "#" || accidental === "♯" ? 1 : -1;
  return {
    pitchClass: (natural + shift + 12) % 12,
    mode: mode === undefined ? null : mode.startsWith("maj") ? "major" : "minor",
  };
}
