// X11 in a Wayland session: most DAWs still run under X11, and drops between the two are unreliable.
import { app } from "electron";
import { readShellSettings } from "../shell/shell-settings.ts";

/** True in a Wayland session, whichever of the two the window uses. */
export function isWayland(): boolean {
  return process.platform === "linux" && (process.env["WAYLAND_DISPLAY"] ?? "") !== "";
}

/** Must come before the application is ready. */
export function chooseDisplay(): void {
  const hasX11 = (process.env["DISPLAY"] ?? "") !== "";
  if (isWayland() && hasX11 && readShellSettings("").usesX11) {
    app.commandLine.appendSwitch("ozone-platform", "x11");
  }
}
