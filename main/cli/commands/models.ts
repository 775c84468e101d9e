// earshot models: what is installed, and getting, adding and checking models.
import path from "node:path";
import type { Command } from "commander";
import type { ModelInfo, ModelInstallProgress } from "../../../preload/models.ts";
import { AppError } from "../../base/app-error.ts";
import type { EngineConnection } from "../../engine/connect-engine.ts";
import { formatBytes, printJson, printLine, printNote } from "../output.ts";
import { describeInstallProgress, ProgressLine } from "../progress-line.ts";
import { libraryOption, readLibraryIfAny, withEngine } from "../with-engine.ts";

interface ModelsOptions {
  library: string;
  json?: true;
}

export function addModelsCommand(program: Command): void {
  const models = program.command("models").description("list, install, add and check embedding models");
  const addSubcommand = (name: string, description: string, work: ModelsWork, argument?: string): void => {
    const command = models
      .command(name, { isDefault: name === "list" })
      .description(description)
      .addOption(libraryOption())
      .option("--json", "one JSON object a line");
    if (argument === undefined) {
      // `list` is the default: what is none of these commands comes here as its argument.
      command.allowExcessArguments().action((options: ModelsOptions, { args }: Command) => {
        if (args[0] !== undefined) throw unknownCommand(args[0]);
        return run(options, "", work);
      });
    } else {
      command.argument(argument).action((value: string, options: ModelsOptions) => run(options, value, work));
    }
  };
  addSubcommand("list", "all known models and their state", listModels);
  addSubcommand(
    "install",
    "download a model, or go on with a download that was broken off",
    installModel,
    "<id>",
  );
  addSubcommand("add", "take a model from a folder on disk", addModelFolder, "<folder>");
  addSubcommand("verify", "compare a model's files with their checksums", verifyModel, "<id>");
}

function unknownCommand(word: string): AppError {
  return new AppError(
    "usage",
    `There is no command models ${word}.`,
    "Known are: models list, models install ID, models add FOLDER, models verify ID.",
  );
}

type ModelsWork = (connection: EngineConnection, value: string) => Promise<ModelInfo[]>;

async function run(options: ModelsOptions, value: string, work: ModelsWork): Promise<void> {
  const infos = await withEngine(readLibraryIfAny(options.library), (connection) => work(connection, value));
  for (const info of infos) {
    if (options.json) printJson(info);
    else printModel(info);
  }
}

function listModels({ api }: EngineConnection): Promise<ModelInfo[]> {
  return api.listModels({});
}

async function installModel(connection: EngineConnection, modelId: string): Promise<ModelInfo[]> {
  const line = new ProgressLine();
  const finished = new Promise<ModelInstallProgress>((resolve) => {
    connection.on("modelInstall", (progress) => {
      if (progress.modelId !== modelId) return;
      if (progress.state === "downloading" || progress.state === "verifying") {
        line.show(describeInstallProgress(progress));
      } else {
        resolve(progress);
      }
    });
  });
  // Ctrl-C keeps what has come: the next `install` goes on from there.
  const cancel = (): void => void connection.api.cancelInstall({ modelId });
  process.once("SIGINT", cancel);
  try {
    await connection.api.installModel({ modelId });
    const { state, problem } = await finished;
    line.clear();
    if (state === "cancelled") {
      printNote("Stopped. Run the command again to go on with the download.");
      process.exitCode = 130;
      return [];
    }
    if (problem) throw AppError.fromData(problem);
    return await listOne(connection, modelId);
  } finally {
    process.off("SIGINT", cancel);
    line.clear();
  }
}

async function addModelFolder({ api }: EngineConnection, folder: string): Promise<ModelInfo[]> {
  return [await api.addModelFolder({ path: path.resolve(folder) })];
}

async function verifyModel({ api }: EngineConnection, modelId: string): Promise<ModelInfo[]> {
  const info = await api.verifyModel({ modelId });
  if (info.problem) throw AppError.fromData(info.problem);
  if (info.state === "not-installed") {
    throw new AppError(
      "model-not-installed",
      `The model ${modelId} is not installed.`,
      `Get it with: earshot models install ${modelId}`,
    );
  }
  return [info];
}

async function listOne({ api }: EngineConnection, modelId: string): Promise<ModelInfo[]> {
  return (await api.listModels({})).filter((info) => info.id === modelId);
}

function printModel({ id, title, state, sizeBytes, isActive, problem }: ModelInfo): void {
  printLine(
    `${isActive ? "*" : " "} ${id.padEnd(28)} ${state.padEnd(14)} ${formatBytes(sizeBytes).padStart(9)}  ${title}`,
  );
  if (problem) printLine(`    ${problem.message} ${problem.hint}`);
}
