// earshot import: tags, favourites and collections of an export, or of the sidecars beside the sounds.
import path from "node:path";
import type { Command } from "commander";
import type { ImportReport } from "../../../preload/exchange.ts";
import { AppError } from "../../base/app-error.ts";
import { formatCount, printJson, printLine, printNote, toOneLine } from "../output.ts";
import { libraryOption, readLibrary, withEngine, writeLibrary } from "../with-engine.ts";

interface ImportOptions {
  library: string;
  sidecars?: true;
  dryRun?: true;
  json?: true;
}

export function addImportCommand(program: Command): void {
  program
    .command("import")
    .description("take over tags, favourites and collections from an export; nothing you set here is changed")
    .argument("[file]", "what `earshot export --format json` has written")
    .addOption(libraryOption())
    .option("--sidecars", "read the .earshot.json files beside the library's sounds")
    .option("--dry-run", "only tell what would change")
    .option("--json", "one JSON object")
    .action(importMarks);
}

async function importMarks(file: string | undefined, options: ImportOptions): Promise<void> {
  if ((file === undefined) === (options.sidecars === undefined)) {
    throw new AppError("usage", "Either a file or --sidecars was expected.", "earshot import library.json");
  }
  const isDryRun = options.dryRun === true;
  const library = isDryRun ? readLibrary(options.library) : writeLibrary(options.library);
  await withEngine(library, async ({ api }) => {
    const report = await (file === undefined
      ? api.importSidecars({ isDryRun })
      : api.importLibrary({ path: path.resolve(file), isDryRun }));
    if (report.refused.length > 0) process.exitCode = 1;
    if (options.json) printJson(report);
    else printReport(report);
  });
}

function printReport(report: ImportReport): void {
  const { soundCount, byHashCount, byPathCount, unmatchedCount, unmatched } = report;
  printLine(`Sounds       ${formatCount(soundCount, "sound")} in the export`);
  printLine(`Found        ${byHashCount} by content, ${byPathCount} by path, ${unmatchedCount} not here`);
  printLine(`Tags         ${report.tagCount} taken, ${report.keptTagCount} kept as you set them here`);
  printLine(`Favourites   ${report.favouriteCount}`);
  printLine(
    `Collections  ${report.collectionCount} new, ${formatCount(report.collectionSoundCount, "sound")} added`,
  );
  printLine(`Labels       ${report.labelCount} new`);
  for (const each of unmatched) printNote(`not here: ${toOneLine(each)}`);
  if (unmatchedCount > unmatched.length) printNote(`and ${unmatchedCount - unmatched.length} more`);
  for (const { path: sidecarPath, message, hint } of report.refused) {
    printNote(toOneLine(`left out: ${sidecarPath}: ${message} ${hint}`));
  }
  if (report.isDryRun) printNote("Nothing was changed.");
}
