// The small window that stays above the DAW: search line, list and player.
import { BrowserWindow } from "electron";
import type { WindowState } from "./window-state.ts";

const miniSize = { width: 420, height: 640 };
export const leastSize = { width: 420, height: 480 };

/** How the large window stood while it is small. */
const largeStates = new WeakMap<BrowserWindow, WindowState>();

/** How the large window stands, or will stand again. */
export function getLargeState(window: BrowserWindow): WindowState {
  return largeStates.get(window) ?? { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() };
}

/** Makes the window small and keeps it above all others, or takes both back. Twice the same does nothing. */
export function setMiniMode(isOn: boolean): void {
  const [window] = BrowserWindow.getAllWindows();
  if (!window || isOn === largeStates.has(window)) return;
  const large = getLargeState(window);
  if (isOn) {
    largeStates.set(window, large);
    if (large.isMaximized) {
      // The window manager gives it its normal size later than it is asked to, over what was set meanwhile.
      window.once("unmaximize", () => {
        if (largeStates.get(window) === large) makeSmall(window, large);
      });
      window.unmaximize();
    } else makeSmall(window, large);
  } else {
    largeStates.delete(window);
    window.setBounds(large.bounds);
    if (large.isMaximized) window.maximize();
  }
  window.setAlwaysOnTop(isOn, "floating");
}

/** Its right edge stays: beside a DAW the window stands at the right. */
function makeSmall(window: BrowserWindow, { bounds }: WindowState): void {
  window.setBounds({ ...miniSize, x: bounds.x + bounds.width - miniSize.width, y: bounds.y });
}
