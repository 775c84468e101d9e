// Which labels each sound carries, in memory: for filters, and for counts over what a list shows.
import type { SoundId } from "../../preload/sound.ts";
import type { TagCount, TagFamily } from "../../preload/tags.ts";
import type { ReadableDb } from "../db/database.ts";
import { listStoredLabels, type StoredLabel } from "../db/labels.ts";
import { listTagLinks, type TagLink } from "../db/tags.ts";

/** More changes than this are read faster all together. */
const reloadFrom = 20_000;

export interface LabelledSounds {
  confirmed: SoundId[];
  suggested: SoundId[];
}

export class SoundLabels {
  readonly #db: ReadableDb;
  /** By sound id: label ids, doubled, and one more where a person confirmed it. */
  readonly #codesOf = new Map<SoundId, readonly number[]>();
  /** Equal lists are one: a hundred kicks need one list of their labels. */
  readonly #lists = new Map<string, readonly number[]>();
  readonly #labels = new Map<number, StoredLabel>();
  /** Sounds of labels that were asked for, until the next change. */
  readonly #soundsOf = new Map<number, LabelledSounds>();

  constructor(db: ReadableDb) {
    this.#db = db;
    this.reload();
  }

  /** Reads everything again. */
  reload(): void {
    this.#codesOf.clear();
    this.#lists.clear();
    this.#soundsOf.clear();
    this.#readLabels();
    const codesOf = new Map<SoundId, number[]>();
    for (const link of listTagLinks(this.#db)) {
      const codes = codesOf.get(link.soundId);
      if (codes) codes.push(toCode(link));
      else codesOf.set(link.soundId, [toCode(link)]);
    }
    for (const [soundId, codes] of codesOf) this.#put(soundId, codes);
  }

  /** Reads the labels of these sounds again. */
  update(soundIds: readonly SoundId[]): void {
    if (soundIds.length > reloadFrom) {
      this.reload();
      return;
    }
    this.#readLabels();
    this.#soundsOf.clear();
    for (const soundId of soundIds) this.#put(soundId, Array.from(listTagLinks(this.#db, soundId), toCode));
  }

  /** Ids of the labels with this name: case, spaces and hyphens do not matter. */
  findLabels(text: string): number[] {
    const wanted = toComparable(text);
    return [...this.#labels.values()].filter(({ name }) => toComparable(name) === wanted).map(({ id }) => id);
  }

  /** As `findLabels`; where no label has that name, those whose names begin so: `#vin` on the way to `#vinyl`. */
  findLabelsMeant(text: string): number[] {
    const named = this.findLabels(text);
    if (named.length > 0) return named;
    const start = toComparable(text);
    return [...this.#labels.values()]
      .filter(({ name }) => toComparable(name).startsWith(start))
      .map(({ id }) => id);
  }

  /** Sounds that carry the label, by a person's word and by suggestion; both in no order. */
  listSounds(labelId: number): LabelledSounds {
    let sounds = this.#soundsOf.get(labelId);
    if (!sounds) {
      sounds = { confirmed: [], suggested: [] };
      for (const [soundId, codes] of this.#codesOf) {
        for (const code of codes) {
          if (code >> 1 === labelId) sounds[(code & 1) === 1 ? "confirmed" : "suggested"].push(soundId);
        }
      }
      this.#soundsOf.set(labelId, sounds);
    }
    return sounds;
  }

  hasAny(soundId: SoundId, labelIds: readonly number[]): boolean {
    const codes = this.#codesOf.get(soundId);
    return codes !== undefined && codes.some((code) => labelIds.includes(code >> 1));
  }

  /** Names of a sound's labels, confirmed ones first. */
  listNames(soundId: SoundId): string[] {
    const codes = this.#codesOf.get(soundId) ?? [];
    const names = codes
      .toSorted((a, b) => (b & 1) - (a & 1))
      .map((code) => this.#labels.get(code >> 1)?.name ?? "");
    return names.filter((name) => name !== "");
  }

  /**
   * The family that most of a sound's labels belong to, a person's word counting more than any number of
   * suggestions; null without labels.
   * @param order of families: of equal ones the first
   */
  findFamily(soundId: SoundId, order: readonly TagFamily[]): TagFamily | null {
    const codes = this.#codesOf.get(soundId);
    if (!codes) return null;
    const weights = new Map<string, number>();
    for (const code of codes) {
      const { family } = this.#labels.get(code >> 1) ?? {};
      if (family !== undefined)
        weights.set(family, (weights.get(family) ?? 0) + ((code & 1) === 1 ? 1000 : 1));
    }
    let best: TagFamily | null = null;
    for (const family of order) {
      if ((weights.get(family) ?? 0) > (best === null ? 0 : (weights.get(best) ?? 0))) best = family;
    }
    return best;
  }

  /** Counts of the labels of a mask's sounds, most frequent first. */
  count(mask: Uint8Array): TagCount[] {
    const counts = new Map<number, TagCount>();
    for (const [soundId, codes] of this.#codesOf) {
      if (mask[soundId] !== 1) continue;
      for (const code of codes) {
        let entry = counts.get(code >> 1);
        if (!entry) {
          const { name: label = "", family = "own" } = this.#labels.get(code >> 1) ?? {};
          entry = { label, family, count: 0, confirmedCount: 0 };
          counts.set(code >> 1, entry);
        }
        entry.count++;
        entry.confirmedCount += code & 1;
      }
    }
    return [...counts.values()].sort((a, b) => b.count - a.count || a.label.localeCompare(b.label));
  }

  #readLabels(): void {
    this.#labels.clear();
    for (const label of listStoredLabels(this.#db)) this.#labels.set(label.id, label);
  }

  #put(soundId: SoundId, codes: number[]): void {
    if (codes.length === 0) {
      this.#codesOf.delete(soundId);
      return;
    }
    const key = codes.join(" ");
    let list = this.#lists.get(key);
    if (!list) {
      list = codes;
      this.#lists.set(key, list);
    }
    this.#codesOf.set(soundId, list);
  }
}

function toCode({ labelId, isConfirmed }: TagLink): number {
  return 2 * labelId + Number(isConfirmed);
}

/** `Hi-Hat`, `hi hat` and `hihat` are one. */
function toComparable(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}
