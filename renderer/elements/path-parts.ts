// Paths as text: what may be cut and what must stay. Pure; both separators, since libraries travel.

/** The last part of a path: `/a/b/c.wav` -> `c.wav`. */
export function lastPart(path: string): string {
  const trimmed = path.replace(/[/\\]+$/, "");
  return trimmed.slice(Math.max(trimmed.lastIndexOf("/"), trimmed.lastIndexOf("\\")) + 1) || path;
}

/** The folder that a file lies in: `/a/b/c.wav` -> `/a/b`. */
export function folderOf(path: string): string {
  const cut = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  return path.slice(0, Math.max(cut, 0)) || path.slice(0, 1);
}

/**
 * Where a path may be cut: `head` gives way, `tail` (separator and last part) stays.
 * The style sheet does the cutting, so a row needs no measuring.
 */
export function splitForMiddleCut(path: string): { head: string; tail: string } {
  const trimmed = path.replace(/[/\\]+$/, "");
  const cut = Math.max(trimmed.lastIndexOf("/"), trimmed.lastIndexOf("\\"));
  if (cut <= 0) return { head: "", tail: trimmed === "" ? path : trimmed };
  return { head: trimmed.slice(0, cut), tail: trimmed.slice(cut) };
}

/**
 * A text shortened in the middle to at most `maxLength` characters, counted in code points so that
 * no letter is torn. The end keeps the larger part: it tells files apart.
 */
export function shortenMiddle(text: string, maxLength: number): string {
  const letters = Array.from(text);
  if (letters.length <= maxLength) return text;
  if (maxLength <= 1) return "…";
  const tailLength = Math.ceil((maxLength - 1) * 0.6);
  const headLength = maxLength - 1 - tailLength;
  return `${letters.slice(0, headLength).join("")}…${letters.slice(letters.length - tailLength).join("")}`;
}

/** The path below one of the roots, led by the root's own name: `Drums/Kicks`; the whole path without a root. */
export function pathBelowRoot(path: string, roots: readonly string[]): string {
  let best = "";
  for (const root of roots) {
    const isInside = path === root || path.startsWith(`${root}/`) || path.startsWith(`${root}\\`);
    if (isInside && root.length > best.length) best = root;
  }
  if (best === "") return path;
  return lastPart(best) + path.slice(best.replace(/[/\\]+$/, "").length);
}
