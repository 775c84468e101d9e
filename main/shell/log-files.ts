// What the log files of the home folder say, for the log viewer and for diagnostics.
import { closeSync, fstatSync, openSync, readdirSync, readSync } from "node:fs";
import path from "node:path";
import type { LogFile } from "../../preload/shell.ts";
import { findHomeFolder } from "../base/home.ts";

/** Of each file; the rest is for an editor. */
const maxBytes = 200_000;

export function findLogFolder(): string {
  return path.join(findHomeFolder(), "logs");
}

/** The files that were written last come first; none where there is no log yet. */
export function readLogFiles(): LogFile[] {
  const folder = findLogFolder();
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(".log"));
  } catch {
    return [];
  }
  return names
    .map((name) => readTail(path.join(folder, name)))
    .sort((a, b) => b.modifiedMs - a.modifiedMs)
    .map(({ name, sizeBytes, lines }) => ({ name, sizeBytes, lines }));
}

function readTail(file: string): LogFile & { modifiedMs: number } {
  const handle = openSync(file, "r");
  try {
    const { size, mtimeMs } = fstatSync(handle);
    const start = Math.max(0, size - maxBytes);
    const bytes = Buffer.alloc(size - start);
    const count = readSync(handle, bytes, 0, bytes.length, start);
    const lines = bytes.toString("utf8", 0, count).split("\n");
    // Cut in the middle of a line.
    if (start > 0) lines.shift();
    const whole = lines.filter((line) => line !== "");
    return { name: path.basename(file), sizeBytes: size, lines: whole, modifiedMs: mtimeMs };
  } finally {
    closeSync(handle);
  }
}
