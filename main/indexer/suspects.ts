// Finds the file that takes the whole engine down. Native decoders and the memory limit of the machine can
// end a process without a word; so the files in flight are noted on disk, and after a crash they are listened
// to one at a time. A file that was in flight at two crashes in a row is given up.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import * as z from "zod";
import type { Log } from "../base/log.ts";

const crashLimit = 2;

const notesSchema = z.object({
  /** Files that were being listened to. */
  inFlight: z.array(z.string()),
  /** Crashes at which a file was in flight, by its path. */
  crashCounts: z.record(z.string(), z.int().positive()),
});

export class Suspects {
  #notesPath: string;
  #log: Log;
  #inFlight = new Set<string>();
  #crashCounts = new Map<string, number>();

  /**
   * @param notesPath file of the notes; beside the library
   * @param isAfterCrash whether the engine before this one crashed; after any other end nobody is suspected
   */
  constructor(notesPath: string, isAfterCrash: boolean, log: Log) {
    this.#notesPath = notesPath;
    this.#log = log;
    if (!isAfterCrash) return;
    const { inFlight, crashCounts } = this.#read();
    for (const filePath of inFlight) this.#crashCounts.set(filePath, (crashCounts[filePath] ?? 0) + 1);
    if (inFlight.length > 0) log.warn({ inFlight }, "the engine crashed while it listened to these");
  }

  /** While there are any, nothing is to run beside them. */
  get count(): number {
    return this.#crashCounts.size;
  }

  /** True for a file that is to be given up. */
  isGuilty(filePath: string): boolean {
    return (this.#crashCounts.get(filePath) ?? 0) >= crashLimit;
  }

  begin(filePath: string): void {
    this.#inFlight.add(filePath);
    this.#write();
  }

  /** The file was listened to, or refused, without a crash. */
  end(filePath: string): void {
    this.#inFlight.delete(filePath);
    this.#crashCounts.delete(filePath);
    this.#write();
  }

  /** Nothing is in flight any more. */
  clear(): void {
    rmSync(this.#notesPath, { force: true });
  }

  #read(): z.infer<typeof notesSchema> {
    try {
      return notesSchema.parse(JSON.parse(readFileSync(this.#notesPath, "utf8")));
    } catch {
      // No notes, or half of them: then nobody is suspected, and the next crash tells.
      return { inFlight: [], crashCounts: {} };
    }
  }

  #write(): void {
    const notes = { inFlight: [...this.#inFlight], crashCounts: Object.fromEntries(this.#crashCounts) };
    try {
      writeFileSync(this.#notesPath, JSON.stringify(notes));
    } catch (error) {
      // A full disk stops the run by itself; the notes only serve the next crash.
      this.#log.debug({ error: String(error) }, "the notes of files in flight cannot be written");
    }
  }
}
