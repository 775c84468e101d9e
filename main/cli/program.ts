// The command line as a whole: one file a command in commands/. Exit codes: 0 done, 1 failed, 2 wrong usage.
import { readFileSync } from "node:fs";
import path from "node:path";
import { Command, CommanderError } from "commander";
import { AppError, toErrorData } from "../base/app-error.ts";
import { findAppRoot } from "../base/entry.ts";
import { addClassifyCommand } from "./commands/classify.ts";
import { addDoctorCommand } from "./commands/doctor.ts";
import { addEmbedCommand } from "./commands/embed.ts";
import { addExportCommand } from "./commands/export.ts";
import { addImportCommand } from "./commands/import.ts";
import { addIndexCommand } from "./commands/index-folders.ts";
import { addMapCommand } from "./commands/map.ts";
import { addModelsCommand } from "./commands/models.ts";
import { addOpenCommand } from "./commands/open.ts";
import { addSearchCommand, freeQuery } from "./commands/search.ts";
import { addServeCommand } from "./commands/serve.ts";
import { addSimilarCommand } from "./commands/similar.ts";
import { addTagCommand } from "./commands/tag.ts";
import { addStatusCommand } from "./commands/status.ts";
import { printNote } from "./output.ts";

import { addWriteTagsCommand } from "./commands/write-tags.ts";

/** Mistakes of the command line itself, as opposed to what went wrong while it was carried out. */
const usageCodes = new Set([
  "usage",
  "empty-query",
  "bad-query",
  "query-too-long",
  "text-too-long",
  "unknown-model",
  "invalid-request",
  "no-labels",
]);

const environmentHelp = `
Environment:
  EARSHOT_HOME            another folder for the library, downloaded models and logs
  EARSHOT_HUB_URL         a mirror to download models from, in place of Hugging Face
  EARSHOT_LOG             what goes into the logs: debug, info (not given: this one), warn, error`;

/** Carries out what the command line says and sets the exit code. */
export async function runProgram(): Promise<void> {
  // A reader that has seen enough (`earshot search x | head -1`) is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  try {
    await makeProgram().parseAsync(freeQuery(process.argv.slice(2)), { from: "user" });
  } catch (error) {
    process.exitCode = report(error);
  }
}

function makeProgram(): Command {
  const program = new Command("earshot")
    .description("Finds any sound on this machine by describing it.")
    .version(readVersion())
    .showHelpAfterError("(`earshot help COMMAND` shows how it is used)")
    .addHelpText("after", environmentHelp)
    .exitOverride();
  addIndexCommand(program);
  addSearchCommand(program);
  addSimilarCommand(program);
  addClassifyCommand(program);
  addTagCommand(program);
  addEmbedCommand(program);
  addMapCommand(program);
  addModelsCommand(program);
  addStatusCommand(program);
  addDoctorCommand(program);
  addExportCommand(program);
  addImportCommand(program);
  addWriteTagsCommand(program);
  addServeCommand(program);
  addOpenCommand(program);
  passExitOverrideOn(program);
  return program;
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const { code, message, hint } = toErrorData(error);
  printNote(`earshot: ${message}${hint === "" ? "" : `\n${hint}`}`);
  if (!(error instanceof AppError) && process.env["EARSHOT_LOG"] === "debug")
    printNote(String((error as Error).stack));
  return usageCodes.has(code) ? 2 : 1;
}

/** Commander asks each command by itself whether it may end the process. */
function passExitOverrideOn(command: Command): void {
  for (const child of command.commands) {
    child.exitOverride();
    passExitOverrideOn(child);
  }
}

function readVersion(): string {
  const manifest = readFileSync(path.join(findAppRoot(), "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
