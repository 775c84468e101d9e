// The application menu: what the platform expects of every program, and the page's own commands, whose names and keys
// the page hands over: they stand in one place.
import { BrowserWindow, Menu, type MenuItemConstructorOptions } from "electron";
import type { MenuEntry, MenuGroup } from "../../preload/shell.ts";
import { eventChannel } from "../../preload/ipc-channels.ts";

/** The menu until the page has handed over its commands. */
export function installMenu(): void {
  showMenu([]);
}

export function showMenu(groups: readonly MenuGroup[]): void {
  const isMac = process.platform === "darwin";
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: "appMenu" } as const] : []),
    { role: "fileMenu" },
    { role: "editMenu" },
    ...groups.map(({ title, items }) => ({
      label: escapeLabel(title),
      submenu: items.map((item) => toItem(item, isMac)),
    })),
    {
      label: "View",
      submenu: [
        { role: "resetZoom" },
        { role: "zoomIn" },
        { role: "zoomOut" },
        { type: "separator" },
        { role: "togglefullscreen" },
      ],
    },
    { role: "windowMenu" },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function toItem({ id, title, keys }: MenuEntry, isMac: boolean): MenuItemConstructorOptions {
  const accelerator = keys === null ? undefined : toAccelerator(keys, isMac);
  return {
    id,
    label: escapeLabel(title),
    ...(accelerator !== undefined && {
      accelerator,
      // The page listens to its keys itself: pressed once, a key must not act twice.
      registerAccelerator: false,
    }),
    click: () => sendCommand(id),
  };
}

function sendCommand(id: string): void {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  window?.webContents.send(eventChannel("menuCommand"), { id });
}

const names: Record<string, string> = { Mod: "CmdOrCtrl", "+": "Plus" };

/**
 * Keys of the page (`Mod+Shift+F`) in Electron's words.
 * @returns undefined where the menu must not show it: macOS would take a bare letter away from every text field
 */
export function toAccelerator(keys: string, isMac: boolean): string | undefined {
  const parts = keys === "+" ? ["+"] : keys.split("+");
  if (isMac && !parts.includes("Mod")) return undefined;
  return parts.map((part) => names[part] ?? part).join("+");
}

/** A single `&` would mark a letter. */
const escapeLabel = (text: string): string => text.replaceAll("&", "&&");
