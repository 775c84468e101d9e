// A door that work passes while it is open.

export class Gate {
  #opened: Promise<void> | undefined;
  #open: (() => void) | undefined;

  get isClosed(): boolean {
    return this.#opened !== undefined;
  }

  /** Resolves at once while the gate is open, and otherwise when it opens. */
  whenOpen(): Promise<void> {
    return this.#opened ?? Promise.resolve();
  }

  close(): void {
    this.#opened ??= new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
    this.#open?.();
    this.#opened = undefined;
    this.#open = undefined;
  }
}
