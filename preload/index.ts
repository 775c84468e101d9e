// The bridge between the sandboxed window and the main process: one function a channel, nothing else.
// `ipcRenderer` itself never reaches the page.
import { contextBridge, ipcRenderer, webUtils } from "electron";
import { engineCallNames, eventNames, shellCallNames, shellEventNames } from "./call-names.ts";
import type { EarshotBridge } from "./contract.ts";
import { callChannel, eventChannel, type IpcReply } from "./ipc-channels.ts";

type Call = (request: unknown) => Promise<unknown>;

function toCall(name: string): Call {
  const channel = callChannel(name);
  return async (request) => {
    const reply = (await ipcRenderer.invoke(channel, request)) as IpcReply;
    // Only the message of an Error survives the bridge, so the error crosses as the plain data it is.
    // oxlint-disable-next-line typescript/only-throw-error
    if (!reply.isOk) throw reply.error;
    return reply.value;
  };
}

const toCalls = (names: readonly string[]): Record<string, Call> =>
  Object.fromEntries(names.map((name) => [name, toCall(name)]));

const heardNames = new Set<string>([...eventNames, ...shellEventNames]);

const bridge: Record<keyof EarshotBridge, unknown> = {
  engine: toCalls(engineCallNames),
  shell: toCalls(shellCallNames),
  pathOfFile: (file: File): string => webUtils.getPathForFile(file),
  on: (name: string, listener: (payload: unknown) => void): (() => void) => {
    if (!heardNames.has(name)) throw new TypeError(`There is no event named ${name}`);
    const channel = eventChannel(name);
    const forward = (_event: unknown, payload: unknown): void => listener(payload);
    ipcRenderer.on(channel, forward);
    return () => void ipcRenderer.removeListener(channel, forward);
  },
};

contextBridge.exposeInMainWorld("earshot", bridge);
