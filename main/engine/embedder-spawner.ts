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

/** Asks the host for embedder processes; see `host-protocol.ts`. */
export function embedderFromHost(parentPort: UtilityParentPort): EmbedderSpawner {
  let nextId = 1;
  const waiting = new Map<number, (process: EmbedderProcess) => void>();
  const ask = (action: EmbedderRequest["action"], id: number): void =>
    parentPort.postMessage({ type: "embedder", action, id } satisfies EmbedderRequest);
  parentPort.on("message", ({ data, ports }) => {
    const message = data as EmbedderPortMessage | null;
    const port = ports[0];
    if (message?.type !== "embedder-port" || !port) return;
    const { id } = message;
    waiting.get(id)?.({ port: toUtilityPort(port), kill: () => ask("kill", id) });
    waiting.delete(id);
  });
  return () =>
    new Promise((resolve) => {
      const id = nextId++;
      waiting.set(id, resolve);
      ask("start", id);
    });
}
