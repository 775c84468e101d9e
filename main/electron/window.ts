// The one window, and what no window of Earshot may do.
import path from "node:path";
import { app, BrowserWindow, session } from "electron";
import type { Log } from "../base/log.ts";
import { findAppRoot } from "../base/entry.ts";
import { isPageUrl, pageUrl } from "./protocol.ts";

/** Colour behind the page until it is drawn: that of the dark theme. */
const backgroundColor = "#16181b";

/** Opens the window; it appears when its page is drawn. */
export function openWindow(): BrowserWindow {
  const window = new BrowserWindow({
    title: "Earshot",
    width: 1280,
    height: 800,
    minWidth: 420,
    minHeight: 480,
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
  window.once("ready-to-show", () => window.show());
  void window.loadURL(pageUrl);
  return window;
}

/** Refuses navigation, new windows, permissions and the network, for everything that will ever be opened. */
export function lockDown(log: Log): void {
  app.on("web-contents-created", (_event, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      log.warn({ url }, "a new window was refused");
      return { action: "deny" };
    });
    contents.on("will-navigate", (event) => {
      if (isPageUrl(event.url)) return;
      log.warn({ url: event.url }, "navigation was refused");
      event.preventDefault();
    });
    contents.on("will-attach-webview", (event) => event.preventDefault());
  });
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
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
