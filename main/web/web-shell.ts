// The shell's own calls where the shell is a browser: it has no file dialog and no native drag.
import type { AsyncShellApi } from "../../preload/contract.ts";
import { AppError } from "../base/app-error.ts";
import { findDemoFolder } from "../shell/demo-library.ts";

/** URL path below which sounds are served. */
export const audioPath = "/audio/";

export function makeWebShell(version: string): AsyncShellApi {
  return {
    getShellInfo: () =>
      Promise.resolve({
        kind: "web",
        version,
        platform: process.platform,
        hasFolderDialog: false,
        canDragFiles: false,
        canReveal: false,
        audioUrl: audioPath,
        demoFolder: findDemoFolder(),
      }),
    chooseFolder: () => Promise.resolve(null),
    revealSound: refuse("show a file in the file manager"),
    copyPaths: refuse("put files on the clipboard"),
    startDrag: refuse("start a native drag"),
  };
}

function refuse(what: string): () => Promise<never> {
  return () =>
    Promise.reject(
      new AppError("not-in-browser", `A browser cannot ${what}.`, "Use Earshot's own window for this."),
    );
}
