// The shell's own calls where the shell is Electron.
import { mkdirSync } from "node:fs";
import { app, clipboard, shell } from "electron";
import type { AsyncShellApi, FullEngineApi } from "../../preload/contract.ts";
import type { ChosenFiles } from "../../preload/shell.ts";
import type { SoundId } from "../../preload/sound.ts";
import { AppError } from "../base/app-error.ts";
import { makeCommonCalls } from "../shell/common-shell.ts";
import { exportFileName, writeExport } from "../shell/export-library.ts";
import { findDemoFolder } from "../shell/demo-library.ts";
import { findLogFolder } from "../shell/log-files.ts";
import type { OpenedPaths } from "../shell/opened-paths.ts";
import { readShellSettings } from "../shell/shell-settings.ts";
import { copyFiles } from "./clipboard-files.ts";
import { chooseExportFile, chooseFolder, chooseImportFile } from "./dialogs.ts";
import { dragFiles } from "./drag-out.ts";
import { showMenu } from "./menu.ts";
import { setMiniMode } from "./mini-mode.ts";
import { audioPath } from "./protocol.ts";
import { isWayland } from "./wayland.ts";

/** Paths come from the engine by id: it refuses what is not in the library. */
export function makeElectronShell(engine: FullEngineApi, opened: OpenedPaths): AsyncShellApi {
  const musicFolder = app.getPath("music");
  const common = makeCommonCalls({
    engine,
    musicFolder,
    versions: [
      `Earshot ${app.getVersion()}`,
      `Electron ${process.versions["electron"] ?? "?"}, Chromium ${process.versions["chrome"] ?? "?"}`,
      `Node ${process.versions.node}`,
    ],
    opened,
  });
  return {
    ...common,
    getShellInfo: () =>
      Promise.resolve({
        kind: "electron",
        version: app.getVersion(),
        platform: process.platform,
        hasFolderDialog: true,
        canDragFiles: true,
        canReveal: true,
        canCopyFiles: true,
        canStayOnTop: true,
        isWayland: isWayland(),
        audioUrl: audioPath,
        exportUrl: null,
        demoFolder: findDemoFolder(),
      }),
    chooseFolder: () => chooseFolder(),
    exportLibrary: async (request) => {
      const target = await chooseExportFile(exportFileName[request.format]);
      if (target === null) return null;
      // Spreadsheets on Windows take a file without the mark for Latin-1.
      const soundCount = await writeExport(engine, request, target, request.format !== "json");
      return { path: target, soundCount };
    },
    chooseImportFile: () => chooseImportFile(),
    revealSound: async (request) => shell.showItemInFolder((await engine.getPlayable(request)).path),
    revealFolder: async ({ folder }) => {
      const target = folder === "logs" ? findLogFolder() : readShellSettings(musicFolder).exportFolder;
      mkdirSync(target, { recursive: true });
      const problem = await shell.openPath(target);
      if (problem !== "") throw new AppError("folder-not-shown", `${target} was not opened: ${problem}.`);
    },
    copyPaths: async (request) => clipboard.writeText((await engine.getPaths(request)).join("\n")),
    copyFiles: async (request) => {
      const files = await getFiles(engine, request);
      await copyFiles(files);
      return { fileCount: files.length };
    },
    // One call for all: the drag must begin while the mouse button is down.
    startDrag: async ({ ids, fileIds, region, image }) => {
      const [id] = ids;
      const files =
        region && id !== undefined
          ? [await common.saveRegion({ id, fileId: fileIds?.[0], region })]
          : await getFiles(engine, { ids, fileIds });
      dragFiles(files, image);
    },
    setMiniMode: async ({ isOn }) => setMiniMode(isOn),
    setMenu: async ({ menus }) => showMenu(menus),
  };
}

/** @throws AppError why there is none, where there is none */
async function getFiles(
  engine: Pick<FullEngineApi, "getFiles">,
  request: { ids: SoundId[] } & ChosenFiles,
): Promise<string[]> {
  const { paths, refused } = await engine.getFiles(request);
  const [reason] = refused;
  if (paths.length === 0 && reason) throw AppError.fromData(reason);
  return paths;
}
