// earshot embed (--audio FILE | --text "..."): one embedding as numbers.
import type { Command } from "commander";
import type { FullEngineApi } from "../../../preload/contract.ts";
import { AppError } from "../../base/app-error.ts";
import { onFile } from "../each-file.ts";
import { printJson, printLine } from "../output.ts";
import { libraryOption, modelOption, withModelEngine } from "../with-engine.ts";

interface EmbedOptions {
  audio?: string;
  text?: string;
  library: string;
  model?: string;
  json?: true;
}

export function addEmbedCommand(program: Command): void {
  program
    .command("embed")
    .description("print the embedding of a file or of words")
    .option("--audio <file>", "an audio file")
    .option("--text <words>", "words")
    .addOption(modelOption())
    .addOption(libraryOption())
    .option("--json", "one JSON object")
    .action(async (options: EmbedOptions) => {
      const { audio, text } = options;
      if ((audio === undefined) === (text === undefined)) {
        throw new AppError("usage", "Give either --audio FILE or --text WORDS.");
      }
      if (text?.trim() === "") throw new AppError("empty-query", "The text is empty.", "Give some words.");
      await withModelEngine(options.library, options.model, async ({ api }) => {
        const model = options.model ?? (await findActiveModel(api));
        const embedding =
          audio === undefined
            ? await api.embedText({ text: text ?? "", modelId: model })
            : await onFile(audio, (filePath) => api.embedFile({ path: filePath, modelId: model }));
        if (options.json) printJson({ model, dim: embedding.length, embedding: [...embedding] });
        else printLine(embedding.join("\n"));
      });
    });
}

async function findActiveModel(api: FullEngineApi): Promise<string> {
  const active = (await api.listModels({})).find((model) => model.isActive);
  if (active) return active.id;
  throw new AppError(
    "model-missing",
    "The library's model is not on this machine.",
    "Name one with --model; `earshot models` lists them.",
  );
}
