// What an answer says that is no audio. Pure.

/** Longer bodies are pages of a proxy, not reasons. */
const longestReason = 400;

/** Message and hint as one text. */
export function toSentences({ message, hint }: { message: string; hint?: string }): string {
  return hint ? `${message} ${hint}` : message;
}

/**
 * The reason in the body of a failed answer.
 * @param body `{code, message, hint}` as JSON, or plain text
 * @returns null where the body says nothing that a person can read
 */
export function readRefusal(body: string): string | null {
  const text = body.trim();
  if (text.startsWith("{")) {
    try {
      const data = JSON.parse(text) as { message?: unknown; hint?: unknown };
      if (typeof data.message !== "string" || data.message === "") return null;
      return toSentences({ message: data.message, hint: typeof data.hint === "string" ? data.hint : "" });
    } catch {
      return null;
    }
  }
  return text === "" || text.startsWith("<") || text.length > longestReason ? null : text;
}
