// Commands that are given several files: one that cannot be read costs its own line, not the files behind it.
import path from "node:path";
import { AppError } from "../base/app-error.ts";
import { printJson, printNote, toOneLine } from "./output.ts";

/** What is wrong with one file; anything else would be wrong with the next one too. */
const ofOneFile = new Set([
  "damaged-file",
  "decoder-crashed",
  "decoder-too-slow",
  "empty-file",
  "file-changed",
  "file-missing",
  "not-a-file",
  "too-large",
  "too-long",
  "too-many-channels",
  "unreadable-file",
  "unsupported-format",
]);

/**
 * Works through files in their order and sets the exit code to 1 when one could not be read.
 * @throws AppError where the only file fails, or where not the file is at fault
 */
export async function eachFile(
  files: readonly string[],
  asJson: boolean,
  work: (filePath: string) => Promise<void>,
): Promise<void> {
  for (const file of files) {
    const filePath = path.resolve(file);
    try {
      await work(filePath);
    } catch (error) {
      if (files.length === 1 || !(error instanceof AppError) || !ofOneFile.has(error.code)) throw error;
      const { code, message, hint } = error;
      if (asJson) printJson({ path: filePath, error: { code, message, hint } });
      else printNote(toOneLine(`${filePath}: ${message} ${hint}`.trim()));
      process.exitCode = 1;
    }
  }
}
