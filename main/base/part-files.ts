// Files that are written under a name of their own and renamed when they are whole. What was being written when the
// power went or the program was killed, the next run in the same folder takes away: only what has our name, is a plain
// file of this user, and certainly has no writer any more.
import { createHash, randomBytes } from "node:crypto";
import { lstat, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/** Machine, process, chance. */
const partPattern = /^\.earshot-([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.part$/;
/** One of another machine, on a shared drive, or one whose process id is in use again, is left so long. */
const longestWriteMs = 24 * 60 * 60_000;

/** Path of a file in a folder that this process writes, to be renamed when it is whole. */
export function makePartPath(folder: string): string {
  return path.join(
    folder,
    `.earshot-${hashOfMachine()}-${process.pid}-${randomBytes(4).toString("hex")}.part`,
  );
}

/** Takes away what writers that were killed left in a folder. Never fails: it is tidying, not the work. */
export async function dropLeftovers(folder: string, nowMs = Date.now()): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const [, machine, pid] = partPattern.exec(name) ?? [];
    if (machine === undefined) continue;
    const filePath = path.join(folder, name);
    const stats = await lstat(filePath).catch(() => undefined);
    if (!stats?.isFile() || (process.getuid && stats.uid !== process.getuid())) continue;
    // The time of the last change may be that of a copied file; this one nobody can set.
    const isOld = nowMs - stats.ctimeMs > longestWriteMs;
    const isAbandoned = machine === hashOfMachine() && !isRunning(Number(pid));
    if (isOld || isAbandoned) await rm(filePath, { force: true }).catch(() => {});
  }
}

function hashOfMachine(): string {
  return createHash("sha256").update(os.hostname()).digest("hex").slice(0, 8);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // One of another user is running too.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
