// Puts an export together, part by part: the same text for a file, a terminal and a browser.
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { FullEngineApi } from "../../preload/contract.ts";
import type { ExportFormat, ExportRequest } from "../../preload/exchange.ts";
import { AppError, isSystemError } from "../base/app-error.ts";
import { dropLeftovers, makePartPath } from "../base/part-files.ts";
import { explainSystemError } from "../base/system-error.ts";

type Engine = Pick<FullEngineApi, "beginExport" | "exportPart">;

/** About a quarter of a megabyte of text at a time. */
const soundsPerPart = 400;
/** Tells spreadsheets on Windows that a CSV file is UTF-8. */
export const byteOrderMark = "\uFEFF";

/** What a file is called unless the person says otherwise. */
export const exportFileName: Record<ExportFormat, string> = {
  json: "earshot-library.json",
  csv: "earshot-library.csv",
  ucs: "earshot-ucs-names.csv",
};

/** What came of an export. */
export interface ExportCount {
  soundCount: number;
}

/**
 * The text of an export, piece by piece. The first piece comes when the engine has settled what is exported, so a
 * refusal comes before any text.
 * @throws AppError `bad-query`, `no-library`, and as the search refuses
 */
export async function* streamExport(
  engine: Engine,
  request: ExportRequest,
  count: ExportCount = { soundCount: 0 },
): AsyncGenerator<string> {
  const { soundIds, head, separator, tail } = await engine.beginExport(request);
  yield head;
  let isFirst = true;
  for (let start = 0; start < soundIds.length; start += soundsPerPart) {
    const ids = [...soundIds.subarray(start, start + soundsPerPart)];
    const text = await engine.exportPart({ format: request.format, ids, ucs: request.ucs });
    if (text === "") continue;
    yield isFirst ? text : separator + text;
    isFirst = false;
    count.soundCount += ids.length;
  }
  yield tail;
}

/**
 * Writes an export beside its place and renames it when it is whole: what was there before stays until then.
 * @returns number of sounds
 * @throws AppError `not-writable`, and as `streamExport`
 */
export async function writeExport(
  engine: Engine,
  request: ExportRequest,
  filePath: string,
  hasByteOrderMark = false,
): Promise<number> {
  const count = { soundCount: 0 };
  const folder = path.dirname(filePath);
  const temporary = makePartPath(folder);
  const pieces = async function* () {
    if (hasByteOrderMark) yield byteOrderMark;
    yield* streamExport(engine, request, count);
  };
  await dropLeftovers(folder);
  try {
    await pipeline(pieces, createWriteStream(temporary, { flags: "wx", flush: true }));
    await rename(temporary, filePath);
    return count.soundCount;
  } catch (error) {
    await rm(temporary, { force: true });
    if (!isSystemError(error)) throw error;
    throw new AppError(
      "not-writable",
      error.code === "ENOENT"
        ? `The export could not be written to ${filePath}: there is no folder ${folder}.`
        : `The export could not be written to ${filePath}: ${explainSystemError(error)}.`,
      "Choose another place.",
      { cause: error },
    );
  }
}
