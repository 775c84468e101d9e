// Which files and folders of a root are left out: glob patterns of the user and a few system folders.
import path from "node:path";
import picomatch from "picomatch";

/** Folders that systems and programs keep for themselves; never a place for a person's sounds. */
const systemFolders = new Set([
  "$RECYCLE.BIN",
  "System Volume Information",
  "__MACOSX",
  "node_modules",
  "lost+found",
]);

export interface Excludes {
  hasFolder(absolutePath: string, name: string): boolean;
  hasFile(absolutePath: string, name: string): boolean;
}

/**
 * A pattern without a slash is compared with names at any depth (`*.mp3`, `Old`), a pattern with one with
 * the path below the root (`Drums/Old`, `Backup/**`), an absolute one with the whole path.
 * Upper and lower case are alike where the file system says so.
 *
 * @param root absolute path of the root that is scanned
 */
export function compileExcludes(root: string, patterns: readonly string[]): Excludes {
  const options = { dot: true, nocase: process.platform !== "linux" };
  const matchers = patterns
    .map((pattern) => toPosix(pattern.trim()).replace(/\/+$/, ""))
    .filter((pattern) => pattern !== "")
    .map((pattern) => {
      const isMatch = picomatch(pattern, { ...options, basename: !pattern.includes("/") });
      const isAbsolute = path.isAbsolute(pattern);
      return (absolutePath: string): boolean =>
        isMatch(toPosix(isAbsolute ? absolutePath : path.relative(root, absolutePath)));
    });
  const isExcluded = (absolutePath: string): boolean => matchers.some((isMatch) => isMatch(absolutePath));
  return {
    // Hidden folders hold caches, thumbnails and trash, never a library.
    hasFolder: (absolutePath, name) =>
      name.startsWith(".") || systemFolders.has(name) || isExcluded(absolutePath),
    // `._NAME` files are the resource forks that macOS writes beside files on foreign drives.
    hasFile: (absolutePath, name) => name.startsWith("._") || isExcluded(absolutePath),
  };
}

/** True when a file below `root` is left out, by its own name or by a folder on the way to it. */
export function isExcludedPath(root: string, patterns: readonly string[], filePath: string): boolean {
  if (compileExcludes(root, patterns).hasFile(filePath, path.basename(filePath))) return true;
  return isExcludedFolder(root, patterns, path.dirname(filePath));
}

/** True when a folder below `root` is left out, by its own name or by one of a folder on the way to it. */
export function isExcludedFolder(root: string, patterns: readonly string[], folderPath: string): boolean {
  const excludes = compileExcludes(root, patterns);
  let folder = folderPath;
  while (folder.length > root.length) {
    if (excludes.hasFolder(folder, path.basename(folder))) return true;
    folder = path.dirname(folder);
  }
  return false;
}

function toPosix(anyPath: string): string {
  return path.sep === "\\" ? anyPath.replaceAll("\\", "/") : anyPath;
}
