// `ipcMain`: handlers by channel, with the sender that the page's frame is.
import type { Frame } from "./browser-window.ts";
import { refuseUnknown } from "./refuse-unknown.ts";
import { fromText } from "./value-text.ts";

export interface InvokeEvent {
  sender: { mainFrame: Frame };
  senderFrame: Frame | null;
}

type Handler = (event: InvokeEvent, ...args: unknown[]) => unknown;

const handlers = new Map<string, Handler>();

export const ipcMain = refuseUnknown("ipcMain", {
  handle(channel: string, handler: Handler): void {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    handlers.set(channel, handler);
  },
});

/** @param argsText the arguments, from `toText` */
export async function handleInvoke(channel: string, event: InvokeEvent, argsText: string): Promise<unknown> {
  const handler = handlers.get(channel);
  if (!handler) throw new Error(`No handler registered for '${channel}'`);
  return handler(event, ...(fromText(argsText) as unknown[]));
}
