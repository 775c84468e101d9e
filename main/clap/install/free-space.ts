// Is there room for a model?
import { statfs } from "node:fs/promises";
import { AppError } from "../../base/app-error.ts";

/** Kept free beyond the model itself, so that the rest of the machine goes on working. */
const reserveBytes = 64 * 1024 * 1024;

/** Bytes that this user may still write on the drive of a folder. */
export async function findFreeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** @throws AppError `disk-full` with both numbers */
export function assertRoom(neededBytes: number, freeBytes: number, folder: string): void {
  if (neededBytes + reserveBytes <= freeBytes) return;
  const missing = formatMb(neededBytes + reserveBytes - freeBytes);
  throw new AppError(
    "disk-full",
    `The model needs ${formatMb(neededBytes)} more in ${folder}, and ${formatMb(freeBytes)} are free on that drive.`,
    `Free at least ${missing}, or set EARSHOT_HOME to a folder on a larger drive.`,
  );
}

function formatMb(bytes: number): string {
  return `${Math.ceil(bytes / 1_000_000).toLocaleString("en")} MB`;
}
