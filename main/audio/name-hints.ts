// What the name of a file tells of its tempo and its key.
import { parseKey } from "./key.ts";

/** Tempos outside are no tempos. */
export const minTempoBpm = 40;
export const maxTempoBpm = 300;

const tempoPatterns = [
  /(?<![\d.])(\d{2,3}(?:\.\d{1,2})?)[ _-]?bpm(?![a-z])/iu,
  /(?<![a-z])bpm[ _-]?(\d{2,3}(?:\.\d{1,2})?)(?!\d)/iu,
];

/** A tempo that the text names as such: `128bpm`, `BPM 90`, `92.5 bpm`; null otherwise. */
export function findTempo(text: string): number | null {
  for (const pattern of tempoPatterns) {
    const tempo = Number(pattern.exec(text)?.[1] ?? Number.NaN);
    if (tempo >= minTempoBpm && tempo <= maxTempoBpm) return tempo;
  }
  return null;
}

/** Numbers that stand alone and may be a tempo: 60..200. */
export function findTempoCandidates(text: string): number[] {
  return [...text.matchAll(/(?<![\dA-Za-z.])(\d{2,3})(?![\dA-Za-z])/gu)]
    .map((match) => Number(match[1]))
    .filter((number) => number >= 60 && number <= 200);
}

// A letter alone is no key ("Take A"), nor is a word ("3 AM"): an accidental or a mode must be with it.
const modeWords = "[Mm]aj(?:or)?|MAJ(?:OR)?|[Mm]in(?:or)?|MIN(?:OR)?";
const keyPattern = new RegExp(
  String.raw`(?:^|[\s_\-([{.,])([A-G](?:[#♯b♭](?:[ _-]?(?:${modeWords})|m|M)?|[ _-]?(?:${modeWords})|m))(?=$|[\s_\-)\]}.,])`,
  "u",
);

/** A key named in the text: `Am`, `F#min`, `Bb`, `C minor`; null otherwise. */
export function findKey(text: string): string | null {
  // Tonics are capitals: "am" and "em" are words.
  const found = keyPattern.exec(text)?.[1];
  return found === undefined ? null : parseKey(found);
}
