// Tags, collections, history and the journal of the fake bridge: just enough to be changed and shown.
import type { Collection, EditDone, HistoryEntry, UseKind } from "../../../preload/collections.ts";
import type { QuerySuggestion } from "../../../preload/search.ts";
import type { SoundId, SoundRow } from "../../../preload/sound.ts";
import type { SoundTag, TagCount, TagFamily, TagLabel } from "../../../preload/tags.ts";
import { chance } from "./fake-sounds.ts";

const families: Record<string, TagFamily> = {
  kick: "drums",
  snare: "drums",
  hat: "drums",
  clap: "drums",
  rim: "percussion",
  bass: "synths",
  pad: "synths",
  pluck: "synths",
  impact: "effects",
  riser: "effects",
  vox: "vocals",
  texture: "ambience",
  dusty: "moods",
  dark: "moods",
  bright: "moods",
  vinyl: "processing",
  lofi: "processing",
};

/** From the words of the name, and one that is heard. */
function taggedByMachine(row: SoundRow): SoundTag[] {
  const byName = Object.entries(families)
    .filter(([label]) => row.name.includes(label))
    .map(([label, family]): SoundTag => ({
      label,
      family,
      source: "name",
      state: "suggested",
      confidence: 0.95,
      score: null,
    }));
  if (row.status !== "ready") return byName;
  const label = row.kind === "long" ? "texture" : chance(row.id, 40) > 0.5 ? "dark" : "bright";
  if (byName.some((tag) => tag.label === label)) return byName;
  const confidence = 0.4 + 0.5 * chance(row.id, 41);
  const family = families[label] as TagFamily;
  return [...byName, { label, family, source: "audio", state: "suggested", confidence, score: 0.3 }];
}

type Word = "confirmed" | "rejected" | "none";

export class FakeStore {
  readonly #words = new Map<string, Word>();
  readonly #uses = new Map<SoundId, number>();
  readonly #history: HistoryEntry[] = [];
  readonly #members = new Map<number, Set<SoundId>>();
  readonly #undone: string[] = [];
  #ownLabels: TagLabel[] = [];
  #collections: Collection[] = [];
  #journal: { label: string; undo: () => void }[] = [];

  remember(label: string, undo: () => void): EditDone {
    this.#journal.push({ label, undo });
    return { label, atMs: Date.now() };
  }

  tagsOf(row: SoundRow): SoundTag[] {
    const machine = taggedByMachine(row).map((tag): SoundTag => {
      const word = this.#words.get(`${row.id} ${tag.label}`) ?? "none";
      return word === "none" ? tag : { ...tag, source: "person", state: word, confidence: 1 };
    });
    const known = new Set(machine.map(({ label }) => label));
    const own = [...this.#words]
      .filter(([key, word]) => key.startsWith(`${row.id} `) && word !== "none")
      .map(([key, word]) => ({ label: key.slice(key.indexOf(" ") + 1), state: word as "confirmed" }))
      .filter(({ label }) => !known.has(label))
      .map(({ label, state }): SoundTag => {
        const family = families[label] ?? "own";
        return { label, family, source: "person", state, confidence: 1, score: null };
      });
    return [...own, ...machine].toSorted((a, b) => b.confidence - a.confidence);
  }

  tagCounts(rows: readonly SoundRow[]): TagCount[] {
    const counts = new Map<string, TagCount>();
    for (const { label, family, state } of rows.flatMap(({ tags }) => tags)) {
      const entry = counts.get(label) ?? { label, family, count: 0, confirmedCount: 0 };
      counts.set(label, entry);
      entry.count++;
      if (state === "confirmed") entry.confirmedCount++;
    }
    return [...counts.values()].toSorted((a, b) => b.count - a.count);
  }

  useCount(id: SoundId): number {
    return this.#uses.get(id) ?? 0;
  }

  isInCollection(id: number, soundId: SoundId): boolean {
    const query = this.#collections.find((each) => each.id === id)?.query;
    return query ? chance(soundId, 50) > 0.5 : (this.#members.get(id)?.has(soundId) ?? false);
  }

  isLabel(label: string): boolean {
    return this.#labels().some((each) => each.label === label);
  }

  /** Tags that begin with what is typed after `#`; the words of filters otherwise. */
  suggest(query: string): QuerySuggestion[] {
    const word = /-?#(\S*)$/.exec(query);
    if (!word) return [];
    const start = word.index;
    return Object.keys(families)
      .filter((label) => label.startsWith(word[1] as string))
      .map((label) => ({
        kind: "tag",
        label,
        insert: `#${label}`,
        start,
        end: query.length,
        count: 7,
      }));
  }

  #labels(): TagLabel[] {
    const builtIn = Object.entries(families).map(([label, family]): TagLabel => {
      const prompts = [`the sound of ${label}`];
      return { label, family, synonyms: [], prompts, isOwn: false, isEnabled: true, threshold: 0.3 };
    });
    return [...builtIn, ...this.#ownLabels];
  }

  #withCounts(): Collection[] {
    return this.#collections.map((each) => ({
      ...each,
      soundCount: each.kind === "manual" ? (this.#members.get(each.id)?.size ?? 0) : null,
    }));
  }

  #note(kind: "query" | UseKind, query: string | null, soundId: SoundId | null): void {
    this.#history.unshift({ id: this.#history.length + 1, kind, atMs: Date.now(), query, soundId });
  }

  /** By name, as the bridge answers them. */
  readonly calls = {
    setTag: ({ ids, label, state }: { ids: SoundId[]; label: string; state: Word }): EditDone => {
      const before = ids.map((id) => this.#words.get(`${id} ${label}`) ?? "none");
      for (const id of ids) this.#words.set(`${id} ${label}`, state);
      const verb = { confirmed: "Tagged", rejected: "Rejected on", none: "Took back on" }[state];
      return this.remember(`${verb} ${ids.length} sounds ${label}`, () =>
        ids.forEach((id, index) => this.#words.set(`${id} ${label}`, before[index] as Word)),
      );
    },
    listLabels: () => this.#labels(),
    saveLabel: (label: Omit<TagLabel, "isOwn" | "threshold">): EditDone => {
      this.#ownLabels = [
        ...this.#ownLabels.filter((each) => each.label !== label.label),
        { ...label, isOwn: true, threshold: 0.3 },
      ];
      return this.remember(`Saved label ${label.label}`, () => {});
    },
    removeLabel: ({ label }: { label: string }): EditDone => {
      this.#ownLabels = this.#ownLabels.filter((each) => each.label !== label);
      return this.remember(`Removed label ${label}`, () => {});
    },
    listCollections: () => this.#withCounts(),
    createCollection: ({ name, query, ids }: { name: string; query: string | null; ids: SoundId[] }) => {
      const id = this.#collections.length + 1;
      const kind = query === null ? "manual" : "smart";
      const made: Collection = { id, name, kind, query, soundCount: null, addedMs: Date.now() };
      this.#collections = [...this.#collections, made];
      this.#members.set(id, new Set(ids));
      this.remember(`Made collection ${name}`, () => {
        this.#collections = this.#collections.filter((each) => each.id !== id);
      });
      return made;
    },
    renameCollection: ({ id, name }: { id: number; name: string }): EditDone => {
      this.#collections = this.#collections.map((each) => (each.id === id ? { ...each, name } : each));
      return this.remember(`Renamed collection ${name}`, () => {});
    },
    removeCollection: ({ id }: { id: number }): EditDone => {
      const before = this.#collections;
      this.#collections = before.filter((each) => each.id !== id);
      return this.remember("Removed collection", () => {
        this.#collections = before;
      });
    },
    addToCollection: ({ id, ids }: { id: number; ids: SoundId[] }): EditDone => {
      for (const soundId of ids) this.#members.get(id)?.add(soundId);
      return this.remember(`Added ${ids.length} sounds`, () => {
        for (const soundId of ids) this.#members.get(id)?.delete(soundId);
      });
    },
    removeFromCollection: ({ id, ids }: { id: number; ids: SoundId[] }): EditDone => {
      for (const soundId of ids) this.#members.get(id)?.delete(soundId);
      return this.remember(`Took out ${ids.length} sounds`, () => {
        for (const soundId of ids) this.#members.get(id)?.add(soundId);
      });
    },
    recordUse: ({ kind, ids }: { kind: UseKind; ids: SoundId[] }) => {
      for (const id of ids) {
        this.#uses.set(id, this.useCount(id) + 1);
        this.#note(kind, null, id);
      }
    },
    recordQuery: ({ query }: { query: string }) => this.#note("query", query, null),
    listHistory: ({ kind }: { kind: "query" | "use" }) =>
      this.#history.filter((entry) => (entry.kind === "query") === (kind === "query")),
    clearHistory: () => {
      this.#history.length = 0;
    },
    undo: (): EditDone | null => {
      const edit = this.#journal.pop();
      edit?.undo();
      if (edit) this.#undone.push(edit.label);
      return edit ? { label: edit.label, atMs: Date.now() } : null;
    },
    redo: (): EditDone | null => {
      const label = this.#undone.pop();
      return label === undefined ? null : { label, atMs: Date.now() };
    },
  };
}
