// A fixed number of worker threads, made when first needed and replaced when they die.
import { AppError } from "../base/app-error.ts";
import { Slots } from "../base/slots.ts";
import { WorkerThread } from "./worker-thread.ts";

/** A decoder may hold this much JavaScript heap; sample data lies outside of it and is bounded by blocks. */
const memoryLimitMb = 512;

/** A thread that is this asker's alone until it is released. */
export interface ThreadLease {
  thread: WorkerThread;
  release: () => void;
}

export class WorkerPool {
  readonly threadCount: number;
  #idle: WorkerThread[] = [];
  #busy = new Set<WorkerThread>();
  #slots: Slots;
  #isClosed = false;

  constructor(threadCount: number) {
    this.threadCount = threadCount;
    this.#slots = new Slots(threadCount);
  }

  /** Waits for a free thread, in order of asking. One that is dead when given back is not used again. */
  async lease(): Promise<ThreadLease> {
    const giveBack = await this.#slots.take();
    if (this.#isClosed) {
      giveBack();
      throw new AppError("engine-closed", "The engine is shutting down.");
    }
    const thread = this.#takeIdle() ?? new WorkerThread(memoryLimitMb);
    this.#busy.add(thread);
    return {
      thread,
      release: () => {
        this.#busy.delete(thread);
        if (this.#isClosed) thread.end();
        else if (!thread.isDead) this.#idle.push(thread);
        giveBack();
      },
    };
  }

  /** Runs one job on a thread of its own. */
  async use<Result>(job: (thread: WorkerThread) => Promise<Result>): Promise<Result> {
    const { thread, release } = await this.lease();
    try {
      return await job(thread);
    } finally {
      release();
    }
  }

  /** Ends all threads; jobs under way fail with `decoder-crashed`. */
  close(): void {
    this.#isClosed = true;
    for (const thread of [...this.#idle, ...this.#busy]) thread.end();
    this.#idle = [];
  }

  #takeIdle(): WorkerThread | undefined {
    for (;;) {
      const thread = this.#idle.pop();
      if (thread === undefined || !thread.isDead) return thread;
    }
  }
}
