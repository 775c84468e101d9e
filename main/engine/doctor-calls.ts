// What `doctor` checks: the library, its lock, the models, the native modules, the machine.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { DoctorCheck } from "../../preload/library-status.ts";
import type { HandlersOf } from "../base/channel.ts";
import { toErrorData } from "../base/app-error.ts";
import { listModels } from "../clap/model-catalogue.ts";
import { checkModel, verifyModel } from "../clap/model-check.ts";
import { countLibrary } from "../db/counts.ts";
import { getSchemaVersion } from "../db/migrate.ts";
import { closeLibrary, findDamage, openLibrary } from "../db/open-library.ts";
import { findLockHolder } from "../db/writer-lock.ts";
import type { ShellHandlers } from "./call-types.ts";
import type { EngineParts } from "./engine-parts.ts";
import type { ModelChoice } from "./model-choice.ts";

const runProgram = promisify(execFile);
/** Below this a library of some size no longer grows. */
const leastFreeBytes = 200e6;

export function makeDoctorCalls(
  parts: EngineParts,
  models: ModelChoice,
): HandlersOf<ShellHandlers<"diagnose">> {
  return {
    diagnose: async () => [
      checkMachine(),
      checkDatabase(),
      ...checkLibrary(parts.library.path, models),
      checkDisk(parts.library.path),
      ...(await checkModels(models.activeId)),
      await checkEmbedder(parts, models),
      await checkFfmpeg(),
    ],
  };
}

function checkMachine(): DoctorCheck {
  const memoryGb = (os.totalmem() / 1e9).toFixed(1);
  return pass(
    "machine",
    `${process.platform} ${process.arch}, ${os.availableParallelism()} cores, ${memoryGb} GB, Node ${process.versions.node}`,
  );
}

/** That the native module loads and a library can be made. */
function checkDatabase(): DoctorCheck {
  const folder = mkdtempSync(path.join(os.tmpdir(), "earshot-doctor-"));
  try {
    const db = openLibrary(path.join(folder, "library.db"), "write");
    const version = getSchemaVersion(db);
    closeLibrary(db);
    return pass("database", `SQLite works; new libraries have schema ${version}`);
  } catch (error) {
    const { message, hint } = toErrorData(error);
    return fail("database", message, hint);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function checkLibrary(libraryPath: string, models: ModelChoice): DoctorCheck[] {
  if (!existsSync(libraryPath)) {
    return [pass("library", `none yet at ${libraryPath}`)];
  }
  const holder = findLockHolder(libraryPath);
  const lock = pass(
    "library lock",
    holder === undefined ? "free" : `held by process ${holder}, which may write`,
  );
  try {
    const db = openLibrary(libraryPath, "read");
    try {
      const damage = findDamage(db);
      if (damage !== null) {
        return [
          fail(
            "library",
            `${libraryPath} is damaged: ${damage}`,
            "Start Earshot or run `earshot index`: the library is then rescued, and this file is kept.",
          ),
          lock,
        ];
      }
      const { soundCount, readyCount, errorCount } = countLibrary(db, models.activeKey);
      const detail = `${libraryPath} is whole: schema ${getSchemaVersion(db)}, ${soundCount} sounds, ${readyCount} ready, ${errorCount} with errors`;
      return [pass("library", detail), lock];
    } finally {
      closeLibrary(db);
    }
  } catch (error) {
    const { message, hint } = toErrorData(error);
    return [fail("library", message, hint), lock];
  }
}

function checkDisk(libraryPath: string): DoctorCheck {
  let folder = path.dirname(libraryPath);
  while (!existsSync(folder)) folder = path.dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  const freeBytes = bavail * bsize;
  const detail = `${(freeBytes / 1e9).toFixed(1)} GB free at ${folder}`;
  return freeBytes >= leastFreeBytes ? pass("disk", detail) : fail("disk", detail, "Free some space.");
}

/** Every byte of the active model; of the others, what is quick to see. */
async function checkModels(activeId: string): Promise<DoctorCheck[]> {
  try {
    return await Promise.all(
      listModels().map(async (model): Promise<DoctorCheck> => {
        const name = `model ${model.id}`;
        const isActive = model.id === activeId;
        try {
          await (isActive ? verifyModel(model) : checkModel(model));
          return pass(name, isActive ? "in use; every file matches its checksum" : "installed");
        } catch (error) {
          const { code, message, hint } = toErrorData(error);
          return code === "model-not-installed" && !isActive
            ? pass(name, "not installed")
            : fail(name, message, hint);
        }
      }),
    );
  } catch (error) {
    const { message, hint } = toErrorData(error);
    return [fail("models", message, hint)];
  }
}

/** That the process starts, the native runtime loads and the model runs. */
async function checkEmbedder({ embedder }: EngineParts, models: ModelChoice): Promise<DoctorCheck> {
  const name = "embedder";
  try {
    const startedMs = performance.now();
    await embedder.embedTexts(models.getActive().id, ["a test"]);
    return pass(name, `runs; first text after ${Math.round(performance.now() - startedMs)} ms`);
  } catch (error) {
    const { message, hint } = toErrorData(error);
    return fail(name, message, hint);
  }
}

/** Not needed, but it reads the odd formats. */
export async function checkFfmpeg(timeoutMs = 5000): Promise<DoctorCheck> {
  try {
    const { stdout } = await runProgram("ffmpeg", ["-hide_banner", "-version"], { timeout: timeoutMs });
    return pass("ffmpeg", `found: ${stdout.split("\n")[0] ?? ""}`);
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code !== "ENOENT";
    const reason = isThere ? "does not answer" : "not on the PATH";
    return pass("ffmpeg", `${reason}: rare formats (WMA, APE, MPC, ...) cannot be read`);
  }
}

function pass(name: string, detail: string): DoctorCheck {
  return { name, isOk: true, detail, hint: "" };
}

function fail(name: string, detail: string, hint: string): DoctorCheck {
  return { name, isOk: false, detail, hint };
}
