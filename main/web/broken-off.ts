// A browser that goes away in the middle of an answer: a player that seeks, a download that is stopped.

/** What a pipeline says then: while it was sent, or before. */
const codes = new Set(["ERR_STREAM_PREMATURE_CLOSE", "ERR_STREAM_UNABLE_TO_PIPE", "ECONNRESET", "EPIPE"]);

/** True for what is no failure of ours. */
export function isBrokenOff(error: unknown): boolean {
  return error instanceof Error && codes.has((error as NodeJS.ErrnoException).code ?? "");
}
