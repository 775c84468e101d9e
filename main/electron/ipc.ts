// The window's calls and events over IPC. The only file that touches `ipcMain`: every sender is checked here.
import { BrowserWindow, ipcMain, type IpcMainInvokeEvent } from "electron";
import { engineCallNames, eventNames, shellCallNames } from "../../preload/call-names.ts";
import type { BridgeEvents } from "../../preload/contract.ts";
import { callChannel, eventChannel, type IpcReply } from "../../preload/ipc-channels.ts";
import { AppError, toErrorData } from "../base/app-error.ts";
import type { Log } from "../base/log.ts";
import type { EngineConnection } from "../engine/connect-engine.ts";
import { callForRenderer, logFailure, type RendererApi } from "../shell/call-gate.ts";
import { isPageUrl } from "./protocol.ts";

/** Answers the calls of Earshot's own page, and of nothing else. */
export function serveIpc(api: RendererApi, log: Log): void {
  for (const name of engineCallNames) serve("engine", name);
  for (const name of shellCallNames) serve("shell", name);

  function serve(target: "engine" | "shell", name: string): void {
    ipcMain.handle(callChannel(name), async (event, request: unknown): Promise<IpcReply> => {
      try {
        if (!isOwnPage(event)) {
          log.warn({ call: name, url: event.senderFrame?.url ?? "(gone)" }, "a call from a foreign page");
          throw new AppError("wrong-sender", "Only Earshot's own window may call this.");
        }
        return { isOk: true, value: await callForRenderer(api, target, name, request) };
      } catch (error) {
        logFailure(log, name, error);
        return { isOk: false, error: toErrorData(error) };
      }
    });
  }
}

/** Passes the engine's events on to the windows that are open. */
export function forwardEvents(engine: Pick<EngineConnection, "on">): void {
  for (const name of eventNames) engine.on(name, (payload) => tellWindows(name, payload));
}

/** Sends an event to all windows. */
export function tellWindows<Name extends keyof BridgeEvents>(name: Name, payload: BridgeEvents[Name]): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(eventChannel(name), payload);
}

/** The top frame of a window that shows Earshot's page: no frame inside it, no page it was led to. */
function isOwnPage({ sender, senderFrame }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isPageUrl(senderFrame.url);
}
