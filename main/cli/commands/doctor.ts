// earshot doctor: checks the library, the models and the machine.
import type { Command } from "commander";
import { printJson, printLine } from "../output.ts";
import { libraryOption, readLibraryIfAny, withEngine } from "../with-engine.ts";

export function addDoctorCommand(program: Command): void {
  program
    .command("doctor")
    .description("check the library, the models and this machine")
    .addOption(libraryOption())
    .option("--json", "one JSON object a check")
    .action(async (options: { library: string; json?: true }) => {
      // The engine opens no library here: a damaged one is what a doctor is for.
      const { libraryPath } = readLibraryIfAny(options.library);
      const checks = await withEngine({ libraryPath, mode: "none" }, ({ api }) => api.diagnose({}));
      for (const check of checks) {
        if (options.json) {
          printJson(check);
          continue;
        }
        printLine(`${check.isOk ? "ok   " : "FAIL "} ${check.name}: ${check.detail}`);
        if (check.hint !== "") printLine(`      ${check.hint}`);
      }
      if (checks.some((check) => !check.isOk)) process.exitCode = 1;
    });
}
