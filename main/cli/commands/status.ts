// earshot status: what the library holds and which files could not be read.
import type { Command } from "commander";
import type { FileError } from "../../../preload/folders.ts";
import type { LibraryStatus } from "../../../preload/library-status.ts";
import { formatCount, printJson, printLine, toOneLine } from "../output.ts";
import { libraryOption, readLibrary, withEngine } from "../with-engine.ts";

interface StatusOptions {
  library: string;
  errors?: true;
  json?: true;
}

export function addStatusCommand(program: Command): void {
  program
    .command("status")
    .description("show what the library holds")
    .addOption(libraryOption())
    .option("--errors", "list the files that could not be read, with reasons")
    .option("--json", "one JSON object, or one for each error with --errors")
    .action(async (options: StatusOptions) => {
      await withEngine(readLibrary(options.library), async ({ api }) => {
        if (options.errors) printErrors(await api.listErrors({}), options.json === true);
        else printStatus(await api.getStatus({}), options.json === true);
      });
    });
}

/** `{"path","error":{code,message,hint}}` a line, or the path, its reason, and what to do. */
export function printErrors(errors: FileError[], asJson: boolean, print = printLine): void {
  for (const { path, code, message, hint } of errors) {
    if (asJson) printJson({ path, error: { code, message, hint } });
    else print(toOneLine(`${path}: ${message} ${hint}`.trim()));
  }
}

function printStatus(status: LibraryStatus, asJson: boolean): void {
  if (asJson) {
    printJson(status);
    return;
  }
  printLine(`Library   ${status.libraryPath}`);
  printLine(`Model     ${status.modelTitle} (${status.modelId})`);
  printLine(`Folders   ${status.folderCount}`);
  printLine(
    `Sounds    ${formatCount(status.soundCount, "sound")} in ${formatCount(status.fileCount, "file")}`,
  );
  printLine(`Ready     ${status.readyCount.toLocaleString("en-US")}`);
  printLine(`Waiting   ${status.pendingCount.toLocaleString("en-US")}`);
  printLine(`Errors    ${status.errorCount.toLocaleString("en-US")}`);
  printLine(`Offline   ${status.offlineCount.toLocaleString("en-US")}`);
  printLine(`Windows   ${status.windowCount.toLocaleString("en-US")}`);
}
