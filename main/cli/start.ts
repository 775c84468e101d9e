// `npm start`: Earshot's own window where Electron can run, the same window in a browser where it cannot.
import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { toErrorData } from "../base/app-error.ts";
import { findAppRoot } from "../base/entry.ts";
import { findDefaultLibraryPath } from "../base/home.ts";
import { type ServedLibrary, startWebServer } from "../web/serve.ts";
import { openInBrowser } from "./open-in-browser.ts";
import { endWithNpm } from "./end-with-npm.ts";
import { formatCount, printLine, printNote } from "./output.ts";
import { prepareBuild } from "./prepare-build.ts";
import { describeIndexProgress, ProgressLine } from "./progress-line.ts";
import { findElectron, runElectron } from "./run-electron.ts";

const progressEveryMs = 200;

endWithNpm();
try {
  const reason = await tryElectron();
  if (reason !== undefined) {
    printNote(`Electron did not open: ${reason}. Earshot opens in a browser instead.`);
    await serveInBrowser();
  }
} catch (error) {
  const { message, hint } = toErrorData(error);
  printNote(`earshot: ${message}${hint === "" ? "" : `\n${hint}`}`);
  process.exitCode = 1;
}

/** Runs the window to its end. Returns why it could not open, or undefined when it did. */
async function tryElectron(): Promise<string | undefined> {
  const root = findAppRoot();
  const electron = await findElectron(root, () => printNote("Downloading Electron"));
  if (!electron.isThere) return electron.reason;
  await prepareBuild(["main", "preload", "renderer"], () => printNote("Building Earshot"));
  return runElectron(electron.binaryPath, root);
}

async function serveInBrowser(): Promise<void> {
  await prepareBuild(["renderer"], () => printNote("Building the window"));
  const libraryPath = findDefaultLibraryPath();
  const isFirstStart = !existsSync(libraryPath);
  const server = await startWebServer({
    libraryPath,
    withDemo: isFirstStart,
    onNewLink: (url) => printNote(`A browser came without a link. To open Earshot there: ${url}`),
    onOpen: openInBrowser,
  });
  let isEnding = false;
  const end = (): void => {
    // Asked twice, the person means it.
    if (isEnding) process.exit(1);
    isEnding = true;
    void server.close().finally(() => process.exit(0));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);

  printLine(server.url);
  printNote("Open this address in a browser on this machine; the link works once. Ctrl-C ends Earshot.");
  openInBrowser(server.url);
  await showListening(server, () => isEnding);
}

/** Shows the progress of the run under way until it ends, and then what there is. */
async function showListening(server: ServedLibrary, isEnding: () => boolean): Promise<void> {
  const line = new ProgressLine();
  while (!isEnding()) {
    // An engine that crashed is started again, and its next answer says how far it is.
    const status = await server.engine.api.getStatus({}).catch(() => undefined);
    if (isEnding()) break;
    if (status && status.progress.phase !== "scanning" && status.progress.phase !== "listening") {
      line.clear();
      printNote(`${formatCount(status.readyCount, "sound")} ready.`);
      return;
    }
    if (status) line.show(describeIndexProgress(status.progress));
    await pause(progressEveryMs);
  }
  line.clear();
}
