// An export as a download: the text goes to the browser part by part, as fast as it takes it.
import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as z from "zod";
import type { FullEngineApi } from "../../preload/contract.ts";
import type { ExportFormat, ExportRequest } from "../../preload/exchange.ts";
import { toErrorData } from "../base/app-error.ts";
import { isBrokenOff } from "./broken-off.ts";
import { byteOrderMark, exportFileName, streamExport } from "../shell/export-library.ts";

/** URL path of the download. */
export const exportPath = "/export";

const mimeTypes: Record<ExportFormat, string> = {
  json: "application/json; charset=utf-8",
  csv: "text/csv; charset=utf-8",
  ucs: "text/csv; charset=utf-8",
};

/** The engine checks the rest. */
const requestSchema = z.object({ format: z.enum(["json", "csv", "ucs"]) }).loose();

/** @returns undefined for a malformed one */
export function readExportRequest(query: URLSearchParams): ExportRequest | undefined {
  try {
    return requestSchema.parse(JSON.parse(query.get("request") ?? "")) as unknown as ExportRequest;
  } catch {
    return undefined;
  }
}

/**
 * A refusal comes as plain text with the status 422: nothing was sent by then.
 * @param isHead only whether it would be refused: a browser tells nobody why a download failed
 */
export async function sendExport(
  engine: Pick<FullEngineApi, "beginExport" | "exportPart">,
  request: ExportRequest,
  response: ServerResponse,
  isHead = false,
): Promise<void> {
  const pieces = streamExport(engine, request);
  let first: IteratorResult<string>;
  try {
    first = await pieces.next();
  } catch (error) {
    const { message, hint } = toErrorData(error);
    response.writeHead(422, { "Content-Type": "text/plain; charset=utf-8" });
    response.end(`${message} ${hint}\n`);
    return;
  }
  response.writeHead(200, {
    "Content-Type": mimeTypes[request.format],
    "Content-Disposition": `attachment; filename="${exportFileName[request.format]}"`,
    "Cache-Control": "no-store",
  });
  if (isHead) {
    response.end();
    return;
  }
  const text = async function* () {
    if (request.format !== "json") yield byteOrderMark;
    if (!first.done) yield first.value;
    yield* pieces;
  };
  try {
    await pipeline(Readable.from(text()), response);
  } catch (error) {
    // The browser's own button for stopping a download is no failure of the export.
    if (!isBrokenOff(error)) throw error;
  }
}
