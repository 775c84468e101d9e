// Files and folders on Electron's command line: what the system passes when something is opened with Earshot.
import { existsSync } from "node:fs";
import path from "node:path";
import { app } from "electron";

/**
 * Absolute paths of what the arguments name and what is there.
 * @param argv as the process has them: Electron's binary first, in a checkout the application's folder after it
 */
export function findPathsInArguments(argv: readonly string[], workingFolder: string): string[] {
  const own = new Set([app.getAppPath()]);
  return argv
    .slice(1)
    .filter((each) => each !== "" && !each.startsWith("-"))
    .map((each) => path.resolve(workingFolder, each))
    .filter((each) => !own.has(each) && existsSync(each));
}
