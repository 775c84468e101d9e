// Commands that are given files: one that cannot be read is named, and costs its own line, not the files behind it.
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
  "no-such-file",
  "not-a-file",
  "nothing-heard",
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
      if (files.length === 1 || !isOfFile(error)) throw nameFile(error, filePath);
      const { code, message, hint } = error;
      if (asJson) printJson({ path: filePath, error: { code, message, hint } });
      else printNote(toOneLine(`${nameFile(error, filePath).message} ${hint}`.trim()));
      process.exitCode = 1;
    }
  }
}

/**
 * Work on one file.
 * @throws AppError that names it, where the file is at fault
 */
export async function onFile<Result>(
  file: string,
  work: (filePath: string) => Promise<Result>,
): Promise<Result> {
  const filePath = path.resolve(file);
  try {
    return await work(filePath);
  } catch (error) {
    throw nameFile(error, filePath);
  }
}

function isOfFile(error: unknown): error is AppError {
  return error instanceof AppError && ofOneFile.has(error.code);
}

/** The same error with the file in its message, where the file is at fault and is not named yet. */
function nameFile<Failure>(error: Failure, filePath: string): Failure | AppError {
  if (!isOfFile(error) || error.message.includes(filePath)) return error;
  const { code, message, hint } = error;
  return new AppError(code, `${toOneLine(filePath)}: ${message}`, hint, { cause: error });
}
