// Files on the clipboard, as the platform's file manager puts them there. Electron itself knows text and pictures only.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { pathToFileURL } from "node:url";
import { clipboard, ClipboardItem } from "electron";
import { AppError } from "../base/app-error.ts";

const runProgram = promisify(execFile);
const programLimitMs = 20_000;

/**
 * @param paths absolute paths of files that are there
 * @throws AppError `nothing-to-copy`: the clipboard keeps what it has
 */
export async function copyFiles(paths: readonly string[]): Promise<void> {
  if (paths.length === 0) {
    throw new AppError("nothing-to-copy", "None of these sounds is in the library any more.");
  }
  if (process.platform === "win32") await copyByPowerShell(paths);
  else await clipboard.write([new ClipboardItem(toFormats(paths, process.platform))]);
}

/** Clipboard formats of a platform. Text comes with them, for fields that take no files. */
export function toFormats(paths: readonly string[], platform: NodeJS.Platform): Record<string, string> {
  const text = { "text/plain": paths.join("\n") };
  if (platform === "darwin") return { ...text, [raw("NSFilenamesPboardType")]: toPropertyList(paths) };
  const urls = paths.map((file) => pathToFileURL(file).href);
  return {
    ...text,
    // RFC 2483 ends each line with CR LF.
    [raw("text/uri-list")]: `${urls.join("\r\n")}\r\n`,
    // GNOME's file manager: the first line says whether the files are copied or cut.
    [raw("x-special/gnome-copied-files")]: ["copy", ...urls].join("\n"),
  };
}

/** Electron's name for a format of the system's own. */
const raw = (format: string): string => `electron application/osclipboard;format="${format}"`;

function toPropertyList(paths: readonly string[]): string {
  const strings = paths.map((file) => `<string>${escapeXml(file)}</string>`).join("");
  return (
    `<?xml version="1.0" encoding="UTF-8"?>` +
    `<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">` +
    `<plist version="1.0"><array>${strings}</array></plist>`
  );
}

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/**
 * CF_HDROP has no name that Electron could write it by; Windows' own shell writes it. The paths travel in an
 * environment variable, so that no character of them is read as a command.
 */
async function copyByPowerShell(paths: readonly string[]): Promise<void> {
  const command = "Set-Clipboard -LiteralPath (ConvertFrom-Json $env:EARSHOT_PATHS)";
  await runProgram("powershell.exe", ["-NoProfile", "-NonInteractive", "-Command", command], {
    env: { ...process.env, EARSHOT_PATHS: JSON.stringify(paths) },
    timeout: programLimitMs,
    windowsHide: true,
  });
}
