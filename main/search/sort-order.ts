// Orders of all sounds by a column, kept between queries and mended when sounds change.
import type { SortColumn } from "../../preload/search.ts";
import type { SoundId } from "../../preload/sound.ts";
import type { CatalogueSound } from "../db/catalogue.ts";

/** Columns that a sound itself has. */
export type OwnColumn = Exclude<SortColumn, "score">;

type SortValue = string | number | null;

/** Numbers in names count as numbers: `kick 2` comes before `kick 10`. Case does not matter. */
export function toNameKey(name: string): string {
  return name.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(10, "0"));
}

/** What a sound is sorted by; null sorts last in both directions. */
export function getSortValue(sound: CatalogueSound, column: OwnColumn): SortValue {
  const file = sound.files[0];
  switch (column) {
    case "name":
      return toNameKey(file?.name ?? "");
    case "folderPath":
      return toNameKey(file?.folderPath ?? "");
    case "modifiedMs":
      return file?.modifiedMs ?? null;
    default:
      return sound[column];
  }
}

interface SortEntry {
  id: SoundId;
  value: SortValue;
}

/** One column in one direction. Equal values are ordered by id. */
export class SortOrder {
  readonly #column: OwnColumn;
  readonly #sign: number;
  #entries: SortEntry[];
  readonly #changed = new Set<SoundId>();

  constructor(column: OwnColumn, isDescending: boolean, sounds: Iterable<CatalogueSound>) {
    this.#column = column;
    this.#sign = isDescending ? -1 : 1;
    this.#entries = Array.from(sounds, (sound) => this.#toEntry(sound)).sort(this.#compare);
  }

  /** These sounds were added, changed or removed. */
  noteChanges(ids: Iterable<SoundId>): void {
    for (const id of ids) this.#changed.add(id);
  }

  /** All ids in order. Sounds that changed are taken out and merged in again, without a new sort of the rest. */
  list(sounds: ReadonlyMap<SoundId, CatalogueSound>): SoundId[] {
    if (this.#changed.size > 0) this.#mend(sounds);
    return this.#entries.map(({ id }) => id);
  }

  #mend(sounds: ReadonlyMap<SoundId, CatalogueSound>): void {
    const added: SortEntry[] = [];
    for (const id of this.#changed) {
      const sound = sounds.get(id);
      if (sound) added.push(this.#toEntry(sound));
    }
    added.sort(this.#compare);
    const merged: SortEntry[] = [];
    let next = 0;
    for (const entry of this.#entries) {
      if (this.#changed.has(entry.id)) continue;
      while (next < added.length && this.#compare(added[next] as SortEntry, entry) < 0) {
        merged.push(added[next++] as SortEntry);
      }
      merged.push(entry);
    }
    merged.push(...added.slice(next));
    this.#entries = merged;
    this.#changed.clear();
  }

  #toEntry(sound: CatalogueSound): SortEntry {
    return { id: sound.id, value: getSortValue(sound, this.#column) };
  }

  readonly #compare = (a: SortEntry, b: SortEntry): number => {
    if (a.value === b.value) return a.id - b.id;
    if (a.value === null) return 1;
    if (b.value === null) return -1;
    return a.value < b.value ? -this.#sign : this.#sign;
  };
}
