// Which sounds carry the query's words in their file or folder names or among their tags, and how well.
import type { SoundId } from "../../preload/sound.ts";
import type { ReadableDb } from "../db/database.ts";
import { toQueryWords } from "../db/name-words.ts";
import { findFilesByWords, type NameColumn } from "../db/names.ts";
import type { Catalogue } from "./catalogue.ts";
import type { LibraryMemory } from "./library-memory.ts";

/** Words that say nothing about a name. */
const idleWords = new Set("a an and at for from in into of on or sound sounds the to with".split(" "));
const maxWords = 24;
/** A word in more files than this tells little, and a list of them all would cost more than a frame. */
const maxFilesOfWord = 20_000;

/** Worth of a word by where it stands; a beginning counts for the last word, which may still be typed. */
const places: readonly { column: NameColumn; isPrefix: boolean; worth: number }[] = [
  { column: "folder", isPrefix: true, worth: 0.35 },
  { column: "folder", isPrefix: false, worth: 0.5 },
  { column: "name", isPrefix: true, worth: 0.7 },
  { column: "name", isPrefix: false, worth: 1 },
];

/** A person's tag says as much as a file name; a suggested one is made of names or of meaning, which count already. */
const tagWorth = { confirmed: 1, suggested: 0.35 };

/** What names and tags are looked up in. */
export type NameSources = Pick<LibraryMemory, "db" | "catalogue" | "labels" | "words">;

/**
 * Sounds with words of the query in their names or tags. Holds until the next `find`: a common word has tens of
 * thousands of hits, and an object for each would be garbage at every keystroke.
 */
export class NameHits {
  /** In no order. */
  readonly ids: SoundId[] = [];
  #words: string[] = [];
  /** By sound id; only those of `ids` mean anything. */
  #quality = new Float32Array(0);
  #wordBits = new Uint32Array(0);
  /** Part of the quality that only tags give. */
  #tagQuality = new Float32Array(0);
  /** Labels that the query names, with the sounds that carry them. */
  #tagged: { label: string; soundIds: ReadonlySet<SoundId> }[] = [];

  has(soundId: SoundId): boolean {
    return (this.#wordBits[soundId] ?? 0) !== 0;
  }

  /** 0..1: the share of the query's words found, rare words counting more. 1: all in the file's name. */
  getQuality(soundId: SoundId): number {
    return this.#quality[soundId] ?? 0;
  }

  /** How much of the quality is due to tags and not to names. */
  getTagQuality(soundId: SoundId): number {
    return this.#tagQuality[soundId] ?? 0;
  }

  /** Words of the query that the sound's names or tags carry. */
  getWords(soundId: SoundId): string[] {
    const bits = this.#wordBits[soundId] ?? 0;
    return this.#words.filter((_, i) => (bits & (1 << i)) !== 0);
  }

  /** Tags of the sound that the query names. */
  getTags(soundId: SoundId): string[] {
    return this.#tagged.filter(({ soundIds }) => soundIds.has(soundId)).map(({ label }) => label);
  }

  /**
   * Looks for sounds with any of the words of `text`.
   * @param allowed mask by sound id
   * @param evidence whether tags count too
   */
  find(
    sources: NameSources,
    text: string,
    allowed: Uint8Array,
    evidence: "names" | "names and tags" = "names and tags",
  ): void {
    const { db, catalogue } = sources;
    this.#clear(catalogue.maskLength);
    this.#words = toSearchWords(text);
    const last = this.#words.length - 1;
    const found = this.#words.map((word, i) => findWord(db, catalogue, word, i === last));
    const tagged = evidence === "names" ? [] : this.#findTagged(sources);
    const soundCount = Math.max(1, catalogue.sounds.size);
    const rarity = found.map((worths) => Math.log(1 + soundCount / Math.max(1, worths.size)));
    const total = rarity.reduce((sum, value) => sum + value, 0);
    for (const [i, worths] of found.entries()) {
      for (const [soundId, worth] of worths) {
        if (allowed[soundId] !== 1) continue;
        const bits = this.#wordBits[soundId] as number;
        if (bits === 0) this.ids.push(soundId);
        this.#wordBits[soundId] = bits | (1 << i);
        this.#quality[soundId] = this.getQuality(soundId) + (worth * (rarity[i] as number)) / total;
      }
    }
    for (const { place, worths } of tagged) {
      for (const [soundId, worth] of worths) {
        const more = worth - (found[place]?.get(soundId) ?? 0);
        if (more <= 0 || allowed[soundId] !== 1) continue;
        const bits = this.#wordBits[soundId] as number;
        if (bits === 0) this.ids.push(soundId);
        this.#wordBits[soundId] = bits | (1 << place);
        const gain = (more * (rarity[place] as number)) / total;
        this.#quality[soundId] = this.getQuality(soundId) + gain;
        this.#tagQuality[soundId] = this.getTagQuality(soundId) + gain;
      }
    }
  }

  /** For each word that names labels, or helps to: worth by sound, of several labels the best. */
  #findTagged({ words, labels }: NameSources): { place: number; worths: Map<SoundId, number> }[] {
    const worthsOf = new Map<number, Map<SoundId, number>>();
    this.#tagged = [];
    for (const { label, places } of words.find(this.#words)) {
      const labelId = labels.findLabels(label)[0];
      if (labelId === undefined) continue;
      const { confirmed, suggested } = labels.listSounds(labelId);
      if (confirmed.length + suggested.length === 0) continue;
      this.#tagged.push({ label, soundIds: new Set([...confirmed, ...suggested]) });
      for (const place of places) {
        const worths = worthsOf.get(place) ?? new Map<SoundId, number>();
        worthsOf.set(place, worths);
        for (const id of suggested) if (!worths.has(id)) worths.set(id, tagWorth.suggested);
        for (const id of confirmed) worths.set(id, tagWorth.confirmed);
      }
    }
    return Array.from(worthsOf, ([place, worths]) => ({ place, worths }));
  }

  #clear(length: number): void {
    if (this.#quality.length < length) {
      const capacity = Math.ceil(length * 1.25);
      this.#quality = new Float32Array(capacity);
      this.#wordBits = new Uint32Array(capacity);
      this.#tagQuality = new Float32Array(capacity);
    }
    for (const soundId of this.ids) {
      this.#quality[soundId] = 0;
      this.#wordBits[soundId] = 0;
      this.#tagQuality[soundId] = 0;
    }
    this.ids.length = 0;
    this.#tagged = [];
  }
}

/**
 * Sounds with all words of a term, whole words only, in a file name: what a minus leaves out. Folders are not
 * asked: without `Drums/` a line like `kick -drum` would find nothing.
 */
export function findSoundsNamed(db: ReadableDb, catalogue: Catalogue, term: string): Set<SoundId> {
  const [first, ...others] = toQueryWords(term).map((word) => {
    const fileIds = findFilesByWords(db, "name", listForms(word), false, maxFilesOfWord);
    return new Set(fileIds.map((fileId) => catalogue.findSoundOfFile(fileId)));
  });
  return first ? new Set([...first].filter((id) => others.every((ids) => ids.has(id)))) : new Set();
}

function toSearchWords(text: string): string[] {
  const words = [...new Set(toQueryWords(text))];
  const telling = words.filter((word) => !idleWords.has(word));
  return (telling.length > 0 ? telling : words).slice(0, maxWords);
}

/** Worth of one word by sound: its best place. */
function findWord(
  db: ReadableDb,
  catalogue: Catalogue,
  word: string,
  isUnfinished: boolean,
): Map<SoundId, number> {
  const worths = new Map<SoundId, number>();
  for (const { column, isPrefix, worth } of places) {
    if (isPrefix && !isUnfinished) continue;
    // A single letter begins too many folder names to mean any of them.
    if (isPrefix && column === "folder" && word.length < 2) continue;
    const forms = isPrefix ? [word] : listForms(word);
    for (const fileId of findFilesByWords(db, column, forms, isPrefix, maxFilesOfWord)) {
      const soundId = catalogue.findSoundOfFile(fileId);
      // Places come from the least to the best.
      if (soundId !== 0) worths.set(soundId, worth);
    }
  }
  return worths;
}

/** Singular and plural: `kicks` finds `kick` and the other way round. */
function listForms(word: string): string[] {
  if (!/\p{L}{3}/u.test(word)) return [word];
  const forms = [word, `${word}s`];
  if (/[^s]s$/.test(word)) forms.push(word.slice(0, -1));
  if (/(?:s|x|z|ch|sh)es$/.test(word)) forms.push(word.slice(0, -2));
  if (/(?:s|x|z|ch|sh)$/.test(word)) forms.push(`${word}es`);
  return forms;
}
