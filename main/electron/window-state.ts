// Where the window stood: kept in a file, and used again where a screen still shows it.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { app, screen, type BrowserWindow, type Rectangle } from "electron";
import * as z from "zod";

export interface WindowState {
  bounds: Rectangle;
  isMaximized: boolean;
}

const stored = z.object({
  bounds: z.object({
    x: z.int(),
    y: z.int(),
    width: z.int().min(200).max(20_000),
    height: z.int().min(200).max(20_000),
  }),
  isMaximized: z.boolean(),
});

/** So much of the window must lie on a screen, px; else it could not be reached. */
const leastVisible = 100;

const findFile = (): string => path.join(app.getPath("userData"), "window.json");

/** The last state, or undefined where there is none or its screen is away. */
export function findWindowState(): WindowState | undefined {
  try {
    const state = stored.parse(JSON.parse(readFileSync(findFile(), "utf8")));
    return screen.getAllDisplays().some(({ workArea }) => isVisible(state.bounds, workArea))
      ? state
      : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the state when the window closes. @param getState of the large window, also while it is small */
export function keepWindowState(window: BrowserWindow, getState: () => WindowState): void {
  window.on("close", () => {
    try {
      writeFileSync(findFile(), JSON.stringify(getState()));
    } catch {
      // A full disk costs the memory of the window's place, nothing else.
    }
  });
}

function isVisible(window: Rectangle, area: Rectangle): boolean {
  const width = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const height = Math.min(window.y + window.height, area.y + area.height) - Math.max(window.y, area.y);
  return width >= leastVisible && height >= leastVisible;
}
