// Paths below a folder as a range that an index on paths can answer.
import path from "node:path";

/** Half-open range of all paths below a folder, in the order of their characters. */
export function toPathRange(folderPath: string): { prefix: string; end: string } {
  const prefix = folderPath.endsWith(path.sep) ? folderPath : folderPath + path.sep;
  const afterSeparator = String.fromCharCode(path.sep.charCodeAt(0) + 1);
  return { prefix, end: prefix.slice(0, -1) + afterSeparator };
}
