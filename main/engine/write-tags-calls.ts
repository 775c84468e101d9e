// Labels into the sound files themselves: only when somebody asks for it, file by file.
import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import type { ErrorData } from "../../preload/error-data.ts";
import type { TaggedFileReport, TagWriteRequest } from "../../preload/exchange.ts";
import { AppError, isSystemError, toErrorData } from "../base/app-error.ts";
import { explainSystemError } from "../base/system-error.ts";
import type { HandlersOf } from "../base/channel.ts";
import { dropLeftovers } from "../base/part-files.ts";
import type { ReadableDb } from "../db/database.ts";
import { type FileRecord, findFileByPath } from "../db/files.ts";
import { adoptRewrittenFile } from "../db/rewritten-file.ts";
import { listTagsOfSound } from "../db/tags.ts";
import type { ShellHandlers } from "./call-types.ts";
import type { EngineParts } from "./engine-parts.ts";

/** Made for one run of one command: a folder is looked through for what killed writers left once, not for each file. */
export function makeWriteTagsCalls({
  library,
  listener,
}: EngineParts): HandlersOf<ShellHandlers<"writeTagsIntoFiles">> {
  const tidied = new Set<string>();
  const tidy = async (filePath: string): Promise<void> => {
    const folder = path.dirname(await realpath(filePath).catch(() => filePath));
    if (tidied.has(folder)) return;
    tidied.add(folder);
    await dropLeftovers(folder);
  };
  const write = async (filePath: string, request: TagWriteRequest): Promise<TaggedFileReport> => {
    const { isDryRun, keepsTime } = request;
    const db = isDryRun ? library.db : library.writableDb;
    const file = await getFile(db, filePath);
    const labels = listLabels(db, file.soundId, request.withSuggested);
    if (labels.length === 0) return { path: file.path, state: "no-tags", newLabels: [], error: null };
    if (!isDryRun) await tidy(file.path);
    const { newLabels, isWritten } = await listener.tagFile(file, labels, { isDryRun, keepsTime });
    if (isWritten) {
      const error = await adopt(file).then(() => null, toAdoptError);
      return { path: file.path, state: "written", newLabels, error };
    }
    const state = newLabels.length === 0 ? "up-to-date" : "would-write";
    return { path: file.path, state, newLabels, error: null };
  };
  /** The hash of the content covers the labels too: the library learns at once what the file is now. */
  const adopt = async ({ id: fileId, soundId, path: filePath }: FileRecord): Promise<void> => {
    const { size: sizeBytes, mtimeMs } = await stat(filePath);
    const quickHash = await listener.hashQuickly({ path: filePath, sizeBytes });
    const contentHash = await listener.hashContent({ path: filePath, sizeBytes });
    const modifiedMs = Math.floor(mtimeMs);
    adoptRewrittenFile(library.writableDb, {
      fileId,
      soundId,
      contentHash,
      quickHash,
      sizeBytes,
      modifiedMs,
    });
    library.noteChange();
  };
  return {
    writeTagsIntoFiles: async (request) => {
      const reports: TaggedFileReport[] = [];
      for (const filePath of request.paths) {
        try {
          reports.push(await write(filePath, request));
        } catch (error) {
          // Of one file; what ails the library ails all of them.
          if (!(error instanceof AppError) || error.code.includes("library-")) throw error;
          reports.push({ path: filePath, state: "left-alone", newLabels: [], error: toErrorData(error) });
        }
      }
      return reports;
    },
  };
}

/**
 * The file is written by now, whatever else went wrong: it must not be told as left alone.
 * @throws what ails the library itself, and bugs
 */
function toAdoptError(error: unknown): ErrorData {
  const isOfFile = isSystemError(error) || (error instanceof AppError && !error.code.includes("library-"));
  if (!isOfFile) throw error;
  const detail = isSystemError(error) ? explainSystemError(error) : toErrorData(error).message;
  return {
    code: "written-not-noted",
    message: `The tags were written, but the library could not read the new file: ${detail}`.replace(
      /\.?$/,
      ".",
    ),
    hint: "The next look at its folder takes it for a changed file, which keeps its tags.",
  };
}

/** @throws AppError `not-in-library`, `not-listened-to` */
async function getFile(db: ReadableDb, filePath: string): Promise<FileRecord> {
  const real = await realpath(filePath).catch(() => filePath);
  const file = findFileByPath(db, filePath) ?? findFileByPath(db, real);
  if (!file) {
    throw new AppError(
      "not-in-library",
      `${filePath} is not in the library, so there are no tags for it.`,
      "Add its folder with `earshot index`.",
    );
  }
  // Its bytes would become those of a sound that nobody has heard yet.
  if (file.status !== "ready") {
    throw new AppError(
      "not-listened-to",
      `${filePath} has not been listened to${file.errorCode === null ? " yet" : ": it cannot be read"}.`,
      "Run `earshot index` first.",
    );
  }
  return file;
}

/** A person's words; with suggestions too when these are wanted. Never a rejected one. */
function listLabels(db: ReadableDb, soundId: number, withSuggested: boolean): string[] {
  return listTagsOfSound(db, soundId)
    .filter(({ state }) => state === "confirmed" || (withSuggested && state === "suggested"))
    .map(({ label }) => label);
}
