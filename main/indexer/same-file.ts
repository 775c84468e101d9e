// Whether a path still leads to the file that it led to: what is read in several steps must be one file's content.
import type { Stats } from "node:fs";
import { AppError } from "../base/app-error.ts";

/** A file that was put in the place of another may have the same size and the same time: its inode has not. */
export function isSameFile(before: Stats, after: Stats): boolean {
  return (["size", "mtimeMs", "ctimeMs", "ino", "dev"] as const).every(
    (fact) => before[fact] === after[fact],
  );
}

/** What a reader throws then; it is tried again a few times before it becomes the file's error. */
export function fileChanged(): AppError {
  return new AppError(
    "file-changed",
    "The file was changed again and again while it was read.",
    "It is read again at the next look, when the program that writes it has finished.",
  );
}
