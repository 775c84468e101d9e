// Errors that a person can act on. Anything thrown that is not an AppError is a bug and is logged as one.
import type { ErrorData } from "../../preload/error-data.ts";

/** An expected error: it says what happened, what was expected, and what to do now. */
export class AppError extends Error {
  readonly code: string;
  readonly hint: string;

  /**
   * @param code stable name for programs, kebab-case
   * @param message what happened, what was expected and what came
   * @param hint what to do now, or an empty string
   */
  constructor(code: string, message: string, hint = "", options?: ErrorOptions) {
    super(message, options);
    this.name = "AppError";
    this.code = code;
    this.hint = hint;
  }

  /** The same error on the other side of a process border. */
  static fromData(data: ErrorData): AppError {
    return new AppError(data.code, data.message, data.hint);
  }
}

/** Anything thrown, as data that may cross a process border. A bug becomes code `internal`. */
export function toErrorData(thrown: unknown): ErrorData {
  if (thrown instanceof AppError) {
    return { code: thrown.code, message: thrown.message, hint: thrown.hint };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    code: "internal",
    message: `Something failed inside Earshot: ${message}`,
    hint: "Run `earshot doctor` and report what it prints.",
  };
}

/** True for system errors of Node (`ENOENT`, `ENOSPC`, ...), optionally of one code. */
export function isSystemError(thrown: unknown, code?: string): thrown is NodeJS.ErrnoException {
  // An AppError has a code too, but one of ours.
  if (!(thrown instanceof Error) || thrown instanceof AppError || !("code" in thrown)) return false;
  return code === undefined || thrown.code === code;
}
