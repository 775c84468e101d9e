// earshot similar <file>: sounds like a given one, which need not be in the library.
import path from "node:path";
import type { Command } from "commander";
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
        api.similarSounds({ path: path.resolve(file), limit: options.limit }),
      );
      printScores(scores, options.json === true);
    });
}
