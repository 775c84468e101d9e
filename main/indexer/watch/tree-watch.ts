// Hears of changes below a root: a watch on each folder on Linux, one watch of the system's own elsewhere.
import { type FSWatcher, lstatSync, watch } from "node:fs";
import path from "node:path";
import { isAudioPath } from "../../audio/open-audio.ts";
import type { ChangedPlace } from "./changed-place.ts";
import { FolderWatches } from "./folder-watches.ts";

export interface TreeWatchOptions {
  /** Absolute path of a folder. */
  root: string;
  /** Folders that the scan leaves out too. */
  isLeftOut: (folderPath: string, name: string) => boolean;
  onChange: (place: ChangedPlace) => void;
  /** Changes may be missed from now on: the system's limit of watches is reached, or the watch failed. */
  onLost: (error: unknown) => void;
}

export interface TreeWatch {
  close(): void;
}

/**
 * Resolves when every folder below the root is watched, so that a scan begun afterwards misses nothing. What cannot be
 * watched is told by `onLost`; nothing is thrown.
 */
export async function watchTree(options: TreeWatchOptions): Promise<TreeWatch> {
  if (process.platform !== "linux") return watchRecursively(options);
  const watches = new FolderWatches(options);
  await watches.addTree(options.root);
  return watches;
}

/** macOS and Windows watch a whole tree in the system itself. */
export function watchRecursively({ root, isLeftOut, onChange, onLost }: TreeWatchOptions): TreeWatch {
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(root, { recursive: true, persistent: false }, (_kind, name) => {
      if (name === null) {
        onChange({ path: root, isDeep: true });
        return;
      }
      const changed = path.join(root, name);
      const parts = path.dirname(name).split(path.sep);
      if (parts.some((part, i) => part !== "." && isLeftOut(path.join(root, ...parts.slice(0, i + 1)), part)))
        return;
      if (isAudioPath(changed)) onChange({ path: path.dirname(changed), isDeep: false });
      // A folder that came or went; a plain file of another kind is nobody's business.
      else if (!isPlainFile(changed) && !isLeftOut(changed, path.basename(changed))) {
        onChange({ path: changed, isDeep: true });
      }
    });
    watcher.on("error", onLost);
  } catch (error) {
    onLost(error);
  }
  return { close: () => watcher?.close() };
}

function isPlainFile(filePath: string): boolean {
  try {
    return lstatSync(filePath).isFile();
  } catch {
    return false;
  }
}
