// The one window, and what no window of Earshot may do.
import path from "node:path";
import { app, BrowserWindow, session } from "electron";
import type { Log } from "../base/log.ts";
import { findAppRoot } from "../base/entry.ts";
import { showWindowCrash } from "./dialogs.ts";
import { getLargeState, leastSize } from "./mini-mode.ts";
import { pageUrl } from "./protocol.ts";
import { findWindowState, keepWindowState } from "./window-state.ts";

/** Colour behind the page until it is drawn: that of the dark theme. */
const backgroundColor = "#16181b";
/** A page whose process ends twice within this time is not loaded a third time. */
const crashPauseMs = 60_000;

const firstSize = { width: 1280, height: 800 };

/** Opens the window; it appears when its page is drawn. */
export function openWindow(log: Log): BrowserWindow {
  const state = findWindowState();
  const window = new BrowserWindow({
    title: "Earshot",
    ...(state?.bounds ?? firstSize),
    minWidth: leastSize.width,
    minHeight: leastSize.height,
    show: false,
    backgroundColor,
    icon: path.join(findAppRoot(), "assets", "icons", "icon-256.png"),
    webPreferences: {
      preload: findPreloadPath(),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      // A spelling dictionary would be downloaded.
      spellcheck: false,
    },
  });
  window.once("ready-to-show", () => {
    if (state?.isMaximized) window.maximize();
    window.show();
  });
  keepWindowState(window, () => getLargeState(window));
  reloadAfterCrash(window, log);
  void window.loadURL(pageUrl);
  return window;
}

/** The library lives in the engine: a page that is loaded again has lost nothing but its place. */
function reloadAfterCrash({ webContents }: BrowserWindow, log: Log): void {
  let lastCrashMs = -Infinity;
  webContents.on("render-process-gone", (_event, { reason, exitCode }) => {
    if (reason === "clean-exit") return;
    log.error({ reason, exitCode }, "the window's process ended");
    const isAgain = Date.now() - lastCrashMs < crashPauseMs;
    lastCrashMs = Date.now();
    if (isAgain) showWindowCrash(reason);
    else webContents.reload();
  });
}

/** Refuses navigation, downloads, new windows, permissions and the network, for everything that will ever be opened. */
export function lockDown(log: Log): void {
  app.on("web-contents-created", (_event, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      log.warn({ url }, "a new window was refused");
      return { action: "deny" };
    });
    contents.on("will-navigate", (event) => {
      // A file of the page's own origin is no page: it would be shown without the page's policy.
      if (event.url !== pageUrl) refuse(event);
    });
    contents.on("will-frame-navigate", (event) => {
      if (!event.isMainFrame) refuse(event);
    });
    contents.on("will-redirect", (event) => refuse(event));
    contents.on("will-attach-webview", (event) => {
      log.warn("a web view was refused");
      event.preventDefault();
    });
  });
  const refuse = (event: { url: string; preventDefault(): void }): void => {
    log.warn({ url: event.url }, "navigation was refused");
    event.preventDefault();
  };
  session.defaultSession.on("will-download", (event, item) => {
    log.warn({ url: item.getURL() }, "a download was refused");
    event.preventDefault();
  });
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) => {
    log.warn({ permission }, "a permission was refused");
    answer(false);
  });
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.webRequest.onBeforeRequest(
    { urls: ["http://*/*", "https://*/*", "ws://*/*", "wss://*/*"] },
    ({ url }, answer) => {
      log.warn({ url }, "a request to the network was refused");
      answer({ cancel: true });
    },
  );
}

/** Beside `out/main`, wherever this code lies in it. */
function findPreloadPath(): string {
  return path.join(app.getAppPath(), "out", "preload", "index.cjs");
}
