// One thing at a time, the urgent first: inference blocks its thread, and a query must not wait behind a queue of
// sounds.

interface Task {
  run: () => Promise<void>;
}

export class TaskLane {
  #urgent: Task[] = [];
  #usual: Task[] = [];
  #isRunning = false;

  /** Runs `work` after what runs now, and after what is waiting in front of it. */
  run<Result>(work: () => Promise<Result>, isUrgent: boolean): Promise<Result> {
    return new Promise((resolve, reject) => {
      const run = (): Promise<void> => work().then(resolve, reject);
      (isUrgent ? this.#urgent : this.#usual).push({ run });
      if (!this.#isRunning) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#isRunning = true;
    for (let task = this.#next(); task; task = this.#next()) {
      await task.run();
      // Lets messages in that came while the thread was blocked: one of them may be urgent.
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#isRunning = false;
  }

  #next(): Task | undefined {
    return this.#urgent.shift() ?? this.#usual.shift();
  }
}
