// Folders as a person types or pastes them into a window.
import os from "node:os";
import path from "node:path";
import { AppError } from "../base/app-error.ts";

/** Not on a disk: made up by the system, endless in parts, and never sounds. */
const systemFolders = ["/proc", "/sys", "/dev"];

/**
 * The absolute path that was meant: without quotes and spaces around it, `~` as the home folder. A window has no
 * current folder, so relative paths mean nothing.
 * @throws AppError `relative-folder`, `system-folder`
 */
export function toWholePath(typed: string): string {
  const bare = stripQuotes(typed.trim());
  const expanded = bare === "~" || /^~[/\\]/.test(bare) ? os.homedir() + bare.slice(1) : bare;
  if (!path.isAbsolute(expanded)) {
    throw new AppError(
      "relative-folder",
      bare === "" ? "No folder was given." : `“${bare}” is not a whole path.`,
      `Give the whole path, starting with ${process.platform === "win32" ? "the drive, such as C:\\" : "/"}.`,
    );
  }
  const whole = path.resolve(expanded);
  if (process.platform !== "win32" && systemFolders.some((folder) => isWithin(whole, folder))) {
    throw new AppError(
      "system-folder",
      `${whole} belongs to the system and holds no sounds.`,
      "Choose another folder.",
    );
  }
  return whole;
}

/** Terminals and file managers put quotes around paths with spaces. */
function stripQuotes(text: string): string {
  return /^(["'])(.*)\1$/su.exec(text)?.[2]?.trim() ?? text;
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(outer + path.sep);
}
