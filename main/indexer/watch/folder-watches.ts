// Linux: one watch a folder. Node's own recursive watch takes one for each file there, which uses up the system's
// limit (65,536 on many machines) with one large library.
import { type FSWatcher, lstatSync, statSync, watch } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { isAudioPath } from "../../audio/open-audio.ts";
import { isSystemError } from "../../base/app-error.ts";
import type { TreeWatch, TreeWatchOptions } from "./tree-watch.ts";

interface WatchedFolder {
  watcher: FSWatcher;
  /** `device:inode`, the same on every way to it. */
  identity: string;
  /** Reached by a link: a look at it must begin at the root, since only a whole scan chooses between two ways. */
  isBehindLink: boolean;
}

export class FolderWatches implements TreeWatch {
  #options: TreeWatchOptions;
  #folders = new Map<string, WatchedFolder>();
  #identities = new Set<string>();
  #isClosed = false;

  constructor(options: TreeWatchOptions) {
    this.#options = options;
  }

  /** Number of folders that are watched. */
  get folderCount(): number {
    return this.#folders.size;
  }

  /** Watches a folder and all below it. A folder is watched before it is read, so that nothing slips between. */
  async addTree(folderPath: string, isBehindLink = false): Promise<void> {
    const waiting = [{ folderPath, isBehindLink }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (!this.#add(next.folderPath, next.isBehindLink)) continue;
      // oxlint-disable-next-line no-await-in-loop -- one handle at a time, however large the tree
      for (const subfolder of await this.#listSubfolders(next.folderPath)) {
        waiting.push({ ...subfolder, isBehindLink: next.isBehindLink || subfolder.isBehindLink });
      }
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const { watcher } of this.#folders.values()) watcher.close();
    this.#folders.clear();
  }

  /** @returns false when there is nothing to watch, or it is watched already */
  #add(folderPath: string, isBehindLink: boolean): boolean {
    if (this.#isClosed || this.#folders.has(folderPath)) return false;
    try {
      const stats = statSync(folderPath);
      const identity = `${stats.dev}:${stats.ino}`;
      // Links that go round in a circle come by here.
      if (!stats.isDirectory() || this.#identities.has(identity)) return false;
      const watcher = watch(folderPath, { persistent: false }, (kind, name) =>
        this.#onEvent(folderPath, kind, name),
      );
      watcher.on("error", () => this.#drop(folderPath));
      this.#folders.set(folderPath, { watcher, identity, isBehindLink });
      this.#identities.add(identity);
      return true;
    } catch (error) {
      // What is gone or may not be read is the scan's to tell.
      const isLimit = isSystemError(error, "ENOSPC") || isSystemError(error, "EMFILE");
      if (isLimit || !isSystemError(error)) this.#options.onLost(error);
      return false;
    }
  }

  async #listSubfolders(folderPath: string): Promise<{ folderPath: string; isBehindLink: boolean }[]> {
    const entries = await readdir(folderPath, { withFileTypes: true }).catch(() => []);
    return entries
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map((entry) => ({
        folderPath: path.join(folderPath, entry.name),
        isBehindLink: entry.isSymbolicLink(),
        name: entry.name,
      }))
      .filter((entry) => !this.#options.isLeftOut(entry.folderPath, entry.name))
      .toSorted((a, b) => Number(b.isBehindLink) - Number(a.isBehindLink));
  }

  #onEvent(folderPath: string, kind: string, name: string | null): void {
    if (this.#isClosed) return;
    if (name === null) {
      this.#report(folderPath, false);
    } else if (kind === "change") {
      if (isAudioPath(name)) this.#report(folderPath, false);
    } else {
      void this.#onEntry(folderPath, name);
    }
  }

  /** Something came, went or was replaced. */
  async #onEntry(folderPath: string, name: string): Promise<void> {
    const { root, isLeftOut } = this.#options;
    // The root itself was moved, deleted or unmounted: its watch names it as if it lay in itself.
    if (folderPath === root && name === path.basename(root)) this.#report(root, true);
    const entryPath = path.join(folderPath, name);
    const isFolder = leadsToFolder(entryPath);
    if (this.#folders.has(entryPath)) {
      this.#report(entryPath, true);
      this.#drop(entryPath);
    }
    if (isFolder) {
      if (isLeftOut(entryPath, name)) return;
      const isBehindLink = isLink(entryPath) || this.#folders.get(folderPath)?.isBehindLink === true;
      await this.addTree(entryPath, isBehindLink);
      this.#report(entryPath, true);
    } else if (isAudioPath(name)) {
      this.#report(folderPath, false);
    }
  }

  #report(folderPath: string, isDeep: boolean): void {
    const { root, onChange } = this.#options;
    const isPlain = this.#folders.get(folderPath)?.isBehindLink !== true;
    onChange(isPlain ? { path: folderPath, isDeep } : { path: root, isDeep: true });
  }

  /** Forgets a folder and those below it. */
  #drop(folderPath: string): void {
    for (const [watchedPath, { watcher, identity }] of this.#folders) {
      if (watchedPath !== folderPath && !watchedPath.startsWith(folderPath + path.sep)) continue;
      watcher.close();
      this.#folders.delete(watchedPath);
      this.#identities.delete(identity);
    }
  }
}

function leadsToFolder(entryPath: string): boolean {
  try {
    return statSync(entryPath).isDirectory();
  } catch {
    return false;
  }
}

function isLink(entryPath: string): boolean {
  try {
    return lstatSync(entryPath).isSymbolicLink();
  } catch {
    return false;
  }
}
