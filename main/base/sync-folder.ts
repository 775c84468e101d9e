// Makes renames last through a power cut.
import { closeSync, fsyncSync, openSync } from "node:fs";

/**
 * Has the system write a folder's list of names to the disk. Where folders cannot be opened (Windows) or synced (some
 * network drives), the system sees to it in its own time.
 */
export function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // Nothing more can be done.
  }
}
