// Entry of Electron's main process: puts the pieces together and holds no logic of its own.
import { existsSync } from "node:fs";
import path from "node:path";
import { app, BrowserWindow } from "electron";
import { toErrorData } from "../base/app-error.ts";
import { findDefaultLibraryPath, findHomeFolder } from "../base/home.ts";
import { openLog } from "../base/log.ts";
import { connectEngine, type EngineConnection } from "../engine/connect-engine.ts";
import { addDemoFolder } from "../shell/demo-library.ts";
import { deferApi } from "./deferred-engine.ts";
import { showFatalError } from "./dialogs.ts";
import { spawnUtilityEngine } from "./engine-host.ts";
import { forwardEvents, serveIpc } from "./ipc.ts";
import { installMenu } from "./menu.ts";
import { registerScheme, serveScheme } from "./protocol.ts";
import { makeElectronShell } from "./electron-shell.ts";
import { lockDown, openWindow } from "./window.ts";

const log = openLog("electron");

app.setName("Earshot");
// The lock for a single instance belongs to this folder: another EARSHOT_HOME is another Earshot.
app.setPath("userData", path.join(findHomeFolder(), "window"));
app.enableSandbox();
registerScheme();

if (app.requestSingleInstanceLock()) {
  app.on("second-instance", () => showWindow());
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
  const connecting = connectEngine({ libraryPath, mode: "write", spawn: spawnUtilityEngine });
  endWithApp(connecting);
  const api = deferApi(connecting);
  serveScheme(api, log);
  serveIpc({ engine: api, shell: makeElectronShell(api) }, log);
  // A large library takes a moment to open; the window shows itself meanwhile, and its calls wait.
  openWindow(log);
  forwardEvents(await connecting);
  if (isFirstStart) await addDemoFolder(api);
  await api.startIndexing({});
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
