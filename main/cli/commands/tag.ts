// earshot tag [file...]: labels that fit files, or the tags of every sound of the library.
import path from "node:path";
import type { Command } from "commander";
import type { FullEngineApi } from "../../../preload/contract.ts";
import type { FileTags } from "../../../preload/tags.ts";
import { AppError } from "../../base/app-error.ts";
import { eachFile } from "../each-file.ts";
import { printJson, printLine, toOneLine } from "../output.ts";
import { libraryOption, modelOption, readLibrary, withEngine, withModelEngine } from "../with-engine.ts";

interface TagOptions {
  labels?: string;
  library: string;
  model?: string;
  json?: true;
}

/** Sounds of the library that are asked for at a time. */
const pageSounds = 500;

export function addTagCommand(program: Command): void {
  program
    .command("tag")
    .description("name the labels that fit files; without a file, the tags of the library's sounds")
    .argument("[file...]", "audio files")
    .option("--labels <file>", "file of labels in place of the vocabulary")
    .addOption(modelOption())
    .addOption(libraryOption())
    .option("--json", "one JSON object a line")
    .action(async (files: string[], options: TagOptions) => {
      const print = options.json ? printTagsAsJson : printTags;
      if (files.length > 0) {
        await withModelEngine(options.library, options.model, ({ api }) =>
          tagFiles(api, files, options, print),
        );
        return;
      }
      if (options.labels !== undefined || options.model !== undefined) {
        throw new AppError(
          "usage",
          "Other labels or another model need files to look at.",
          "Name them: earshot tag FILE --labels FILE",
        );
      }
      await withEngine(readLibrary(options.library), ({ api }) => listAll(api, print));
    });
}

async function tagFiles(
  api: FullEngineApi,
  files: readonly string[],
  { labels, model, json }: TagOptions,
  print: (tags: FileTags) => void,
): Promise<void> {
  const labelsPath = labels === undefined ? null : path.resolve(labels);
  await eachFile(files, json === true, async (filePath) => {
    print(await api.tagFile({ path: filePath, labelsPath, modelId: model ?? null }));
  });
}

async function listAll(api: FullEngineApi, print: (tags: FileTags) => void): Promise<void> {
  let afterId = 0;
  for (;;) {
    const page = await api.listTaggedSounds({ afterId, limit: pageSounds });
    for (const { path: filePath, tags } of page) print({ path: filePath, tags });
    const last = page.at(-1);
    if (!last) return;
    afterId = last.soundId;
  }
}

function printTagsAsJson({ path: filePath, tags }: FileTags): void {
  printJson({ path: filePath, tags });
}

function printTags({ path: filePath, tags }: FileTags): void {
  printLine(toOneLine(filePath));
  for (const { label, confidence } of tags) {
    printLine(`  ${(confidence * 100).toFixed(0).padStart(3)}%  ${toOneLine(label)}`);
  }
}
