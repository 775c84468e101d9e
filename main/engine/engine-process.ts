// Entry of the engine process: under Node's fork and under Electron's utilityProcess.
// Arguments: --library FILE --mode read|write|none [--model ID] [--after-crash] [--wait-sec N] [--follow]
// [--gentle off|auto|always]
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { FullEngineApi } from "../../preload/contract.ts";
import type { GentleMode } from "../../preload/indexing.ts";
import { AppError, toErrorData } from "../base/app-error.ts";
import { type HandlersOf, serveChannel } from "../base/channel.ts";
import { toParentPort } from "../base/child-port.ts";
import { openLog } from "../base/log.ts";
import { embedderFromHost, forkEmbedder } from "./embedder-spawner.ts";
import { createEngine, type Engine } from "./engine.ts";
import type { HostCalls, HostEvents, LibraryMode } from "./host-protocol.ts";
import { findUtilityParentPort, toUtilityHostPort } from "../base/utility-port.ts";

const { values } = parseArgs({
  options: {
    library: { type: "string" },
    mode: { type: "string" },
    model: { type: "string" },
    "after-crash": { type: "boolean", default: false },
    "wait-sec": { type: "string", default: "0" },
    follow: { type: "boolean", default: false },
    gentle: { type: "string" },
  },
});

/** Between two looks at a library that is in use. */
const askAgainMs = 250;

const log = openLog("engine");
const utilityPort = findUtilityParentPort();
const port = utilityPort ? toUtilityHostPort(utilityPort) : toParentPort();

// Ctrl-C reaches every process of a terminal: the shell decides what it means and tells the engine.
process.on("SIGINT", () => {});
process.on("uncaughtException", (error) => {
  log.error({ error: error.stack ?? String(error) }, "uncaught error, the engine ends");
  process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exit(1);
});

let engine: Engine | undefined;
// Nobody is left to be told anything, and whoever starts next must not find the library in use.
port.onClose(() => {
  engine?.abandon();
  setImmediate(() => process.exit(0));
});
try {
  engine = await openEngine();
} catch (error) {
  if (!(error instanceof AppError)) log.error({ error: (error as Error).stack }, "the engine cannot start");
  port.post({ type: "event", name: "refused" satisfies keyof HostEvents, payload: toErrorData(error) });
  // The message must leave the pipe first.
  setTimeout(() => process.exit(1), 100);
}

const handlers = {
  ...engine?.handlers,
  shutDown: async () => {
    await engine?.close();
    setTimeout(() => process.exit(0), 20);
  },
} as HandlersOf<FullEngineApi & HostCalls>;

const emit = serveChannel<FullEngineApi & HostCalls>(port, handlers, (error, name) => {
  log.error({ call: name, error: error instanceof Error ? error.stack : String(error) }, "a bug in a call");
});
process.on("SIGTERM", () => void handlers.shutDown({}));
if (engine) {
  emit("opened" satisfies keyof HostEvents, {});
  engine.start();
}

/** A library in use is asked for again for as long as `--wait-sec` says: its holder may be about to end. */
async function openEngine(): Promise<Engine> {
  const untilMs = Date.now() + Number(values["wait-sec"]) * 1000;
  let isTold = false;
  for (;;) {
    try {
      return createEngine({
        libraryPath: values.library ?? "",
        mode: toMode(values.mode),
        modelId: values.model ?? null,
        isAfterCrash: values["after-crash"],
        isFollowing: values.follow,
        gentleMode: toGentleMode(values.gentle),
        spawnEmbedder: utilityPort ? embedderFromHost(utilityPort) : forkEmbedder,
        emit: (name, payload) => emit(name, payload),
        log,
      });
    } catch (error) {
      const isInUse = error instanceof AppError && error.code === "library-in-use";
      if (!isInUse || Date.now() > untilMs) throw error;
      if (!isTold) {
        port.post({
          type: "event",
          name: "waiting" satisfies keyof HostEvents,
          payload: toErrorData(error),
        });
      }
      isTold = true;
      await sleep(askAgainMs);
    }
  }
}

function toGentleMode(text: string | undefined): GentleMode | null {
  return text === "off" || text === "auto" || text === "always" ? text : null;
}

function toMode(text: string | undefined): LibraryMode {
  if (text === "read" || text === "write" || text === "none") return text;
  throw new AppError("invalid-request", `The engine's mode is read, write or none, not ${text}.`);
}
