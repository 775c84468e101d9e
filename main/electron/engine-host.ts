// Engine and embedders as utility processes. Only the main process can start them, so the engine asks it for each
// embedder and is handed one end of a channel; what the two say to each other does not pass through here.
import { MessageChannelMain, utilityProcess, type UtilityProcess } from "electron";
import { isSystemError } from "../base/app-error.ts";
import type { EngineProcess, EngineSpawner } from "../engine/engine-spawner.ts";
import type { EmbedderPortMessage, EmbedderRequest } from "../engine/host-protocol.ts";
import { findEntryPath } from "../base/entry.ts";

/** Characters of what a process printed last that are kept for the message about its death. */
const keptCharacters = 500;

export const spawnUtilityEngine: EngineSpawner = (args): EngineProcess => {
  const engine = utilityProcess.fork(findEntryPath("engine"), args, {
    serviceName: "Earshot engine",
    stdio: ["ignore", "ignore", "pipe"],
  });
  let printed = "";
  engine.stderr?.on("data", (data: Buffer) => {
    printed = (printed + data.toString()).slice(-keptCharacters);
  });
  const embedders = serveEmbedders(engine);
  return {
    port: {
      post: (message) => engine.postMessage(message),
      onMessage: (listener) =>
        void engine.on("message", (message: unknown) => {
          if (!isEmbedderRequest(message)) listener(message);
        }),
      onClose: (listener) => void engine.once("exit", (code) => listener(`exit code ${code}`)),
    },
    lastWords: () => (printed.trim() === "" ? "" : ` (${printed.trim()})`),
    kill: () => {
      killNow(engine);
      embedders.end();
    },
  };
};

/** Starts and ends the engine's embedders as it asks. */
function serveEmbedders(engine: UtilityProcess): { end: () => void } {
  const embedders = new Map<number, UtilityProcess>();
  const end = (id: number): void => {
    const embedder = embedders.get(id);
    embedders.delete(id);
    if (embedder) killNow(embedder);
  };
  const endAll = (): void => {
    for (const id of embedders.keys()) end(id);
  };
  engine.on("message", (message: unknown) => {
    if (!isEmbedderRequest(message)) return;
    const { action, id } = message;
    if (action === "kill") {
      end(id);
      return;
    }
    const embedder = utilityProcess.fork(findEntryPath("embedder"), [], {
      serviceName: "Earshot embedder",
      stdio: ["ignore", "ignore", "inherit"],
    });
    embedders.set(id, embedder);
    embedder.once("exit", () => embedders.delete(id));
    const { port1, port2 } = new MessageChannelMain();
    const answer: EmbedderPortMessage = { type: "embedder-port", id };
    embedder.postMessage(answer, [port1]);
    engine.postMessage(answer, [port2]);
  });
  engine.once("exit", endAll);
  return { end: endAll };
}

/** `kill()` asks politely; a process that computes does not listen. */
function killNow(child: UtilityProcess): void {
  if (child.pid === undefined) {
    child.kill();
    return;
  }
  try {
    process.kill(child.pid, "SIGKILL");
  } catch (error) {
    // It has ended by itself, and its exit is not known here yet.
    if (!isSystemError(error, "ESRCH")) throw error;
  }
}

function isEmbedderRequest(message: unknown): message is EmbedderRequest {
  return (message as { type?: unknown } | null)?.type === "embedder";
}
