// The shell's calls that are the same wherever the window is.
import { type Stats, statSync } from "node:fs";
import type { AsyncShellApi, FullEngineApi } from "../../preload/contract.ts";
import type { OpenedPath } from "../../preload/shell.ts";
import { isSystemError } from "../base/app-error.ts";
import { describeInstallation } from "./diagnostics.ts";
import { readLogFiles } from "./log-files.ts";
import type { OpenedPaths } from "./opened-paths.ts";
import { readShellSettings, saveShellSettings } from "./shell-settings.ts";

export type CommonCalls = Pick<
  AsyncShellApi,
  "saveRegion" | "getShellSettings" | "saveShellSettings" | "listLogs" | "getDiagnostics" | "takeOpened"
>;

export interface CommonShellOptions {
  engine: FullEngineApi;
  musicFolder: string;
  /** For diagnostics: one program and its version a line. */
  versions: readonly string[];
  opened: OpenedPaths;
}

export function makeCommonCalls({ engine, musicFolder, versions, opened }: CommonShellOptions): CommonCalls {
  return {
    saveRegion: ({ id, fileId, region }) =>
      engine.renderRegion({ id, fileId, region, folder: readShellSettings(musicFolder).exportFolder }),
    getShellSettings: () => Promise.resolve(readShellSettings(musicFolder)),
    // Async, so that a refusal is a rejection.
    saveShellSettings: async (changes) => saveShellSettings(changes, musicFolder),
    listLogs: async () => readLogFiles(),
    getDiagnostics: ({ withPaths }) =>
      describeInstallation({ engine, versions, logs: readLogFiles(), withPaths }),
    takeOpened: async () => {
      const found = await Promise.all(opened.take().map((path) => lookAt(path, engine)));
      return found.filter((each) => each !== undefined);
    },
  };
}

/** @returns undefined for a path that is not there; one that cannot be looked at is no sound of the library */
async function lookAt(
  path: string,
  engine: Pick<FullEngineApi, "findSoundByPath">,
): Promise<OpenedPath | undefined> {
  let stats: Stats | undefined;
  try {
    stats = statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // Of several paths the others must arrive.
    if (!isSystemError(error)) throw error;
    return { path, isFolder: false, soundId: null };
  }
  if (!stats) return undefined;
  if (stats.isDirectory()) return { path, isFolder: true, soundId: null };
  return { path, isFolder: false, soundId: await engine.findSoundByPath({ path }) };
}
