// What follows from a failure: it concerns the file, the whole run, or only this moment.
import { AppError } from "../base/app-error.ts";

export type FailureKind =
  /** No other file would fare better: the run stops and says why; nothing is lost. */
  | "run"
  /** The embedder process went away under it, or the file was written to: worth another try. */
  | "moment"
  /** Gone from the disk since the scan. */
  | "gone"
  /** This file cannot be a sound: an error row with the reason. */
  | "file";

/** Codes by which a part of the program says that it cannot work at all. */
const runCodes = new Set(["disk-full", "engine-closed", "engine-failed", "unknown-model"]);

export function judgeFailure(error: unknown): FailureKind {
  if (!(error instanceof AppError)) return "file";
  const { code } = error;
  if (runCodes.has(code) || code.startsWith("library-") || code.startsWith("model-")) return "run";
  if (code === "process-gone" || code === "file-changed") return "moment";
  return code === "file-missing" ? "gone" : "file";
}
