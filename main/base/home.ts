// Where Earshot keeps its own files. User files are never written.
import { mkdirSync } from "node:fs";
import path from "node:path";
import envPaths from "env-paths";

/** Folder of the library, downloaded models and logs. `EARSHOT_HOME` overrides it (for tests). */
export function findHomeFolder(): string {
  const override = process.env["EARSHOT_HOME"];
  return override ? path.resolve(override) : envPaths("Earshot", { suffix: "" }).data;
}

/** Makes that folder if it is not there, for this person's eyes only: a library tells what lies on the disk. */
export function makeHomeFolder(): void {
  mkdirSync(findHomeFolder(), { recursive: true, mode: 0o700 });
}

/** The library file that commands use when `--library` is not given. */
export function findDefaultLibraryPath(): string {
  return path.join(findHomeFolder(), "library.db");
}

/** Models that the user downloaded or added lie here, one folder each. */
export function findModelsFolder(): string {
  return path.join(findHomeFolder(), "models");
}
