// A bound on how many jobs run at once; the others wait in order of asking.

export class Slots {
  #freeCount: number;
  #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#freeCount = count;
  }

  async use<Result>(job: () => Promise<Result>): Promise<Result> {
    if (this.#freeCount > 0) this.#freeCount--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await job();
    } finally {
      // Handed on directly, so that nobody who comes now overtakes.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#freeCount++;
    }
  }
}
