// Random access to the bytes of one open file. Nothing is held in memory but what was asked for. Belongs into a worker
// thread: its calls block, which takes a third of the processor time of calls that are awaited.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { AppError, isSystemError } from "../base/app-error.ts";
import { explainSystemError } from "../base/system-error.ts";

/** An open file, read by byte range. */
export class FileReader {
  readonly path: string;
  /** Bytes, at the time of opening. */
  readonly size: number;
  /** File descriptor. */
  readonly #file: number;
  #isClosed = false;

  private constructor(path: string, size: number, file: number) {
    this.path = path;
    this.size = size;
    this.#file = file;
  }

  /** @throws AppError `file-missing`, `unreadable-file`, `not-a-file` */
  static async open(path: string): Promise<FileReader> {
    let file: number | undefined;
    try {
      file = openSync(path, "r");
      const stats = fstatSync(file);
      if (!stats.isFile()) {
        throw new AppError("not-a-file", `${path} is not a file.`, "Give the path of an audio file.");
      }
      return new FileReader(path, stats.size, file);
    } catch (error) {
      if (file !== undefined) closeSync(file);
      throw toReadError(error, path);
    }
  }

  /**
   * Bytes `offset` to `offset + length`, fewer at the end of the file, an empty array beyond it.
   * @throws AppError `unreadable-file` when the drive goes away while it is read
   */
  async read(offset: number, length: number): Promise<Uint8Array> {
    // The file may have grown or shrunk since it was opened: the claim of a header never sets the allocation.
    const wanted = Math.max(0, Math.min(length, this.size - offset));
    const bytes = new Uint8Array(wanted);
    let filled = 0;
    // Its descriptor may be another file's by now.
    if (this.#isClosed) throw new Error(`${this.path} is read after it was closed`);
    try {
      while (filled < wanted) {
        const byteCount = readSync(this.#file, bytes, filled, wanted - filled, offset + filled);
        if (byteCount === 0) break;
        filled += byteCount;
      }
    } catch (error) {
      throw toReadError(error, this.path);
    }
    return filled === wanted ? bytes : bytes.subarray(0, filled);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#file);
  }
}

function toReadError(error: unknown, path: string): unknown {
  if (isSystemError(error, "ENOENT")) {
    return new AppError("file-missing", `${path} is not there any more.`, "Scan its folder again.", {
      cause: error,
    });
  }
  if (!isSystemError(error)) return error;
  return new AppError(
    "unreadable-file",
    `${path} cannot be read: ${explainSystemError(error)}.`,
    "Check the file's permissions and its drive.",
    { cause: error },
  );
}
