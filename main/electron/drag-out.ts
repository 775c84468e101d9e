// Dragging files out of the window into another program.
import path from "node:path";
import { BrowserWindow, nativeImage, type NativeImage } from "electron";
import { AppError } from "../base/app-error.ts";
import { findAppRoot } from "../base/entry.ts";

/** The page draws its pictures for screens of this density (renderer/waveform/drag-picture.ts). */
const pictureScale = 2;
let plainImage: NativeImage | undefined;

/**
 * Starts a native drag from the focused window; the mouse button must be down.
 * @param files absolute paths of files that are there
 * @param picture PNG that hangs at the pointer, or null
 * @throws AppError `nothing-to-drag`, `drag-image-missing`
 */
export function dragFiles(files: readonly string[], picture: Uint8Array | null): void {
  const [first] = files;
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  if (first === undefined || !window) {
    throw new AppError("nothing-to-drag", "None of these sounds is in the library any more.");
  }
  window.webContents.startDrag({ file: first, files: [...files], icon: toDragImage(picture) });
}

/** With an empty image Electron drags nothing and says nothing, so an empty one must not get that far. */
function toDragImage(picture: Uint8Array | null): NativeImage {
  const drawn = picture && nativeImage.createFromBuffer(Buffer.from(picture), { scaleFactor: pictureScale });
  return drawn && !drawn.isEmpty() ? drawn : getPlainImage();
}

function getPlainImage(): NativeImage {
  if (plainImage) return plainImage;
  const file = path.join(findAppRoot(), "assets", "icons", "drag.png");
  const image = nativeImage.createFromPath(file);
  if (image.isEmpty()) {
    throw new AppError("drag-image-missing", `${file} is no PNG image.`, "Install Earshot again.");
  }
  plainImage = image;
  return image;
}
