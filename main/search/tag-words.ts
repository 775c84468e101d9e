// Which labels the words of a query name: `bass drum` names the label kick, of which it is a synonym.
import type { ReadableDb } from "../db/database.ts";
import { listLabelDefinitions } from "../db/labels.ts";
import { toQueryWords } from "../db/name-words.ts";
import { getVocabulary, mergeLabels } from "./vocabulary.ts";

/** A label, and the words of the query that name it. */
export interface NamedLabel {
  label: string;
  /** Places of the words among those that were asked for. */
  places: number[];
}

interface Naming {
  label: string;
  words: string[];
}

export class TagWords {
  /** By first word, the longest naming first. */
  readonly #namings = new Map<string, Naming[]>();
  readonly #synonymsOf = new Map<string, readonly string[]>();

  /** Reads the labels of vocabulary and library. */
  constructor(db: ReadableDb) {
    for (const { label, synonyms } of mergeLabels(getVocabulary(), listLabelDefinitions(db), () => null)) {
      this.#synonymsOf.set(label.toLowerCase(), synonyms);
      for (const name of [label, ...synonyms]) {
        const words = toQueryWords(name).map(toSingular);
        const [first] = words;
        if (first === undefined) continue;
        this.#namings.set(first, [...(this.#namings.get(first) ?? []), { label, words }]);
      }
    }
    for (const namings of this.#namings.values()) namings.sort((a, b) => b.words.length - a.words.length);
  }

  /** Other words for a label. */
  getSynonyms(label: string): readonly string[] {
    return this.#synonymsOf.get(label.toLowerCase()) ?? [];
  }

  /** Labels that words in a row name, each once; a word of a longer name is not asked alone. */
  find(words: readonly string[]): NamedLabel[] {
    const singular = words.map(toSingular);
    const found = new Map<string, NamedLabel>();
    for (let at = 0; at < words.length;) {
      const fitting = (this.#namings.get(singular[at] ?? "") ?? []).filter((naming) =>
        naming.words.every((word, i) => word === singular[at + i]),
      );
      const length = fitting[0]?.words.length ?? 1;
      const places = Array.from({ length }, (_, i) => at + i);
      for (const { label, words: all } of fitting) {
        if (all.length === length && !found.has(label)) found.set(label, { label, places });
      }
      at += length;
    }
    return [...found.values()];
  }
}

/** `kicks` names kick; `bass` and `glass` are no plurals. */
function toSingular(word: string): string {
  return /[^s]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word;
}
