// One sound with everything that may go wrong: another try for what passes, an error row for what does not,
// the end of the run for what would meet every other file too.
import { AppError, toErrorData } from "../base/app-error.ts";
import type { Log } from "../base/log.ts";
import type { PendingSound } from "../db/work.ts";
import type { LibraryWriter } from "./library-writer.ts";
import type { Suspects } from "./suspects.ts";

/** `refused`: an error row says why. `gone`: not on disk any more. `stopped`: it stays pending. */
export type Outcome = "done" | "refused" | "gone" | "stopped";

export interface AttemptTools {
  writer: LibraryWriter;
  suspects: Suspects;
  log: Log;
  /** Of the whole run. */
  signal: AbortSignal;
}

/** What passes by itself gets so many tries in all. */
const attemptCount = 3;
/** The embedder process went away under it, or the file was being written. */
const passingCodes = new Set(["process-gone", "file-changed"]);
/** Codes by which a part of the program says that it cannot work at all. */
const endingCodes = new Set(["disk-full", "engine-closed", "unknown-model"]);

export class Attempts {
  #tools: AttemptTools;

  constructor(tools: AttemptTools) {
    this.#tools = tools;
  }

  /** @throws what ends the whole run; the sound stays pending */
  async run(sound: PendingSound, work: () => Promise<void>): Promise<Outcome> {
    const { suspects, writer } = this.#tools;
    if (suspects.isGuilty(sound.path)) {
      suspects.end(sound.path);
      writer.storeError(sound, toErrorData(crashedEarshot()));
      return "refused";
    }
    suspects.begin(sound.path);
    try {
      return await this.#runAgain(sound, work);
    } finally {
      suspects.end(sound.path);
    }
  }

  async #runAgain(sound: PendingSound, work: () => Promise<void>): Promise<Outcome> {
    const { writer, log, signal } = this.#tools;
    for (let attempt = 1; ; attempt++) {
      try {
        await work();
        return "done";
      } catch (error) {
        if (signal.aborted) return "stopped";
        const code = error instanceof AppError ? error.code : "internal";
        if (endsRun(code)) throw error;
        if (passingCodes.has(code) && attempt < attemptCount) continue;
        if (code === "file-missing") {
          writer.storeMissing(sound);
          return "gone";
        }
        if (code === "internal") log.error({ path: sound.path, error: toStack(error) }, "a bug in indexing");
        writer.storeError(sound, toErrorData(error));
        return "refused";
      }
    }
  }
}

function endsRun(code: string): boolean {
  return endingCodes.has(code) || code.startsWith("library-") || code.startsWith("model-");
}

function toStack(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function crashedEarshot(): AppError {
  return new AppError(
    "decoder-crashed",
    "Reading the file ended Earshot's engine twice, so it is left alone.",
    "The file is probably damaged. Try again with Retry.",
  );
}
