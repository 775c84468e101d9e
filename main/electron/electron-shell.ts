// The shell's own calls where the shell is Electron.
import { app, clipboard, shell } from "electron";
import type { AsyncShellApi, FullEngineApi } from "../../preload/contract.ts";
import { findDemoFolder } from "../shell/demo-library.ts";
import { chooseFolder } from "./dialogs.ts";
import { dragFiles } from "./drag-out.ts";
import { audioPath } from "./protocol.ts";

/** Paths come from the engine by id: it refuses what is not in the library. */
export function makeElectronShell(engine: Pick<FullEngineApi, "getPlayable" | "getPaths">): AsyncShellApi {
  const findPath = async (id: number): Promise<string> => (await engine.getPlayable({ id })).path;
  return {
    getShellInfo: () =>
      Promise.resolve({
        kind: "electron",
        version: app.getVersion(),
        platform: process.platform,
        hasFolderDialog: true,
        canDragFiles: true,
        canReveal: true,
        audioUrl: audioPath,
        demoFolder: findDemoFolder(),
      }),
    chooseFolder: () => chooseFolder(),
    revealSound: async ({ id }) => shell.showItemInFolder(await findPath(id)),
    copyPaths: async ({ ids }) => clipboard.writeText((await engine.getPaths({ ids })).join("\n")),
    // One call for all: the drag must begin while the mouse button is down.
    startDrag: async ({ ids }) => dragFiles(await engine.getPaths({ ids })),
  };
}
