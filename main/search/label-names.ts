// Labels that file and folder names speak of: `Kick Punchy 01.wav` says kick. Pure.
import { toQueryWords } from "../db/name-words.ts";

/** A label with the words that mean it in names. */
export interface NamedLabel {
  labelId: number;
  /** The label itself and its synonyms. */
  names: readonly string[];
}

interface Phrase {
  words: readonly string[];
  labelIds: number[];
}

/** Shorter words (`bd`, `oh`, `hc`) are taken for abbreviations, which file names have and folder names do not. */
const shortestFolderWord = 3;

/** Finds labels in names: whole words only, the longest phrase first, and no word speaks twice. */
export class LabelNames {
  /** By first word, longest phrases first. */
  readonly #phrases = new Map<string, Phrase[]>();

  constructor(labels: readonly NamedLabel[]) {
    const known = new Map<string, Phrase>();
    for (const { labelId, names } of labels) {
      for (const words of names.map(toQueryWords)) {
        if (words.length === 0) continue;
        const key = words.join(" ");
        const phrase = known.get(key) ?? { words, labelIds: [] };
        if (!phrase.labelIds.includes(labelId)) phrase.labelIds.push(labelId);
        if (!known.has(key)) {
          known.set(key, phrase);
          const first = words[0] as string;
          this.#phrases.set(first, [...(this.#phrases.get(first) ?? []), phrase]);
        }
      }
    }
    for (const phrases of this.#phrases.values()) phrases.sort((a, b) => b.words.length - a.words.length);
  }

  /** Label ids that a file's name speaks of. @param name with or without extension */
  findInFileName(name: string): Set<number> {
    return this.#find(toQueryWords(name.replace(/\.[^.]{1,5}$/, "")), 1);
  }

  /** Label ids that a folder's name speaks of. */
  findInFolderName(name: string): Set<number> {
    return this.#find(toQueryWords(name), shortestFolderWord);
  }

  #find(words: readonly string[], shortestWord: number): Set<number> {
    const found = new Set<number>();
    for (let at = 0; at < words.length;) {
      const phrase = this.#findPhraseAt(words, at);
      const isLong = phrase && phrase.words.join("").length >= shortestWord;
      if (isLong) for (const labelId of phrase.labelIds) found.add(labelId);
      at += phrase?.words.length ?? 1;
    }
    return found;
  }

  #findPhraseAt(words: readonly string[], at: number): Phrase | undefined {
    return this.#phrases
      .get(words[at] as string)
      ?.find((phrase) => phrase.words.every((word, i) => words[at + i] === word));
  }
}
