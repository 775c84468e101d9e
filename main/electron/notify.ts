// A line from the system when listening is done and nobody is looking.
import { BrowserWindow, Notification } from "electron";
import type { EngineConnection } from "../engine/connect-engine.ts";
import { readShellSettings } from "../shell/shell-settings.ts";

/** A shorter run was watched, or is of no interest. */
const leastRunMs = 30_000;

/** @param leastMs a run must have lasted this long (for tests) */
export function notifyWhenDone(
  engine: Pick<EngineConnection, "on">,
  show: () => void,
  leastMs = leastRunMs,
): void {
  let startedMs: number | undefined;
  let listenedCount = 0;
  engine.on("progress", ({ phase, doneCount, errorCount }) => {
    if (phase === "listening" || phase === "scanning") {
      startedMs ??= Date.now();
      listenedCount = doneCount;
      return;
    }
    const hasRun = startedMs !== undefined && Date.now() - startedMs >= leastMs && phase === "idle";
    startedMs = undefined;
    if (!hasRun || BrowserWindow.getFocusedWindow() || !Notification.isSupported()) return;
    if (!readShellSettings("").notifiesWhenDone) return;
    const errors = errorCount === 0 ? "" : `, ${errorCount.toLocaleString("en-US")} could not be read`;
    const notification = new Notification({
      title: "Listening is done",
      body: `${listenedCount.toLocaleString("en-US")} sounds${errors}`,
      silent: true,
    });
    notification.on("click", show);
    notification.show();
  });
}
