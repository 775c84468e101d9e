// Settings that a shell needs before there is a window or a library: one JSON file in the home folder.
import { accessSync, constants, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import type { ShellSettings } from "../../preload/shell.ts";
import { AppError } from "../base/app-error.ts";
import { findHomeFolder, makeHomeFolder } from "../base/home.ts";
import { explainSystemError } from "../base/system-error.ts";
import { toWholePath } from "../engine/typed-folder.ts";

/** A field that is wrong or unknown falls back by itself: an older or newer Earshot may have written the file. */
const stored = z.object({
  exportFolder: z
    .string()
    .refine((folder) => path.isAbsolute(folder))
    .optional()
    .catch(undefined),
  usesX11: z.boolean().optional().catch(undefined),
  notifiesWhenDone: z.boolean().optional().catch(undefined),
});

const findFile = (): string => path.join(findHomeFolder(), "settings.json");

/** @param musicFolder regions go into `Earshot` in it until the person chooses another folder */
export function readShellSettings(musicFolder: string): ShellSettings {
  const { exportFolder, usesX11, notifiesWhenDone } = readStored();
  return {
    exportFolder: exportFolder ?? path.join(musicFolder, "Earshot"),
    usesX11: usesX11 ?? false,
    notifiesWhenDone: notifiesWhenDone ?? true,
  };
}

/**
 * Changes some settings and keeps the others.
 * @throws AppError `folder-not-writable` for an export folder that cannot be made or written; `relative-folder`,
 *   `system-folder`
 */
export function saveShellSettings(changes: Partial<ShellSettings>, musicFolder: string): ShellSettings {
  const wanted = { ...readStored(), ...changes };
  if (changes.exportFolder !== undefined) {
    wanted.exportFolder = toWholePath(changes.exportFolder);
    checkFolder(wanted.exportFolder);
  }
  makeHomeFolder();
  const unfinished = `${findFile()}.new`;
  writeFileSync(unfinished, `${JSON.stringify(wanted, null, 2)}\n`);
  renameSync(unfinished, findFile());
  return readShellSettings(musicFolder);
}

function readStored(): z.infer<typeof stored> {
  try {
    const result = stored.safeParse(JSON.parse(readFileSync(findFile(), "utf8")));
    return result.success ? result.data : {};
  } catch {
    // Not there, or not JSON: all settings are the first ones.
    return {};
  }
}

function checkFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new AppError(
      "folder-not-writable",
      `Nothing can be written into ${folder}: ${explainSystemError(error)}.`,
      "Choose a folder of your own.",
    );
  }
}
