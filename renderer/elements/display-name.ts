// Names as they are shown: signs that turn the reading direction or have no shape of their own become visible. Pure.

/** Bidirectional marks, embeddings, overrides and isolates; control characters. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const lyingSigns = /[\u200E\u200F\u202A-\u202E\u2066-\u2069\u0000-\u001F\u007F-\u009F]/g;

/**
 * A name or path that cannot pass for another one: `kick\u202Evaw.exe` shows as `kick[U+202E]vaw.exe`.
 * For display only; what is sent to the engine stays as it is.
 */
export function displayName(name: string): string {
  return name.replace(
    lyingSigns,
    (sign) => `[U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`,
  );
}
