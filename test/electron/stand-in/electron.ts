// The module that stands in for `electron` in the main process. Everything that the application does to the outside
// is reported to the test (`control.ts`); everything that it does not know is refused.
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
  showErrorBox(title: string, content: string): void {
    report({ type: "error-box", title, content });
  },
});

export const clipboard = refuseUnknown("clipboard", {
  writeText(text: string): void {
    report({ type: "clipboard", text });
  },
});

export const shell = refuseUnknown("shell", {
  showItemInFolder(path: string): void {
    report({ type: "revealed", path });
  },
});

interface MenuItem {
  role?: string;
  type?: string;
  label?: string;
  submenu?: MenuItem[];
}

export const Menu = refuseUnknown("Menu", {
  buildFromTemplate(template: MenuItem[]): MenuItem[] {
    for (const item of template) checkKeys("menu item", item, ["role", "type", "label", "submenu"]);
    return template;
  },
  setApplicationMenu(menu: MenuItem[]): void {
    report({ type: "menu", roles: menu.map((item) => item.role ?? item.label ?? "") });
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
