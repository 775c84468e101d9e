// What this library has to offer to a line that is being typed.
import path from "node:path";
import { listHistory } from "../db/history.ts";
import type { LibraryMemory } from "./library-memory.ts";
import { NameHits } from "./name-hits.ts";
import type { Completion, SuggestSources } from "./suggest.ts";

const maxNames = 8;
/** While a large library is indexed it changes between any two key presses: counts may be so old there. */
const largeFrom = 10_000;
const recountEveryMs = 1000;
/** Lines that are looked at for one that begins like this. */
const maxRecent = 200;

export class LibrarySuggestions implements SuggestSources {
  readonly #memory: LibraryMemory;
  readonly #hits = new NameHits();
  /** Counts hold until the catalogue changes: counting 100,000 sounds costs more than a key press may. */
  #countedAt = -1;
  #countedAtMs = Number.NEGATIVE_INFINITY;
  #formats: Completion[] = [];
  #folderNames: Completion[] = [];
  #tagNames: Completion[] = [];

  constructor(memory: LibraryMemory) {
    this.#memory = memory;
  }

  listFormats(): readonly Completion[] {
    this.#count();
    return this.#formats;
  }

  listTags(): readonly Completion[] {
    this.#count();
    return this.#tagNames;
  }

  listFolderNames(): readonly Completion[] {
    this.#count();
    return this.#folderNames;
  }

  findSoundNames(text: string): readonly string[] {
    const { catalogue } = this.#memory;
    const hits = this.#hits;
    hits.find(this.#memory, text, this.#selectListed(), "names");
    const best = hits.ids.toSorted((a, b) => hits.getQuality(b) - hits.getQuality(a) || a - b);
    const names = best.slice(0, maxNames).map((id) => catalogue.sounds.get(id)?.files[0]?.name ?? "");
    return [...new Set(names)].filter((name) => name !== "");
  }

  listRecentQueries(): readonly string[] {
    return listHistory(this.#memory.db, "query", maxRecent).flatMap(({ query }) => query ?? []);
  }

  #selectListed(): Uint8Array {
    return this.#memory.catalogue.select("listed", ({ files }) => files[0]?.state !== "missing");
  }

  #count(): void {
    const { version, sounds } = this.#memory.catalogue;
    const nowMs = performance.now();
    const isRecent = sounds.size > largeFrom && nowMs - this.#countedAtMs < recountEveryMs;
    if (this.#countedAt === version || isRecent) return;
    this.#countedAt = version;
    this.#countedAtMs = nowMs;
    const formats = new Map<string, number>();
    const folders = new Map<string, { rootPath: string; count: number }>();
    for (const { format, files } of sounds.values()) {
      formats.set(format, (formats.get(format) ?? 0) + 1);
      for (const { folderPath, rootPath, state } of files) {
        if (state === "missing") continue;
        const folder = folders.get(folderPath);
        if (folder) folder.count++;
        else folders.set(folderPath, { rootPath, count: 1 });
      }
    }
    this.#formats = toCompletions(formats);
    this.#folderNames = toCompletions(countNames(folders));
    const { words, labels } = this.#memory;
    this.#tagNames = labels
      .count(this.#selectListed())
      .map(({ label, count }) => ({ label, count, synonyms: words.getSynonyms(label) }));
  }
}

/** Files in or below a folder of each name. */
function countNames(folders: ReadonlyMap<string, { rootPath: string; count: number }>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [folderPath, { rootPath, count }] of folders) {
    const below = path.relative(rootPath, folderPath).split(path.sep);
    for (const name of new Set([path.basename(rootPath), ...below])) {
      if (name !== "") counts.set(name, (counts.get(name) ?? 0) + count);
    }
  }
  return counts;
}

function toCompletions(counts: ReadonlyMap<string, number>): Completion[] {
  return Array.from(counts, ([label, count]) => ({ label, count }));
}
