// How an embedder process comes to be: forked by plain Node, or asked of Electron's main process.
import type { MessagePortLike } from "../base/channel.ts";
import { forkEntry, toChildPort } from "../base/child-port.ts";
import { findEntryPath } from "../base/entry.ts";
import type { EmbedderPortMessage, EmbedderRequest } from "./host-protocol.ts";
import { toUtilityPort, type UtilityParentPort } from "../base/utility-port.ts";

export interface EmbedderProcess {
  port: MessagePortLike;
  /** Ends it at once, whatever it computes. */
  kill(): void;
}

export type EmbedderSpawner = () => Promise<EmbedderProcess>;

/** The embedder as a child process of the engine. */
export const forkEmbedder: EmbedderSpawner = () => {
  const child = forkEntry(findEntryPath("embedder"), [], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execArgv: [],
  });
  return Promise.resolve({ port: toChildPort(child), kill: () => child.kill("SIGKILL") });
};

/** Asks the host for an embedder process; see `host-protocol.ts`. */
export function embedderFromHost(parentPort: UtilityParentPort): EmbedderSpawner {
  const waiting: ((process: EmbedderProcess) => void)[] = [];
  const ask = (action: EmbedderRequest["action"]): void =>
    parentPort.postMessage({ type: "embedder", action } satisfies EmbedderRequest);
  parentPort.on("message", ({ data, ports }) => {
    const port = ports[0];
    if ((data as EmbedderPortMessage | null)?.type !== "embedder-port" || !port) return;
    waiting.shift()?.({ port: toUtilityPort(port), kill: () => ask("kill") });
  });
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      ask("start");
    });
}
