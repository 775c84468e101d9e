// The log of one process: JSON lines in a file of the home folder. Nothing is sent anywhere.
import { mkdirSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import { pino, type Logger } from "pino";
import { findHomeFolder, makeHomeFolder } from "./home.ts";

export type Log = Pick<Logger, "debug" | "info" | "warn" | "error">;

/** A log file that has reached this size is set aside as `NAME.old.log` when the process starts next. */
const rotateBytes = 4 * 1024 * 1024;

/** For code that runs without a log file (tests, one-off tools). */
export const silentLog: Log = pino({ enabled: false });

/**
 * Opens `HOME/logs/NAME.log` for appending. `EARSHOT_LOG` sets the level (default `info`).
 * A log that cannot be written must not stop the program: it is then silent.
 */
export function openLog(name: string): Log {
  try {
    const folder = path.join(findHomeFolder(), "logs");
    makeHomeFolder();
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, `${name}.log`);
    setAsideWhenLarge(file);
    const level = process.env["EARSHOT_LOG"] ?? "info";
    // Synchronous, so that the last lines before a crash are there.
    return pino({ level, base: { pid: process.pid } }, pino.destination({ dest: file, sync: true }));
  } catch {
    return silentLog;
  }
}

function setAsideWhenLarge(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size >= rotateBytes) renameSync(file, file.replace(/\.log$/, ".old.log"));
}
