// earshot similar <file>: sounds like a given one, which need not be in the library.
import type { Command } from "commander";
import { onFile } from "../each-file.ts";
import { libraryOption, limitOption, readLibrary, withEngine } from "../with-engine.ts";
import { printScores } from "./search.ts";

interface SimilarOptions {
  library: string;
  limit: number;
  json?: true;
}

export function addSimilarCommand(program: Command): void {
  program
    .command("similar")
    .description("find sounds like a file")
    .argument("<file>", "an audio file, in the library or not")
    .addOption(libraryOption())
    .addOption(limitOption())
    .option("--json", "one JSON object a line")
    .action(async (file: string, options: SimilarOptions) => {
      const scores = await withEngine(readLibrary(options.library), ({ api }) =>
        onFile(file, (filePath) => api.similarSounds({ path: filePath, limit: options.limit })),
      );
      printScores(scores, options.json === true);
    });
}
