// earshot search "<query>": sounds by what they sound like and what they are called.
import type { Command } from "commander";
import type { LibraryStatus } from "../../../preload/library-status.ts";
import type { SoundAnswer, SoundScore } from "../../../preload/search.ts";
import { AppError } from "../../base/app-error.ts";
import { formatCount, formatDuration, printJson, printLine, printNote, toOneLine } from "../output.ts";
import { libraryOption, limitOption, readLibrary, withEngine } from "../with-engine.ts";

interface SearchOptions {
  library: string;
  limit: number;
  json?: true;
}

export function addSearchCommand(program: Command): void {
  program
    .command("search")
    .description("find sounds by describing them")
    .argument("<query>", "what the sound is like, as words")
    .addOption(libraryOption())
    .addOption(limitOption())
    .option("--json", "one JSON object a line")
    .action(async (query: string, options: SearchOptions) => {
      if (query.trim() === "") {
        throw new AppError(
          "empty-query",
          "The query is empty.",
          'Describe a sound: earshot search "dusty vinyl kick"',
        );
      }
      const { answer, status } = await withEngine(readLibrary(options.library), async ({ api }) => ({
        answer: await api.searchSounds({ query, limit: options.limit }),
        status: await api.getStatus({}),
      }));
      printAnswer(answer, options.json === true);
      noteWaiting(status);
    });
}

/**
 * Lets a query begin with a minus: `search "-vocals kick" --json` becomes `search --json -- "-vocals kick"`.
 * @param args of the command line, the command first
 */
export function freeQuery(args: string[]): string[] {
  if (args[0] !== "search" || args.includes("--")) return args;
  const isQuery = (arg: string, i: number): boolean =>
    /^-[^-]/.test(arg) && arg !== "-h" && !/^--(?:library|limit)$/.test(args[i - 1] ?? "");
  const queries = args.filter(isQuery);
  if (queries.length === 0) return args;
  return [...args.filter((arg, i) => !isQuery(arg, i)), "--", ...queries];
}

/** Sets the exit code: 2 when nothing of the line could be used, 1 when meaning took no part. */
function printAnswer({ scores, chips, problem }: SoundAnswer, asJson: boolean): void {
  const problems = chips.flatMap((chip) => (chip.problem === null ? [] : [`${chip.problem}.`]));
  for (const text of problems) printNote(toOneLine(`earshot: ${text}`));
  if (problem) {
    printNote(`earshot: ${problem.message}${problem.hint === "" ? "" : `\n${problem.hint}`}`);
    if (scores.length > 0) printNote("Only names were searched.");
    process.exitCode = 1;
  }
  if (chips.length > 0 && problems.length === chips.length) process.exitCode = 2;
  else printScores(scores, asJson);
}

/** An answer that leaves sounds out must say so. */
function noteWaiting({ pendingCount, modelTitle }: LibraryStatus): void {
  if (pendingCount === 0) return;
  const sounds = formatCount(pendingCount, "sound");
  printNote(`${sounds} still to be listened to by the model ${modelTitle}: run \`earshot index\`.`);
}

/** Ranked results, as `search` and `similar` print them. */
export function printScores(scores: SoundScore[], asJson: boolean): void {
  if (scores.length === 0) printNote("No sound matches.");
  scores.forEach((score, index) => {
    if (asJson) {
      const { path, windowStartSec, windowEndSec, durationSec, tags, why } = score;
      printJson({
        rank: index + 1,
        path,
        score: score.score,
        // A sound that matched as a whole matched from its beginning to its end.
        windowStartSec: windowStartSec ?? (durationSec === null ? null : 0),
        windowEndSec: windowEndSec ?? durationSec,
        durationSec,
        tags,
        why,
      });
    } else {
      printLine(toColumns(score, index + 1));
    }
  });
}

function toColumns(score: SoundScore, rank: number): string {
  const duration = score.durationSec === null ? "" : toSeconds(score.durationSec);
  const window =
    score.windowStartSec === null || score.windowEndSec === null
      ? ""
      : `  at ${formatDuration(score.windowStartSec)}-${formatDuration(score.windowEndSec)}`;
  return `${String(rank).padStart(4)}  ${score.score.toFixed(3)}  ${duration.padStart(8)}  ${toOneLine(score.path)}${window}`;
}

/** Short sounds need their decimals, long ones the minutes. */
function toSeconds(durationSec: number): string {
  return durationSec < 60 ? `${durationSec.toFixed(2)}s` : formatDuration(durationSec);
}
