// Opens an address in the person's browser, where there is a person.
import { spawn } from "node:child_process";

/** Does nothing without a terminal or a display, and says nothing when no browser is found: the address is printed. */
export function openInBrowser(url: string): void {
  if (!process.stdout.isTTY) return;
  const { DISPLAY: x11 = "", WAYLAND_DISPLAY: wayland = "" } = process.env;
  if (process.platform === "linux" && x11 === "" && wayland === "") return;
  const [command, args] =
    process.platform === "darwin"
      ? ["open", [url]]
      : process.platform === "win32"
        ? // An empty window title; a link holds no characters that this shell would read.
          ["cmd", ["/c", "start", "", url]]
        : ["xdg-open", [url]];
  const child = spawn(command, args, { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}
