// earshot write-tags FILE...: tags into the sound files themselves. Tells what it would do unless --write is given.
import path from "node:path";
import type { Command } from "commander";
import type { FullEngineApi } from "../../../preload/contract.ts";
import type { TaggedFileReport } from "../../../preload/exchange.ts";
import { AppError } from "../../base/app-error.ts";
import { printJson, printLine, printNote, toOneLine } from "../output.ts";
import { libraryOption, readLibrary, withEngine, writeLibrary } from "../with-engine.ts";

interface WriteTagsOptions {
  library: string;
  query?: string;
  write?: true;
  dryRun?: true;
  withSuggested?: true;
  keepTime?: true;
  json?: true;
}

/** So many files a call: the reports come while the work goes on. */
const filesPerCall = 20;

export function addWriteTagsCommand(program: Command): void {
  program
    .command("write-tags")
    .description(
      "write tags into sound files (WAV, AIFF, FLAC, MP3); without --write only tell what would be written",
    )
    .argument("[file...]", "files of the library")
    .addOption(libraryOption())
    .option("--query <query>", "also the files of what this search finds")
    .option("--write", "change the files")
    .option("--dry-run", "change nothing (as without --write)")
    .option("--with-suggested", "also tags that nobody has confirmed")
    .option("--keep-time", "leave the time of the last change as it was")
    .option("--json", "one JSON object a file")
    .action(writeTags);
}

async function writeTags(files: string[], options: WriteTagsOptions): Promise<void> {
  if (files.length === 0 && options.query === undefined) {
    throw new AppError("usage", "No file was named.", 'earshot write-tags kick.wav, or --query "#kick"');
  }
  if (options.write && options.dryRun)
    throw new AppError("usage", "Either --write or --dry-run was expected.");
  const isDryRun = !options.write;
  const library = isDryRun ? readLibrary(options.library) : writeLibrary(options.library);
  const how = {
    isDryRun,
    withSuggested: options.withSuggested === true,
    keepsTime: options.keepTime === true,
  };
  await withEngine(library, async ({ api }) => {
    const paths = files.map((file) => path.resolve(file));
    if (options.query !== undefined) paths.push(...(await listPaths(api, options.query)));
    for (let start = 0; start < paths.length; start += filesPerCall) {
      const some = paths.slice(start, start + filesPerCall);
      for (const report of await api.writeTagsIntoFiles({ paths: some, ...how })) {
        printReport(report, options.json === true);
      }
    }
    if (isDryRun) printNote("Nothing was changed: --write changes the files.");
  });
}

/** All files of the sounds that a query finds: copies stay copies of each other. */
async function listPaths(api: FullEngineApi, query: string): Promise<string[]> {
  const ucs = { creatorId: "", sourceId: "" };
  const { soundIds } = await api.beginExport({ format: "csv", query, scope: { kind: "all" }, limit: 0, ucs });
  const paths: string[] = [];
  for (const id of soundIds) paths.push(...(await api.getSound({ id })).paths);
  return paths;
}

const words = {
  written: "written",
  "would-write": "would write",
  "up-to-date": "has them already",
  "no-tags": "no confirmed tags",
  "left-alone": "left alone",
} satisfies Record<TaggedFileReport["state"], string>;

function printReport(report: TaggedFileReport, asJson: boolean): void {
  const { path: filePath, state, newLabels, error } = report;
  if (error) process.exitCode = 1;
  if (asJson) {
    printJson(report);
    return;
  }
  const detail = [...newLabels, ...(error ? [error.message] : [])].join(", ");
  printLine(toOneLine(`${filePath}: ${words[state]}${detail === "" ? "" : `: ${detail}`}`));
}
