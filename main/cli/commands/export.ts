// earshot export: the library as JSON or CSV, or a plan of names; on stdout or into a file.
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { type Command, Option } from "commander";
import type { ExportFormat, ExportRequest } from "../../../preload/exchange.ts";
import { AppError } from "../../base/app-error.ts";
import { byteOrderMark, streamExport, writeExport } from "../../shell/export-library.ts";
import { formatCount, printJson, printNote, toOneLine } from "../output.ts";
import { libraryOption, parseCount, readLibrary, withEngine } from "../with-engine.ts";

interface ExportOptions {
  library: string;
  format: ExportFormat;
  out?: string;
  query: string;
  limit?: number;
  bom?: true;
  sidecars?: true;
  creator: string;
  source: string;
  json?: true;
}

export function addExportCommand(program: Command): void {
  program
    .command("export")
    .description("write the library as JSON or CSV: files, facts, tags, favourites, collections")
    .addOption(libraryOption())
    .addOption(
      new Option(
        "--format <format>",
        "json can be imported again, csv is for spreadsheets, ucs proposes names",
      )
        .choices(["json", "csv", "ucs"])
        .default("json"),
    )
    .option("--out <file>", "write into this file and not to stdout")
    .option("--query <query>", "only what this search finds, in its order", "")
    .addOption(new Option("--limit <n>", "most sounds").argParser(parseCount))
    .option("--bom", "begin CSV with a byte order mark, as spreadsheets on Windows like it")
    .option("--sidecars", "write <name>.earshot.json beside the sounds instead; the sounds are not touched")
    .option("--creator <id>", "CreatorID of names by UCS", "")
    .option("--source <id>", "SourceID of names by UCS", "")
    .option("--json", "with --out: one JSON object about the export")
    .action(exportLibrary);
}

async function exportLibrary(options: ExportOptions): Promise<void> {
  const { format, query, out } = options;
  const request: ExportRequest = {
    format,
    query,
    scope: { kind: "all" },
    limit: options.limit ?? 0,
    ucs: { creatorId: options.creator, sourceId: options.source },
  };
  if (options.sidecars) return writeSidecars(request, options);
  const hasByteOrderMark = options.bom === true && format !== "json";
  await withEngine(readLibrary(options.library), async ({ api }) => {
    if (out !== undefined) {
      const filePath = path.resolve(out);
      const soundCount = await writeExport(api, request, filePath, hasByteOrderMark);
      if (options.json) printJson({ path: filePath, format, soundCount });
      else printNote(`${formatCount(soundCount, "sound")} written to ${filePath}`);
      return;
    }
    const pieces = async function* () {
      if (hasByteOrderMark) yield byteOrderMark;
      yield* streamExport(api, request);
    };
    await pipeline(pieces, process.stdout, { end: false });
  });
}

async function writeSidecars(request: ExportRequest, options: ExportOptions): Promise<void> {
  if (options.out !== undefined) {
    throw new AppError("usage", "Sidecars lie beside the sounds; --out has no place.", "Leave --out away.");
  }
  await withEngine(readLibrary(options.library), async ({ api }) => {
    const { writtenCount, sameCount, refused } = await api.writeSidecars(request);
    for (const { path: filePath, code, message, hint } of refused) {
      if (options.json) printJson({ path: filePath, error: { code, message, hint } });
      else printNote(toOneLine(`${filePath}: ${message}`));
    }
    if (options.json) printJson({ writtenCount, sameCount, refusedCount: refused.length });
    else printNote(`${formatCount(writtenCount, "sidecar")} written, ${sameCount} were up to date`);
    if (refused.length > 0) process.exitCode = 1;
  });
}
