// earshot index <folder>...: adds folders to the library and listens to what is new in it.
import { existsSync } from "node:fs";
import path from "node:path";
import { Option, type Command } from "commander";
import type { GentleMode, IndexProgress } from "../../../preload/indexing.ts";
import type { LibraryStatus } from "../../../preload/library-status.ts";
import { AppError } from "../../base/app-error.ts";
import { connectEngine, type EngineConnection } from "../../engine/connect-engine.ts";
import { formatCount, formatDuration, printJson, printLine, printNote } from "../output.ts";
import { describeIndexProgress, ProgressLine } from "../progress-line.ts";
import { libraryOption, modelOption } from "../with-engine.ts";
import { printErrors } from "./status.ts";

interface IndexOptions {
  library: string;
  model?: string;
  exclude: string[];
  retry?: true;
  watch?: true;
  gentle?: GentleMode;
  json?: true;
}

/** What shells expect of a program that Ctrl-C has ended. */
const interruptedExitCode = 130;
/** An Earshot that was ended by force, or a look of `doctor`, lets go of the library within this time. */
const libraryWaitSec = 15;

export function addIndexCommand(program: Command): void {
  program
    .command("index")
    .description(
      "add folders and listen to what is new; without a folder, look at those of the library again",
    )
    .argument("[folder...]", "folders of sounds")
    .addOption(libraryOption())
    .addOption(modelOption())
    .addOption(
      new Option("--exclude <glob>", "leave out what matches (may be given several times)")
        .default([], "nothing")
        .argParser((glob: string, earlier: string[]) => [...earlier, glob]),
    )
    .option("--retry", "also try the files again that could not be read")
    .option("--watch", "then follow changes in the folders until Ctrl-C")
    .addOption(
      new Option(
        "--gentle <mode>",
        "one sound at a time, with rests: off, auto (on battery, busy machine), always",
      ).choices(["off", "auto", "always"]),
    )
    .option("--json", "one JSON object for each error, then one for the run")
    .action(indexFolders);
}

async function indexFolders(folders: string[], options: IndexOptions): Promise<void> {
  const startedMs = Date.now();
  const realFolders = await checkBeforeOpening(folders, options);
  const connection = await connectEngine({
    libraryPath: options.library,
    mode: "write",
    waitSec: libraryWaitSec,
    isFollowing: options.watch === true,
    // Whoever runs the command once waits for it; a watcher goes by what is set for the library.
    ...toGentleMode(options),
    onWaiting: ({ message }) => printNote(`${message} Waiting until it is free.`),
  });
  const line = new ProgressLine();
  connection.on("progress", (progress) => line.show(describeIndexProgress(progress)));
  const interruption = stopOnInterrupt(connection, line);
  try {
    const { rescue } = await connection.api.getStatus({});
    if (rescue) printNote(`${rescue.message}\n${rescue.hint}`);
    if (options.retry) await connection.api.retryErrors({});
    const progress = await indexAll(connection, folders, options);
    line.clear();
    if (!options.json) printErrors(await connection.api.listErrors({}), false, printNote);
    else printErrors(await connection.api.listErrors({}), true);
    printSummary(progress, await connection.api.getStatus({}), (Date.now() - startedMs) / 1000, options);
    if (progress.problem) throw AppError.fromData(progress.problem);
    await refuseAwayFolders(connection, realFolders);
    if (options.watch) await followUntilInterrupted(connection, interruption, options);
  } catch (error) {
    line.clear();
    if (!interruption.isInterrupted) throw error;
  } finally {
    interruption.forget();
    await connection.close();
    if (interruption.isInterrupted) process.exitCode = interruptedExitCode;
  }
}

/**
 * A mistake in the command must leave no empty library behind.
 * @returns the folders as the library names them
 * @throws AppError `usage`; as `checkIndexRequest`
 */
async function checkBeforeOpening(folders: string[], options: IndexOptions): Promise<string[]> {
  if (folders.length === 0 && !existsSync(options.library)) {
    throw new AppError("usage", "The library has no folder yet.", "Name one: earshot index <folder>");
  }
  // Loaded here, since no other command needs the list of models.
  const { checkIndexRequest } = await import("../../engine/check-index-request.ts");
  return checkIndexRequest(folders, options.model ?? null);
}

/** @throws AppError `folder-away` when a folder that was asked for could not be looked at after all */
async function refuseAwayFolders({ api }: EngineConnection, realFolders: string[]): Promise<void> {
  const away = (await api.listFolders({})).find(
    ({ path: folder, state }) => state !== "present" && realFolders.includes(folder),
  );
  if (!away) return;
  throw new AppError(
    "folder-away",
    `The folder ${away.path} is empty or cannot be read any more; its sounds are kept as offline.`,
    "Connect its drive, or remove the folder from the library.",
  );
}

/** An engine that had to be restarted (a decoder took it down) goes on where it was. */
async function indexAll(
  { api }: EngineConnection,
  folders: string[],
  options: IndexOptions,
): Promise<IndexProgress> {
  const request = {
    folders: folders.map((folder) => path.resolve(folder)),
    excludes: options.exclude,
    modelId: options.model ?? null,
  };
  for (;;) {
    try {
      return await api.indexAll(request);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "process-gone") throw error;
      printNote("The engine was restarted; going on.");
    }
  }
}

function toGentleMode({ gentle, watch }: IndexOptions): { gentleMode?: GentleMode } {
  const gentleMode = gentle ?? (watch === true ? undefined : "off");
  return gentleMode === undefined ? {} : { gentleMode };
}

/** Stays until Ctrl-C; with `--json` each change of the library that has been listened to is a line of its status. */
async function followUntilInterrupted(
  connection: EngineConnection,
  interruption: Interruption,
  options: IndexOptions,
): Promise<void> {
  printNote("Following changes in the folders. Ctrl-C ends it.");
  let lastLine = "";
  const print = async (progress: IndexProgress): Promise<void> => {
    if (progress.phase !== "idle" || interruption.isInterrupted) return;
    const status = await connection.api.getStatus({});
    const line = JSON.stringify(toSummary(progress, status));
    if (line === lastLine) return;
    lastLine = line;
    if (options.json) printLine(line);
    else printNote(describeCounts(status));
  };
  // What goes on after Ctrl-C is nobody's concern any more.
  connection.on("progress", (progress) => void print(progress).catch(() => {}));
  connection.on("engineLost", ({ message, hint }) => {
    printNote(`${message} ${hint}`);
    process.exit(1);
  });
  await interruption.happened;
}

/** Ctrl-C once: finish the sounds in flight and store them. Twice: end at once. */
function stopOnInterrupt(connection: EngineConnection, line: ProgressLine): Interruption {
  const { promise: happened, resolve: tell } = Promise.withResolvers<void>();
  const interruption: Interruption = {
    isInterrupted: false,
    happened,
    forget: () => {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
    },
  };
  function stop(): void {
    if (interruption.isInterrupted) process.exit(interruptedExitCode);
    interruption.isInterrupted = true;
    line.clear();
    printNote("Stopping after the sounds in flight. Run the command again to go on.");
    void connection.close();
    tell();
  }
  process.on("SIGINT", stop);
  // A service manager ends a watcher so.
  process.on("SIGTERM", stop);
  return interruption;
}

interface Interruption {
  isInterrupted: boolean;
  /** Resolves when it has been asked for. */
  happened: Promise<void>;
  forget(): void;
}

function printSummary(
  progress: IndexProgress,
  status: LibraryStatus,
  elapsedSec: number,
  options: IndexOptions,
): void {
  if (options.json) printJson(toSummary(progress, status, Number(elapsedSec.toFixed(3))));
  else printLine(`${describeCounts(status)}, in ${formatDuration(elapsedSec)}.`);
}

function toSummary(progress: IndexProgress, status: LibraryStatus, elapsedSec?: number) {
  const { soundCount, fileCount, readyCount, pendingCount, errorCount, offlineCount, windowCount } = status;
  return {
    foundCount: progress.foundCount,
    soundCount,
    fileCount,
    readyCount,
    pendingCount,
    errorCount,
    offlineCount,
    windowCount,
    ...(elapsedSec !== undefined && { elapsedSec }),
    problem: progress.problem,
  };
}

/** `2,013 sounds ready, 4 could not be read` */
function describeCounts({ readyCount, pendingCount, errorCount, offlineCount }: LibraryStatus): string {
  const parts = [`${formatCount(readyCount, "sound")} ready`];
  if (pendingCount > 0) parts.push(`${pendingCount.toLocaleString("en-US")} waiting`);
  if (errorCount > 0) parts.push(`${errorCount.toLocaleString("en-US")} could not be read`);
  if (offlineCount > 0) parts.push(`${offlineCount.toLocaleString("en-US")} offline`);
  return parts.join(", ");
}
