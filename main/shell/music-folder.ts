// Where this person keeps music, for shells that no Electron tells.
import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** The desktop's music folder on Linux (`XDG_MUSIC_DIR` of user-dirs.dirs), `Music` in the home folder elsewhere. */
export function findMusicFolder(): string {
  const home = os.homedir();
  return (process.platform === "linux" ? findXdgFolder(home) : undefined) ?? path.join(home, "Music");
}

function findXdgFolder(home: string): string | undefined {
  const config = process.env["XDG_CONFIG_HOME"] ?? path.join(home, ".config");
  try {
    const text = readFileSync(path.join(config, "user-dirs.dirs"), "utf8");
    const value = /^XDG_MUSIC_DIR="(.*)"$/m.exec(text)?.[1];
    const folder = value?.replace(/^\$HOME/, home);
    return folder !== undefined && path.isAbsolute(folder) && folder !== `${home}/` ? folder : undefined;
  } catch {
    return undefined;
  }
}
