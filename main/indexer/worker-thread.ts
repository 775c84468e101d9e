// One thread that may fail: calls with time limits; a thread that hangs or runs out of memory is ended.
import { Worker } from "node:worker_threads";
import { AppError } from "../base/app-error.ts";
import { connectClient } from "../base/channel.ts";
import { toThreadPort } from "../base/child-port.ts";
import { findEntryPath } from "../base/entry.ts";
import type { SoundWorkerApi } from "./sound-worker-api.ts";

type RequestOf<Name extends keyof SoundWorkerApi> = Parameters<SoundWorkerApi[Name]>[0];
type ResponseOf<Name extends keyof SoundWorkerApi> = Awaited<ReturnType<SoundWorkerApi[Name]>>;

/** A running thread of `sound-worker.ts`. Once dead it stays dead: make a new one. */
export class WorkerThread {
  #worker: Worker;
  #api: SoundWorkerApi;
  #deathReason: string | undefined;

  /** @param memoryLimitMb limit of the thread's JavaScript heap */
  constructor(memoryLimitMb: number) {
    this.#worker = new Worker(findEntryPath("sound-worker"), {
      resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb },
      execArgv: [],
      // Decoders that print must not mix with the data on the program's own output.
      stdout: true,
      stderr: true,
    });
    this.#worker.stdout.resume();
    this.#worker.stderr.resume();
    const port = toThreadPort(this.#worker);
    port.onClose((reason) => {
      this.#deathReason ??= reason;
    });
    this.#api = connectClient<SoundWorkerApi>(port).api;
  }

  get isDead(): boolean {
    return this.#deathReason !== undefined;
  }

  /**
   * @throws AppError of the job; `decoder-too-slow` when the limit is reached and `decoder-crashed` when the
   * thread ended: in both cases the thread is dead afterwards
   */
  async call<Name extends keyof SoundWorkerApi>(
    name: Name,
    request: RequestOf<Name>,
    timeLimitMs: number,
  ): Promise<ResponseOf<Name>> {
    const method = this.#api[name] as (request: RequestOf<Name>) => Promise<ResponseOf<Name>>;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(
          new AppError(
            "decoder-too-slow",
            `Reading the file took longer than ${Math.round(timeLimitMs / 1000)} seconds and was given up.`,
            "The file may be damaged, or the drive very slow. Try again with Retry.",
          ),
        );
        this.end();
      }, timeLimitMs);
    });
    try {
      return await Promise.race([method(request), timeout]);
    } catch (error) {
      if (error instanceof AppError && error.code === "process-gone") {
        throw new AppError(
          "decoder-crashed",
          `The decoder stopped on this file: ${this.#deathReason ?? "it ended"}.`,
          "The file is probably damaged.",
          { cause: error },
        );
      }
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the thread at once, whatever it is doing. */
  end(): void {
    this.#deathReason ??= "it was ended";
    void this.#worker.terminate();
  }
}
