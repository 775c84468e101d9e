// One installation of a model at a time, over all processes. The lock of a process that is gone does not count.
import { readFile, rm, writeFile } from "node:fs/promises";
import { AppError, isSystemError } from "../../base/app-error.ts";

/**
 * Runs a task while a lock file with this process's id exists.
 * @throws AppError `install-running` when another living process has it
 */
export async function withInstallLock<Result>(
  lockPath: string,
  task: () => Promise<Result>,
): Promise<Result> {
  await takeLock(lockPath);
  try {
    return await task();
  } finally {
    await rm(lockPath, { force: true });
  }
}

async function takeLock(lockPath: string): Promise<void> {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await writeFile(lockPath, String(process.pid), { flag: "wx" });
      return;
    } catch (error) {
      if (!isSystemError(error, "EEXIST")) throw error;
      const owner = Number(await readFile(lockPath, "utf8").catch(() => ""));
      if (isAlive(owner)) {
        throw new AppError(
          "install-running",
          `The model is being installed already (process ${owner}).`,
          `Wait for it, or end that process. If there is none, delete ${lockPath}.`,
        );
      }
      await rm(lockPath, { force: true });
    }
  }
  throw new Error(`${lockPath} could not be taken`);
}

function isAlive(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to another user.
    return isSystemError(error, "EPERM");
  }
}
