// Message ports over child processes and worker threads of plain Node.
import { type ChildProcess, fork, type ForkOptions } from "node:child_process";
import { getCompileCacheDir } from "node:module";
import { type MessagePort, type Worker } from "node:worker_threads";
import type { MessagePortLike } from "./channel.ts";

/** A port to a child process made by `forkEntry`. */
export function toChildPort(child: ChildProcess): MessagePortLike {
  return {
    post: (message) => {
      if (child.connected) child.send(message as object);
    },
    onMessage: (listener) => void child.on("message", listener),
    onClose: (listener) => {
      let isClosed = false;
      const close = (reason: string): void => {
        if (isClosed) return;
        isClosed = true;
        listener(reason);
      };
      child.once("exit", (code, signal) => close(signal ? `signal ${signal}` : `exit code ${code}`));
      child.once("error", (error) => close(error.message));
    },
  };
}

/** The port of this process to the one that forked it. */
export function toParentPort(): MessagePortLike {
  return {
    post: (message) => {
      if (process.connected) process.send?.(message);
    },
    onMessage: (listener) => void process.on("message", listener),
    onClose: (listener) => void process.once("disconnect", () => listener("parent is gone")),
  };
}

/** A port over a worker thread or a MessagePort inside one. */
export function toThreadPort(port: Worker | MessagePort): MessagePortLike {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on("message", listener),
    onClose: (listener) => {
      port.once("exit", (code: number) => listener(`exit code ${code}`));
      port.once("error", (error: Error) => listener(error.message));
      port.once("close", () => listener("port closed"));
    },
  };
}

/** Forks an entry with structured-clone messages, so that typed arrays cross as they are. */
export function forkEntry(
  entryPath: string,
  args: readonly string[],
  options: ForkOptions = {},
): ChildProcess {
  // A process that keeps compiled modules (see cli/earshot.ts) passes the folder on: children start faster.
  const compiled = getCompileCacheDir();
  const env = compiled === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: compiled };
  return fork(entryPath, [...args], { serialization: "advanced", env, ...options });
}
