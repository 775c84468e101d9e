// Calls that export the library. The engine makes the text, the shells put it where it belongs.
import type { ExportFormat, ExportPlan, ExportRequest, UcsNaming } from "../../preload/exchange.ts";
import type { SoundId } from "../../preload/sound.ts";
import { AppError } from "../base/app-error.ts";
import type { HandlersOf } from "../base/channel.ts";
import { listCollections } from "../db/collections.ts";
import type { ReadableDb } from "../db/database.ts";
import { type ExportedSound, exportSounds, listExportableIds } from "../db/export-sounds.ts";
import { listLabelDefinitions } from "../db/labels.ts";
import { toCsvHead, toCsvPart } from "../exchange/export-csv.ts";
import { jsonSeparator, jsonTail, toJsonHead, toJsonPart } from "../exchange/export-json.ts";
import { toUcsHead, toUcsPart } from "../exchange/export-ucs.ts";
import type { ShellHandlers } from "./call-types.ts";
import type { EngineParts } from "./engine-parts.ts";
import type { SearchCalls } from "./search-calls.ts";

type WritePart = (sounds: readonly ExportedSound[], naming: UcsNaming) => string;

const writePart: Record<ExportFormat, WritePart> = {
  json: toJsonPart,
  csv: toCsvPart,
  ucs: toUcsPart,
};

export function makeExportCalls(
  { library, nowMs }: EngineParts,
  search: SearchCalls,
): HandlersOf<ShellHandlers<"beginExport" | "exportPart">> {
  return {
    beginExport: async (request) => {
      const soundIds = await listWanted(library.db, search, request);
      return toPlan(library.db, request, soundIds, nowMs());
    },
    exportPart: ({ format, ids, ucs }) => writePart[format](exportSounds(library.db, ids), ucs),
  };
}

/**
 * The sounds that a request means, in its order.
 * @throws AppError `bad-query`, and as the search refuses
 */
export async function listWanted(
  db: ReadableDb,
  search: SearchCalls,
  request: ExportRequest,
): Promise<SoundId[]> {
  const { query, scope, limit } = request;
  // The whole library needs no search, and so no model.
  if (query.trim() === "" && scope.kind === "all") {
    const ids = listExportableIds(db);
    return limit > 0 ? ids.slice(0, limit) : ids;
  }
  const sort = { column: "score", descending: true } as const;
  const { soundIds, chips, problem } = await search.handlers.search({ query, scope, sort, limit });
  if (problem) throw AppError.fromData(problem);
  const unusable = chips.find((chip) => chip.problem !== null);
  if (unusable) {
    throw new AppError(
      "bad-query",
      `${unusable.problem}.`,
      "Nothing was exported. Mend the query, or leave that part out.",
    );
  }
  return [...soundIds];
}

function toPlan(
  db: ReadableDb,
  { format, query }: ExportRequest,
  soundIds: readonly SoundId[],
  nowMs: number,
): ExportPlan {
  const ids = Uint32Array.from(soundIds);
  if (format === "csv") return { soundIds: ids, head: toCsvHead(), separator: "", tail: "" };
  if (format === "ucs") return { soundIds: ids, head: toUcsHead(), separator: "", tail: "" };
  const head = toJsonHead({
    exportedMs: nowMs,
    query: query.trim() === "" ? null : query,
    labels: listLabelDefinitions(db),
    collections: listCollections(db),
  });
  return { soundIds: ids, head, separator: jsonSeparator, tail: jsonTail };
}
