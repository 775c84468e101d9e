// What `index` is asked to do, looked at before a library is opened, made or changed for it.
import { opendirSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { AppError } from "../base/app-error.ts";
import { explainSystemError } from "../base/system-error.ts";
import { getModel } from "../clap/model-catalogue.ts";
import { checkModel } from "../clap/model-check.ts";

/**
 * @param modelId null for the library's own, which is looked at when it is needed
 * @returns the folders as `toRealFolder` gives them
 * @throws AppError as `toRealFolder`; `unknown-model`, `model-not-installed`, `model-damaged`
 */
export async function checkIndexRequest(
  folders: readonly string[],
  modelId: string | null,
): Promise<string[]> {
  const realFolders = folders.map(toRealFolder);
  if (modelId !== null) await checkModel(getModel(modelId), "audio");
  return realFolders;
}

/**
 * The folder as the file system spells it, so that one folder is not added twice under two names.
 * @throws AppError `no-such-folder`, `not-a-folder`, `unreadable-folder`
 */
export function toRealFolder(folderPath: string): string {
  let real: string;
  try {
    real = realpathSync.native(path.resolve(folderPath));
  } catch (error) {
    throw new AppError(
      "no-such-folder",
      `The folder ${path.resolve(folderPath)} cannot be opened: ${explainSystemError(error)}.`,
      "Check the spelling, or connect the drive that it lies on.",
    );
  }
  if (!statSync(real).isDirectory()) {
    throw new AppError("not-a-folder", `${real} is a file, not a folder.`, "Give the folder that holds it.");
  }
  try {
    opendirSync(real).closeSync();
  } catch (error) {
    throw new AppError(
      "unreadable-folder",
      `The folder ${real} cannot be read: ${explainSystemError(error)}.`,
      "Give yourself the right to read it.",
    );
  }
  return real;
}
