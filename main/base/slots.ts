// A bound on how many jobs run at once; the others wait in order of asking.

export class Slots {
  #freeCount: number;
  #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#freeCount = count;
  }

  /** Waits for a free slot. @returns the function that gives it back, to be called once */
  async take(): Promise<() => void> {
    if (this.#freeCount > 0) this.#freeCount--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return () => {
      // Handed on directly, so that nobody who comes now overtakes.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#freeCount++;
    };
  }

  async use<Result>(job: () => Promise<Result>): Promise<Result> {
    const giveBack = await this.take();
    try {
      return await job();
    } finally {
      giveBack();
    }
  }
}
