// The small window that stays above the DAW: search line, list and player.
import { BrowserWindow, type Rectangle } from "electron";

const miniSize = { width: 420, height: 640 };
export const leastSize = { width: 420, height: 480 };

/** Bounds of the large window while it is small. */
const largeBounds = new WeakMap<BrowserWindow, Rectangle>();

/** Bounds that the window has, or will have again. */
export function getLargeBounds(window: BrowserWindow): Rectangle {
  return largeBounds.get(window) ?? window.getNormalBounds();
}

/** Makes the window small and keeps it above all others, or takes both back. Twice the same does nothing. */
export function setMiniMode(isOn: boolean): void {
  const [window] = BrowserWindow.getAllWindows();
  if (!window || isOn === largeBounds.has(window)) return;
  if (isOn) {
    if (window.isMaximized()) window.unmaximize();
    const bounds = window.getNormalBounds();
    largeBounds.set(window, bounds);
    // Its right edge stays: beside a DAW the window stands at the right.
    window.setBounds({ ...miniSize, x: bounds.x + bounds.width - miniSize.width, y: bounds.y });
  } else {
    window.setBounds(getLargeBounds(window));
    largeBounds.delete(window);
  }
  window.setAlwaysOnTop(isOn, "floating");
}
