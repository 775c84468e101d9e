// Dragging files out of the window into another program.
import { existsSync } from "node:fs";
import path from "node:path";
import { BrowserWindow, nativeImage, type NativeImage } from "electron";
import { AppError } from "../base/app-error.ts";
import { findAppRoot } from "../base/entry.ts";

let dragImage: NativeImage | undefined;

/**
 * Starts a native drag from the focused window; the mouse button must be down.
 * @param paths absolute paths; files that are away are left out
 * @throws AppError `nothing-to-drag`
 */
export function dragFiles(paths: readonly string[]): void {
  const files = paths.filter((file) => existsSync(file));
  const [first] = files;
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  if (first === undefined || !window) {
    throw new AppError(
      "nothing-to-drag",
      paths.length === 1 ? `${paths[0]} is not there.` : "None of these files is there.",
      "Connect the drive they lie on.",
    );
  }
  window.webContents.startDrag({ file: first, files, icon: getDragImage() });
}

/** With an empty image Electron drags nothing and says nothing, so an empty one must not get that far. */
function getDragImage(): NativeImage {
  if (dragImage) return dragImage;
  const file = path.join(findAppRoot(), "assets", "icons", "drag.png");
  const image = nativeImage.createFromPath(file);
  if (image.isEmpty()) {
    throw new AppError("drag-image-missing", `${file} is no PNG image.`, "Install Earshot again.");
  }
  dragImage = image;
  return image;
}
