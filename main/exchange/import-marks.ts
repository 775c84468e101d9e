// Merges what a person said in another library into this one. A person's word that stands here is never changed,
// and suggestions are not taken: the tagger of this library makes its own.
import type { Collection } from "../../preload/collections.ts";
import type { ImportReport } from "../../preload/exchange.ts";
import type { SoundId } from "../../preload/sound.ts";
import { addCollection, addToCollection, listCollections } from "../db/collections.ts";
import type { ReadableDb } from "../db/database.ts";
import { findFileByPath } from "../db/files.ts";
import type { Edit } from "../db/journal.ts";
import { findLabelId, listLabelDefinitions, putLabelDefinition } from "../db/labels.ts";
import { type Marks, readMarks } from "../db/marks.ts";
import { findSoundByContentHash, putFavourite } from "../db/sounds.ts";
import { putPersonTag } from "../db/tags.ts";
import type { ImportedHead, ImportedSound } from "./read-export.ts";

/** Paths of sounds that were not found, in the report. */
const maxNamed = 1000;

interface NewTag {
  soundId: SoundId;
  label: string;
  isConfirmed: boolean;
}

/** What an import would change. Filled sound by sound, then applied at once or only reported. */
export class MarksImport {
  readonly #db: ReadableDb;
  readonly #marks = new Map<SoundId, Marks>();
  readonly #tags: NewTag[] = [];
  readonly #favourites: SoundId[] = [];
  /** Name in lower case to the name and its new sounds. */
  readonly #collections = new Map<string, { name: string; soundIds: SoundId[] }>();
  readonly #labels: ImportedHead["labels"] = [];
  /** In lower case: those that this library defines, and those of `#labels`. */
  readonly #knownLabels: Set<string>;
  readonly #smart: { name: string; query: string }[] = [];
  readonly #counts = { sound: 0, byHash: 0, byPath: 0, keptTag: 0 };
  readonly #unmatched: string[] = [];
  /** As they were before the import. */
  readonly #mine: readonly Collection[];

  constructor(db: ReadableDb) {
    this.#db = db;
    this.#mine = listCollections(db);
    this.#knownLabels = new Set(listLabelDefinitions(db).map(({ label }) => label.toLowerCase()));
  }

  /** @param besidePath file that the sound was described beside, for a sidecar */
  addSound(sound: ImportedSound, besidePath: string | null = null): void {
    this.#counts.sound++;
    const soundId = this.#match(sound, besidePath);
    if (soundId === undefined) {
      this.#unmatched.push(sound.files[0]?.path ?? besidePath ?? sound.contentHash ?? "");
      return;
    }
    const marks = this.#getMarks(soundId);
    if (sound.favouriteMs !== null && !marks.isFavourite) {
      marks.isFavourite = true;
      this.#favourites.push(soundId);
    }
    for (const { label, state } of sound.tags) this.#addTag(soundId, marks, label, state);
    for (const name of sound.collections) this.#addToCollection(soundId, marks, name);
  }

  /** Labels that this library knows nothing of, and collections that it does not have. */
  addHead({ labels, collections }: ImportedHead): void {
    for (const label of labels) {
      if (this.#knownLabels.has(label.label.toLowerCase())) continue;
      this.#knownLabels.add(label.label.toLowerCase());
      this.#labels.push(label);
    }
    for (const { name, query } of collections) {
      if (query === null) continue;
      // The same one may have been imported before, under a name that was free.
      const isHere = this.#mine.some((own) => own.query === query && isNamed(own.name, name));
      if (!isHere) this.#smart.push({ name, query });
    }
    for (const { name, kind } of collections) {
      // An empty one is a collection too.
      if (kind === "manual" && !this.#collections.has(name.toLowerCase()) && !this.#findManual(name)) {
        this.#collections.set(name.toLowerCase(), { name, soundIds: [] });
      }
    }
  }

  /** @param ensureLabel id of a label that may be new */
  apply(edit: Edit, ensureLabel: (edit: Edit, label: string) => number, nowMs: number): void {
    for (const label of this.#labels) putLabelDefinition(edit, label);
    for (const { soundId, label, isConfirmed } of this.#tags) {
      putPersonTag(
        edit,
        soundId,
        findLabelId(edit.db, label) ?? ensureLabel(edit, label),
        isConfirmed,
        nowMs,
      );
    }
    putFavourite(edit, this.#favourites, true, nowMs);
    for (const { name, soundIds } of this.#collections.values()) {
      const id =
        this.#findManual(name)?.id ?? addCollection(edit, this.#freeName(edit.db, name), null, nowMs);
      addToCollection(edit, id, soundIds, nowMs);
    }
    for (const { name, query } of this.#smart) {
      addCollection(edit, this.#freeName(edit.db, name), query, nowMs);
    }
  }

  get hasNewLabels(): boolean {
    return this.#labels.length > 0;
  }

  toReport(isDryRun: boolean): ImportReport {
    const manual = [...this.#collections.values()];
    return {
      isDryRun,
      soundCount: this.#counts.sound,
      byHashCount: this.#counts.byHash,
      byPathCount: this.#counts.byPath,
      unmatchedCount: this.#unmatched.length,
      unmatched: this.#unmatched.slice(0, maxNamed),
      tagCount: this.#tags.length,
      keptTagCount: this.#counts.keptTag,
      favouriteCount: this.#favourites.length,
      collectionCount: this.#smart.length + manual.filter(({ name }) => !this.#findManual(name)).length,
      collectionSoundCount: manual.reduce((sum, { soundIds }) => sum + soundIds.length, 0),
      labelCount: this.#labels.length,
      refused: [],
    };
  }

  #match({ contentHash, files }: ImportedSound, besidePath: string | null): SoundId | undefined {
    const byHash = contentHash === null ? undefined : findSoundByContentHash(this.#db, contentHash);
    if (byHash !== undefined) {
      this.#counts.byHash++;
      return byHash;
    }
    const paths = besidePath === null ? files.map(({ path }) => path) : [besidePath];
    for (const path of paths) {
      const file = findFileByPath(this.#db, path);
      if (!file) continue;
      this.#counts.byPath++;
      return file.soundId;
    }
    return undefined;
  }

  #getMarks(soundId: SoundId): Marks {
    let marks = this.#marks.get(soundId);
    if (!marks) {
      marks = readMarks(this.#db, soundId);
      this.#marks.set(soundId, marks);
    }
    return marks;
  }

  #addTag(soundId: SoundId, marks: Marks, label: string, state: string): void {
    if (state !== "confirmed" && state !== "rejected") return;
    const isConfirmed = state === "confirmed";
    const before = marks.tags.get(label.toLowerCase());
    if (before === undefined) {
      marks.tags.set(label.toLowerCase(), isConfirmed);
      this.#tags.push({ soundId, label, isConfirmed });
    } else if (before !== isConfirmed) {
      this.#counts.keptTag++;
    }
  }

  #addToCollection(soundId: SoundId, marks: Marks, name: string): void {
    const key = name.toLowerCase();
    const own = this.#findManual(name)?.name.toLowerCase();
    if (marks.collections.has(key) || (own !== undefined && marks.collections.has(own))) return;
    marks.collections.add(key);
    const collection = this.#collections.get(key) ?? { name, soundIds: [] };
    collection.soundIds.push(soundId);
    this.#collections.set(key, collection);
  }

  /** The collection made by hand that a name means here: that very one, else one that was imported by that name. */
  #findManual(name: string): Collection | undefined {
    const manual = this.#mine.filter((own) => own.kind === "manual" && isNamed(own.name, name));
    return manual.find((own) => own.name.toLowerCase() === name.toLowerCase()) ?? manual[0];
  }

  /** A name that is taken by something else here gets a word behind it. */
  #freeName(db: ReadableDb, name: string): string {
    const taken = new Set(listCollections(db).map((own) => own.name.toLowerCase()));
    let free = name;
    for (let i = 1; taken.has(free.toLowerCase()); i++) free = `${name} (imported${i > 1 ? ` ${i}` : ""})`;
    return free;
  }
}

/** The name itself, or one that an import gave in its place. */
function isNamed(own: string, name: string): boolean {
  const [first, rest] = [own.toLowerCase(), name.toLowerCase()];
  return first.startsWith(rest) && /^( \(imported( \d+)?\))?$/.test(first.slice(rest.length));
}
