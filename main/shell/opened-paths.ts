// Files and folders that were handed to this window, until its page asks for them.

export class OpenedPaths {
  #waiting: string[] = [];
  readonly #onWaiting: () => void;

  /** @param onWaiting told that something waits */
  constructor(onWaiting: () => void) {
    this.#onWaiting = onWaiting;
  }

  add(paths: readonly string[]): void {
    if (paths.length === 0) return;
    this.#waiting.push(...paths);
    this.#onWaiting();
  }

  /** Everything that waits; it waits no longer. */
  take(): string[] {
    return this.#waiting.splice(0);
  }
}
