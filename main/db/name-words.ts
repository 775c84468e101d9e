// Splits names into the words that a person would type. Names and queries go through the same function.

/**
 * Words of a file or folder name, lower case, without accents: `KickDrum_dusty04` becomes
 * `kick drum dusty 04`, and the unsplit `kickdrum` and `dusty04` follow, so that both spellings are found.
 */
export function toNameWords(name: string): string[] {
  const words: string[] = [];
  const unsplit: string[] = [];
  for (const [run] of removeAccents(name).matchAll(/[\p{L}\p{N}]+/gu)) {
    const parts = splitRun(run);
    words.push(...parts);
    if (parts.length > 1) unsplit.push(run.toLowerCase());
  }
  return [...words, ...unsplit];
}

/** Words of one query term: as `toNameWords`, without the unsplit forms, since each part must be found. */
export function toQueryWords(term: string): string[] {
  return [...removeAccents(term).matchAll(/[\p{L}\p{N}]+/gu)].flatMap(([run]) => splitRun(run));
}

/** `TR808Kick` -> `tr 808 kick`, `FXHit` -> `fx hit`: at digits, and where lower turns to upper case. */
function splitRun(run: string): string[] {
  return run
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .replace(/(\p{L})(\p{N})/gu, "$1 $2")
    .replace(/(\p{N})(\p{L})/gu, "$1 $2")
    .toLowerCase()
    .split(" ");
}

function removeAccents(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}+/gu, "");
}
