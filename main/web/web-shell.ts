// The shell's own calls where the shell is a browser: it has no file dialog, no native drag and no menu.
import type { AsyncShellApi, FullEngineApi } from "../../preload/contract.ts";
import { AppError } from "../base/app-error.ts";
import { makeCommonCalls } from "../shell/common-shell.ts";
import { findDemoFolder } from "../shell/demo-library.ts";
import { findMusicFolder } from "../shell/music-folder.ts";
import type { OpenedPaths } from "../shell/opened-paths.ts";
import { exportPath } from "./export-answer.ts";

/** URL path below which sounds are served. */
export const audioPath = "/audio/";

export function makeWebShell(engine: FullEngineApi, version: string, opened: OpenedPaths): AsyncShellApi {
  return {
    ...makeCommonCalls({
      engine,
      musicFolder: findMusicFolder(),
      versions: [`Earshot ${version} in a browser`, `Node ${process.versions.node}`],
      opened,
    }),
    getShellInfo: () =>
      Promise.resolve({
        kind: "web",
        version,
        platform: process.platform,
        hasFolderDialog: false,
        canDragFiles: false,
        canReveal: false,
        canCopyFiles: false,
        canStayOnTop: false,
        isWayland: false,
        audioUrl: audioPath,
        exportUrl: exportPath,
        demoFolder: findDemoFolder(),
      }),
    // The page downloads it.
    exportLibrary: refuse("write an export by a dialog"),
    chooseImportFile: () => Promise.resolve(null),
    chooseFolder: () => Promise.resolve(null),
    revealSound: refuse("show a file in the file manager"),
    revealFolder: refuse("show a folder in the file manager"),
    copyPaths: refuse("put files on the clipboard"),
    copyFiles: refuse("put files on the clipboard"),
    startDrag: refuse("start a native drag"),
    // The page is as large as its browser; it changes its layout by itself.
    setMiniMode: () => Promise.resolve(),
    setMenu: () => Promise.resolve(),
  };
}

function refuse(what: string): () => Promise<never> {
  return () =>
    Promise.reject(
      new AppError("not-in-browser", `A browser cannot ${what}.`, "Use Earshot's own window for this."),
    );
}
