// Is there a graphics device at all? Starting a driver to find out takes seconds and prints to the terminal.
import { readdirSync } from "node:fs";
import path from "node:path";

/**
 * On Linux by the device files: a render node, an NVIDIA card, or WSL's door to Windows' card. Elsewhere there
 * always is one.
 */
export function hasGraphicsDevice(platform: string = process.platform, deviceFolder = "/dev"): boolean {
  if (platform !== "linux") return true;
  const names = [...listNames(deviceFolder), ...listNames(path.join(deviceFolder, "dri"))];
  return names.some((name) => /^(renderD\d+|nvidia\d+|dxg)$/.test(name));
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // No such folder, or none that may be read.
    return [];
  }
}
