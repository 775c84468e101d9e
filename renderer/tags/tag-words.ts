// Tags as words of the search line: `#hi-hat`, `-#loop`. Pure.

/** Case, spaces and hyphens do not matter: the engine reads `#hihat` and `#hi-hat` as one. */
export function comparable(label: string): string {
  return label
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** `hi hat` -> `#hi-hat`: a word of the line ends at a space. */
export function toTagWord(label: string): string {
  return `#${label.trim().replaceAll(/\s+/g, "-")}`;
}

export interface TagWord {
  /** Character range in the line, end exclusive. */
  start: number;
  end: number;
  isNegated: boolean;
}

/** Where a line asks for a tag, or for sounds without it. */
export function findTagWord(line: string, label: string): TagWord | undefined {
  const wanted = comparable(label);
  for (const match of line.matchAll(/(?<=^|\s)(-?)#("[^"]*"?|\S+)/g)) {
    if (comparable(match[2] as string) !== wanted) continue;
    return { start: match.index, end: match.index + match[0].length, isNegated: match[1] === "-" };
  }
  return undefined;
}

/**
 * The line after a press on a tag: it comes to ask for the tag (or for sounds without it), and a second press
 * takes the word out again.
 */
export function toggleTagWord(line: string, label: string, isNegated: boolean): string {
  const found = findTagWord(line, label);
  const rest = found
    ? `${line.slice(0, found.start).trimEnd()} ${line.slice(found.end).trimStart()}`.trim()
    : line;
  if (found && found.isNegated === isNegated) return rest;
  const word = (isNegated ? "-" : "") + toTagWord(label);
  return rest.trim() === "" ? word : `${rest.trimEnd()} ${word}`;
}
