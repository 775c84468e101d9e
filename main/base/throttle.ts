// Says a thing at most so often, and never forgets the last time it was to be said.

export class Throttle {
  #everyMs: number;
  #say: () => void;
  #timer: NodeJS.Timeout | undefined;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(everyMs: number, say: () => void) {
    this.#everyMs = everyMs;
    this.#say = say;
  }

  /** Says it now, or as soon as the interval allows. */
  request(): void {
    if (this.#timer) return;
    const waitMs = this.#lastMs + this.#everyMs - performance.now();
    if (waitMs <= 0) this.flush();
    else this.#timer = setTimeout(() => this.flush(), waitMs).unref();
  }

  /** Says it at once. */
  flush(): void {
    this.cancel();
    this.#lastMs = performance.now();
    this.#say();
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
