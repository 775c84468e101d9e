// Plain words for the error codes of the operating system.
import { isSystemError } from "./app-error.ts";

const plainWords: Record<string, string> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EIO: "the drive reports a read error",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "the disk is read-only",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  ENAMETOOLONG: "the path is too long",
  ENOENT: "it is not there",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is a file",
  ELOOP: "its links go round in a circle",
  ENOTCONN: "the network drive is not connected",
  ESTALE: "the network drive has lost it",
  EADDRINUSE: "the port is in use",
};

/** Half a sentence, to follow "... cannot be read:". */
export function explainSystemError(error: unknown): string {
  if (!isSystemError(error)) return error instanceof Error ? error.message : String(error);
  return plainWords[error.code ?? ""] ?? `system error ${error.code ?? error.message}`;
}
