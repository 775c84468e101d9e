// earshot classify <file>... --labels "a,b,c": zero-shot classification, no library needed.
import type { Command } from "commander";
import { AppError } from "../../base/app-error.ts";
import { eachFile } from "../each-file.ts";
import { printJson, printLine, toOneLine } from "../output.ts";
import { libraryOption, modelOption, withModelEngine } from "../with-engine.ts";

interface ClassifyOptions {
  labels: string;
  template: string;
  library: string;
  model?: string;
  json?: true;
}

export function addClassifyCommand(program: Command): void {
  program
    .command("classify")
    .description("score a file against labels of your own")
    .argument("<file...>", "audio files")
    .requiredOption("--labels <list>", "labels, separated by commas")
    .option("--template <text>", "prompt with {} in the label's place", "This is a sound of {}.")
    .addOption(modelOption())
    .addOption(libraryOption())
    .option("--json", "one JSON object a line")
    .action(async (files: string[], options: ClassifyOptions) => {
      const labels = options.labels.split(",").map((label) => label.trim());
      if (labels.some((label) => label === "")) {
        throw new AppError(
          "no-labels",
          "A label is empty.",
          'Give labels like this: --labels "kick,snare,hi-hat"',
        );
      }
      if (!options.template.includes("{}")) {
        throw new AppError(
          "usage",
          "The template has no {} for the label.",
          'Default: "This is a sound of {}."',
        );
      }
      const modelId = options.model ?? null;
      await withModelEngine(options.library, options.model, async ({ api }) => {
        await eachFile(files, options.json === true, async (filePath) => {
          const scores = await api.classifyFile({
            path: filePath,
            labels,
            template: options.template,
            modelId,
          });
          if (options.json) {
            printJson({ path: filePath, scores });
            return;
          }
          printLine(toOneLine(filePath));
          for (const { label, score } of scores)
            printLine(`  ${(score * 100).toFixed(1).padStart(5)}%  ${label}`);
        });
      });
    });
}
