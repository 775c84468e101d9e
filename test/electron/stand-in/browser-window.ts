// `BrowserWindow`: a page of a real Chromium, with the real preload in an isolated world of it.
import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import { type Browser, type CDPSession, chromium, type Page } from "playwright-core";
import { app } from "./app.ts";
import { onCommand, type Rectangle, report } from "./control.ts";
import { handleInvoke } from "./ipc-main.ts";
import type { NativeImage } from "./native-image.ts";
import {
  bindingName,
  deliveryName,
  type FromPage,
  pageWorldScript,
  preloadWorld,
  toPreloadScript,
  type ToPage,
} from "./page-side.ts";
import { toSchemeUrl, toServedUrl } from "./protocol.ts";
import { checkKeys, refuseUnknown } from "./refuse-unknown.ts";
import { toText } from "./value-text.ts";

interface WindowOptions {
  show: boolean;
  x?: number;
  y?: number;
  width: number;
  height: number;
  webPreferences: { preload: string } & Record<string, unknown>;
  [option: string]: unknown;
}

type OpenHandler = (details: { url: string }) => { action: "allow" | "deny" };

const openWindows: BrowserWindow[] = [];
let isFocused = true;
let browser: Promise<Browser> | undefined;

/** A frame of a page, as far as `ipcMain` handlers look at one. */
export interface Frame {
  url: string;
}

class WebContents extends EventEmitter {
  readonly mainFrame: Frame = { url: "about:blank" };
  #deliver: (message: ToPage) => void;
  #openHandler: OpenHandler = () => ({ action: "allow" });

  constructor(deliver: (message: ToPage) => void) {
    super();
    this.#deliver = deliver;
  }

  get openHandler(): OpenHandler {
    return this.#openHandler;
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  reload(): void {
    report({ type: "reloaded" });
  }

  send(channel: string, payload: unknown): void {
    this.#deliver({ type: "event", channel, text: toText(payload) });
  }

  startDrag({ file, files, icon }: { file: string; files: string[]; icon: NativeImage }): void {
    if (icon.isEmpty()) throw new Error("Electron drags nothing, and says nothing, when the image is empty");
    if (file !== files[0]) throw new Error("`file` is one of `files`");
    report({ type: "drag", files, iconSize: icon.getSize(), isPlainIcon: icon.isFromPath });
  }
}

export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents;
  readonly #options: WindowOptions;
  #page: Page | undefined;
  #bounds: Rectangle;
  #isMaximized = false;
  #session: CDPSession | undefined;
  /** The isolated world of the page that is there now. */
  #worldId: string | undefined;

  constructor(options: WindowOptions) {
    super();
    const known = [
      "title",
      "x",
      "y",
      "width",
      "height",
      "minWidth",
      "minHeight",
      "show",
      "backgroundColor",
      "icon",
    ];
    checkKeys("BrowserWindow", options, [...known, "webPreferences"]);
    const preferences = [
      "preload",
      "sandbox",
      "contextIsolation",
      "nodeIntegration",
      "webviewTag",
      "spellcheck",
    ];
    checkKeys("webPreferences", options.webPreferences, preferences);
    this.#options = options;
    const { x = 100, y = 100, width, height } = options;
    this.#bounds = { x, y, width, height };
    this.webContents = refuseUnknown("webContents", new WebContents((message) => this.#deliver(message)));
    openWindows.push(this);
    app.emit("web-contents-created", {}, this.webContents);
    return refuseUnknown("BrowserWindow", this);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...openWindows];
  }

  static getFocusedWindow(): BrowserWindow | null {
    return isFocused ? (openWindows[0] ?? null) : null;
  }

  async loadURL(url: string): Promise<void> {
    const page = await openPage();
    this.#page = page;
    await this.#resizePage();
    this.webContents.mainFrame.url = url;
    page.once("close", () => {
      this.emit("close");
      openWindows.splice(openWindows.indexOf(this), 1);
      if (openWindows.length === 0) app.emit("window-all-closed");
    });
    page.on("popup", (popup) => void this.#judgePopup(popup));
    page.on("framenavigated", (frame) => {
      if (frame === page.mainFrame()) void this.#rememberUrl(frame.url());
    });
    await this.#installPreload(page);
    await this.#guardNavigation();
    report({ type: "window", webPreferences: this.#options.webPreferences, url });
    await page.goto(await toServedUrl(url), { waitUntil: "load" });
    this.emit("ready-to-show");
  }

  show(): void {}
  focus(): void {}
  restore(): void {}
  isMinimized(): boolean {
    return false;
  }
  isMaximized(): boolean {
    return this.#isMaximized;
  }
  maximize(): void {
    this.#isMaximized = true;
  }
  /** As window managers do it: later. */
  unmaximize(): void {
    setTimeout(() => {
      this.#isMaximized = false;
      this.emit("unmaximize");
    }, 50);
  }
  getNormalBounds(): Rectangle {
    return { ...this.#bounds };
  }
  setBounds(bounds: Rectangle): void {
    if (this.#isMaximized) return;
    this.#bounds = { ...this.#bounds, ...bounds };
    void this.#resizePage();
  }

  async #resizePage(): Promise<void> {
    const { width, height } = this.#bounds;
    await this.#page?.setViewportSize({ width, height });
  }
  setAlwaysOnTop(isOnTop: boolean, level: string): void {
    if (level !== "floating") throw new Error(`The stand-in does not know the level ${level}`);
    report({ type: "bounds", bounds: this.#bounds, isMaximized: this.#isMaximized, isOnTop });
  }

  async #installPreload(page: Page): Promise<void> {
    const session = await page.context().newCDPSession(page);
    this.#session = session;
    session.on("Runtime.executionContextCreated", ({ context }) => {
      if (context.name === preloadWorld) this.#worldId = context.uniqueId;
    });
    session.on("Runtime.bindingCalled", ({ name, payload }) => {
      if (name === bindingName) void this.#answer(JSON.parse(payload) as FromPage);
    });
    await session.send("Runtime.enable");
    await session.send("Page.enable");
    await session.send("Runtime.addBinding", { name: bindingName, executionContextName: preloadWorld });
    // In this order: the page's end must listen when the preload exposes its bridge.
    await session.send("Page.addScriptToEvaluateOnNewDocument", { source: pageWorldScript });
    await session.send("Page.addScriptToEvaluateOnNewDocument", {
      source: toPreloadScript(readFileSync(this.#options.webPreferences.preload, "utf8")),
      worldName: preloadWorld,
    });
  }

  async #answer({ id, channel, text }: FromPage): Promise<void> {
    const event = { sender: this.webContents, senderFrame: this.webContents.mainFrame };
    try {
      this.#deliver({ type: "answer", id, text: toText(await handleInvoke(channel, event, text)) });
    } catch (error) {
      const message = `Error invoking remote method '${channel}': ${String(error)}`;
      this.#deliver({ type: "failure", id, message });
    }
  }

  #deliver(message: ToPage): void {
    if (!this.#session || this.#worldId === undefined) return;
    this.#session
      .send("Runtime.evaluate", {
        expression: `${deliveryName}(${JSON.stringify(message)})`,
        uniqueContextId: this.#worldId,
      })
      // The page was left or closed meanwhile, as it may be in Electron.
      .catch(() => {});
  }

  /** Asks the application before the page goes elsewhere. */
  async #guardNavigation(): Promise<void> {
    const session = this.#session as CDPSession;
    const judge = async (requestId: string, servedUrl: string): Promise<void> => {
      const url = await toSchemeUrl(servedUrl);
      let isPrevented = false;
      // The address given to `loadURL` is not asked about.
      if (url !== this.webContents.mainFrame.url) {
        this.webContents.emit("will-navigate", { url, preventDefault: () => (isPrevented = true) });
      }
      if (isPrevented) report({ type: "navigation-refused", url });
      await (isPrevented
        ? session.send("Fetch.failRequest", { requestId, errorReason: "Aborted" })
        : session.send("Fetch.continueRequest", { requestId }));
    };
    session.on("Fetch.requestPaused", ({ requestId, request }) => void judge(requestId, request.url));
    await session.send("Fetch.enable", {
      patterns: [{ urlPattern: "*", resourceType: "Document", requestStage: "Request" }],
    });
  }

  async #rememberUrl(servedUrl: string): Promise<void> {
    this.webContents.mainFrame.url = await toSchemeUrl(servedUrl);
  }

  async #judgePopup(popup: Page): Promise<void> {
    const url = popup.url();
    if (this.webContents.openHandler({ url }).action === "deny") {
      report({ type: "new-window-refused", url });
      await popup.close();
    }
  }
}

/** A page in the browser that the test has started and watches too. */
async function openPage(): Promise<Page> {
  const endpoint = process.env["STAND_IN_CHROMIUM"];
  if (endpoint === undefined) throw new Error("STAND_IN_CHROMIUM names the browser's DevTools address");
  browser ??= chromium.connectOverCDP(endpoint);
  const [context] = (await browser).contexts();
  if (!context) throw new Error("The browser has no default context");
  return context.newPage();
}

onCommand((command) => {
  if (command.type === "focus") isFocused = command.isFocused;
});
