// The module that stands in for `electron` in the main process. Everything that the application does to the outside
// is reported to the test (`control.ts`); everything that it does not know is refused.
import { EventEmitter } from "node:events";
import { BrowserWindow } from "./browser-window.ts";
import { handleInvoke } from "./ipc-main.ts";
import { type Command, onCommand, report } from "./control.ts";
import { checkKeys, refuseUnknown } from "./refuse-unknown.ts";
import { toText } from "./value-text.ts";

export { app } from "./app.ts";
export { BrowserWindow } from "./browser-window.ts";
export { ipcMain } from "./ipc-main.ts";
export { nativeImage } from "./native-image.ts";
export { protocol } from "./protocol.ts";
export { MessageChannelMain, utilityProcess } from "./utility-process.ts";

const dialogAnswers: (string | null)[] = [];

export const dialog = refuseUnknown("dialog", {
  showOpenDialog(...args: unknown[]): Promise<{ canceled: boolean; filePaths: string[] }> {
    const options = args.at(-1) as { title: string; buttonLabel: string; properties: string[] };
    checkKeys("showOpenDialog", options, ["title", "buttonLabel", "properties"]);
    report({ type: "dialog", title: options.title, properties: options.properties });
    const filePath = dialogAnswers.shift() ?? null;
    return Promise.resolve({ canceled: filePath === null, filePaths: filePath === null ? [] : [filePath] });
  },
  showSaveDialog(...args: unknown[]): Promise<{ canceled: boolean; filePath: string }> {
    const options = args.at(-1) as { title: string; buttonLabel: string; defaultPath: string };
    checkKeys("showSaveDialog", options, ["title", "buttonLabel", "defaultPath"]);
    report({ type: "dialog", title: options.title, properties: [options.defaultPath] });
    const filePath = dialogAnswers.shift() ?? null;
    return Promise.resolve({ canceled: filePath === null, filePath: filePath ?? "" });
  },
  showErrorBox(title: string, content: string): void {
    report({ type: "error-box", title, content });
  },
});

export class ClipboardItem {
  readonly formats: Record<string, string>;
  constructor(formats: Record<string, string>) {
    this.formats = formats;
  }
}

export const clipboard = refuseUnknown("clipboard", {
  writeText(text: string): Promise<void> {
    report({ type: "clipboard", text });
    return Promise.resolve();
  },
  write(items: ClipboardItem[]): Promise<void> {
    for (const { formats } of items) {
      for (const [format, value] of Object.entries(formats)) checkFormat(format, value);
      report({ type: "clipboard-items", formats });
    }
    return Promise.resolve();
  },
});

/** Text formats, and raw ones by the name that Electron's documentation gives them. */
function checkFormat(format: string, value: string): void {
  const isKnown =
    ["text/plain", "text/html"].includes(format) ||
    /^electron application\/osclipboard;format="[^"]+"$/.test(format);
  if (isKnown && typeof value === "string") return;
  report({ type: "unknown-call", name: `clipboard.write: ${format}` });
  throw new Error(`The stand-in for Electron does not know the clipboard format ${format}`);
}

export const screen = refuseUnknown("screen", {
  getAllDisplays(): { workArea: { x: number; y: number; width: number; height: number } }[] {
    return [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }];
  },
});

export class Notification extends EventEmitter {
  readonly #options: { title: string; body: string };
  constructor(options: { title: string; body: string; silent: boolean }) {
    super();
    checkKeys("Notification", options, ["title", "body", "silent"]);
    this.#options = options;
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    report({ type: "notification", title: this.#options.title, body: this.#options.body });
  }
}

export const shell = refuseUnknown("shell", {
  showItemInFolder(path: string): void {
    report({ type: "revealed", path });
  },
  openPath(path: string): Promise<string> {
    report({ type: "opened-folder", path });
    return Promise.resolve("");
  },
});

interface MenuItem {
  id?: string;
  role?: string;
  type?: string;
  label?: string;
  accelerator?: string;
  registerAccelerator?: boolean;
  click?: () => void;
  submenu?: MenuItem[];
}

const menuKeys = "id role type label accelerator registerAccelerator click submenu".split(" ");
let menuItems: MenuItem[] = [];

export const Menu = refuseUnknown("Menu", {
  buildFromTemplate(template: MenuItem[]): MenuItem[] {
    const check = (item: MenuItem): void => {
      checkKeys("menu item", item, menuKeys);
      for (const child of item.submenu ?? []) check(child);
    };
    for (const item of template) check(item);
    return template;
  },
  setApplicationMenu(menu: MenuItem[]): void {
    menuItems = menu.flatMap(({ submenu }) => submenu ?? []).filter(({ id }) => id !== undefined);
    report({
      type: "menu",
      roles: menu.map((item) => item.role ?? item.label ?? ""),
      commands: menuItems.map(({ id = "", label = "", accelerator = null }) => ({ id, label, accelerator })),
    });
  },
});

type PermissionHandler = (contents: null, permission: string, answer: (isGranted: boolean) => void) => void;
type NetworkHandler = (details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void;

type DownloadHandler = (event: { preventDefault(): void }, item: { getURL(): string }) => void;

let permissionHandler: PermissionHandler | undefined;
let permissionCheck: (() => boolean) | undefined;
let networkHandler: NetworkHandler | undefined;
let downloadHandler: DownloadHandler | undefined;

export const session = refuseUnknown("session", {
  defaultSession: refuseUnknown("defaultSession", {
    on(event: string, handler: DownloadHandler): void {
      if (event !== "will-download") throw new Error(`The stand-in does not know the event ${event}`);
      downloadHandler = handler;
    },
    setPermissionRequestHandler(handler: PermissionHandler): void {
      permissionHandler = handler;
    },
    setPermissionCheckHandler(handler: () => boolean): void {
      permissionCheck = handler;
    },
    webRequest: refuseUnknown("webRequest", {
      onBeforeRequest(_filter: { urls: string[] }, handler: NetworkHandler): void {
        networkHandler = handler;
      },
    }),
  }),
});

onCommand((command) => {
  if (command.type === "answer-dialog") dialogAnswers.push(command.filePath);
  else if (command.type === "choose-menu") menuItems.find(({ id }) => id === command.commandId)?.click?.();
  else if (command.type === "maximize") BrowserWindow.getAllWindows()[0]?.maximize();
  else if ("id" in command) void reportAnswer(command);
});

async function reportAnswer(command: Extract<Command, { id: number }>): Promise<void> {
  try {
    report({ type: "answer", id: command.id, value: await answer(command), problem: null });
  } catch (error) {
    report({ type: "answer", id: command.id, value: null, problem: (error as Error).message });
  }
}

/** What the application answers where the test asks in the system's or an attacker's place. */
async function answer(command: Extract<Command, { id: number }>): Promise<unknown> {
  switch (command.type) {
    case "ask-permission": {
      const isGranted = await new Promise((resolve) => {
        permissionHandler?.(null, command.permission, resolve);
      });
      return { isGranted, isChecked: permissionCheck?.() };
    }
    case "ask-network":
      return new Promise((resolve) => networkHandler?.({ url: command.url }, resolve));
    case "ask-download": {
      let isPrevented = false;
      downloadHandler?.({ preventDefault: () => (isPrevented = true) }, { getURL: () => command.url });
      return { isPrevented };
    }
    case "ask-frame-navigation": {
      let isPrevented = false;
      const event = { ...command, preventDefault: () => (isPrevented = true) };
      BrowserWindow.getAllWindows()[0]?.webContents.emit("will-frame-navigate", event);
      return { isPrevented };
    }
    case "crash-window":
      BrowserWindow.getAllWindows()[0]?.webContents.emit(
        "render-process-gone",
        {},
        { reason: command.reason, exitCode: 1 },
      );
      return {};
    case "forge-call": {
      const frame = { url: command.url };
      const sender = { mainFrame: command.isMainFrame ? frame : { url: "app://earshot/" } };
      return handleInvoke(command.channel, { sender, senderFrame: frame }, toText([command.request]));
    }
  }
}
