// Entry of Electron's main process: puts the pieces together and holds no logic of its own.
import { existsSync } from "node:fs";
import path from "node:path";
import { app, BrowserWindow } from "electron";
import { toErrorData } from "../base/app-error.ts";
import { findDefaultLibraryPath, findHomeFolder } from "../base/home.ts";
import { openLog } from "../base/log.ts";
import { connectEngine, type EngineConnection } from "../engine/connect-engine.ts";
import { addDemoFolder } from "../shell/demo-library.ts";
import { listenForPaths } from "../shell/hand-over.ts";
import { OpenedPaths } from "../shell/opened-paths.ts";
import { deferApi } from "./deferred-engine.ts";
import { showFatalError } from "./dialogs.ts";
import { makeElectronShell } from "./electron-shell.ts";
import { spawnUtilityEngine } from "./engine-host.ts";
import { forwardEvents, serveIpc, tellWindows } from "./ipc.ts";
import { installMenu } from "./menu.ts";
import { notifyWhenDone } from "./notify.ts";
import { findPathsInArguments } from "./opened-by-system.ts";
import { registerScheme, serveScheme } from "./protocol.ts";
import { chooseDisplay } from "./wayland.ts";
import { lockDown, openWindow } from "./window.ts";

const log = openLog("electron");
const opened = new OpenedPaths(() => {
  if (!app.isReady()) return;
  showWindow();
  tellWindows("opened", {});
});

app.setName("Earshot");
// The lock for a single instance belongs to this folder: another EARSHOT_HOME is another Earshot.
app.setPath("userData", path.join(findHomeFolder(), "window"));
app.enableSandbox();
chooseDisplay();
registerScheme();

if (app.requestSingleInstanceLock()) {
  app.on("second-instance", (_event, argv, workingFolder) => {
    showWindow();
    opened.add(findPathsInArguments(argv, workingFolder));
  });
  app.on("open-file", (event, file) => {
    event.preventDefault();
    opened.add([file]);
  });
  app.on("activate", () => showWindow());
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });
  run().catch((error: unknown) => {
    const { message, hint } = toErrorData(error);
    log.error({ error: error instanceof Error ? error.stack : String(error) }, "Earshot cannot start");
    showFatalError(message, hint);
    app.exit(1);
  });
} else {
  app.quit();
}

async function run(): Promise<void> {
  await app.whenReady();
  lockDown(log);
  installMenu();
  const libraryPath = findDefaultLibraryPath();
  const isFirstStart = !existsSync(libraryPath);
  const connecting = connectEngine({
    libraryPath,
    mode: "write",
    isFollowing: true,
    spawn: spawnUtilityEngine,
  });
  endWithApp(connecting);
  const api = deferApi(connecting);
  serveScheme(api, log);
  serveIpc({ engine: api, shell: makeElectronShell(api, opened) }, log);
  // A large library takes a moment to open; the window shows itself meanwhile, and its calls wait.
  openWindow(log);
  const engine = await connecting;
  forwardEvents(engine);
  notifyWhenDone(engine, showWindow);
  const stopListening = await listenForPaths((paths) => opened.add(paths), log);
  app.on("will-quit", stopListening);
  opened.add(findPathsInArguments(process.argv, process.cwd()));
  if (isFirstStart) await addDemoFolder(api);
}

/** Whoever starts Earshot again means the window that is there. */
function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (!window) {
    if (app.isReady()) openWindow(log);
    return;
  }
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Lets the engine store what is in flight before the application ends. */
function endWithApp(connecting: Promise<EngineConnection>): void {
  let isClosed = false;
  app.on("before-quit", (event) => {
    if (isClosed) return;
    event.preventDefault();
    void connecting
      .then((engine) => engine.close())
      .catch(() => {})
      .finally(() => {
        isClosed = true;
        app.quit();
      });
  });
}
