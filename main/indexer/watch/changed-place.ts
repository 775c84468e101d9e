// Where something may have changed: all that a watcher knows, and all that a look at the disk needs.

export interface ChangedPlace {
  /** Absolute path of a folder, which may be gone. */
  path: string;
  /** True when the folders below it are to be looked at too. */
  isDeep: boolean;
}

/** Places of one root, each once: a deep place covers what lies below it. */
export class ChangedPlaces {
  #separator: string;
  #isDeep = new Map<string, boolean>();

  /** @param separator of paths on this platform */
  constructor(separator: string) {
    this.#separator = separator;
  }

  get count(): number {
    return this.#isDeep.size;
  }

  add({ path, isDeep }: ChangedPlace): void {
    this.#isDeep.set(path, isDeep || this.#isDeep.get(path) === true);
  }

  /** What was added, without what a deep place covers, and forgets it. */
  take(): ChangedPlace[] {
    const places = [...this.#isDeep].map(([path, isDeep]) => ({ path, isDeep }));
    const deep = places.filter(({ isDeep }) => isDeep).map(({ path }) => path + this.#separator);
    this.#isDeep.clear();
    return places.filter(({ path }) => !deep.some((prefix) => path.startsWith(prefix)));
  }
}
