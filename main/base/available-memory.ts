// How much memory a further process may take.
import os from "node:os";
import process from "node:process";

/** Of a Mac's memory the part taken for available: it counts only what nothing uses, file caches not included. */
const macShare = 0.5;

/** Bytes that can be used without pushing other programs out; under Linux within the limits of its container. */
export function findAvailableBytes(): number {
  return process.platform === "darwin" ? os.totalmem() * macShare : process.availableMemory();
}
