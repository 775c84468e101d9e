// Ports of Electron's utility processes, described by shape: this folder does not know the electron package.
import type { MessagePortLike } from "./channel.ts";

/** `MessagePortMain` of Electron, as far as it is used here. */
export interface UtilityMessagePort {
  postMessage(message: unknown): void;
  on(event: "message", listener: (event: { data: unknown }) => void): unknown;
  on(event: "close", listener: () => void): unknown;
  start(): void;
}

/** `process.parentPort` of a utility process. */
export interface UtilityParentPort {
  postMessage(message: unknown): void;
  on(event: "message", listener: (event: { data: unknown; ports: UtilityMessagePort[] }) => void): unknown;
}

/** The port to the host, or undefined when this is no utility process. */
export function findUtilityParentPort(): UtilityParentPort | undefined {
  return (process as { parentPort?: UtilityParentPort }).parentPort;
}

/** The host of a utility process: Electron ends the process when the host is gone, so it never closes. */
export function toUtilityHostPort(parentPort: UtilityParentPort): MessagePortLike {
  return {
    post: (message) => parentPort.postMessage(message),
    onMessage: (listener) => void parentPort.on("message", (event) => listener(event.data)),
    onClose: () => {},
  };
}

/** A port that the host has passed in. */
export function toUtilityPort(port: UtilityMessagePort): MessagePortLike {
  let isStarted = false;
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on("message", (event) => listener(event.data));
      if (!isStarted) port.start();
      isStarted = true;
    },
    onClose: (listener) => void port.on("close", () => listener("the process ended")),
  };
}
