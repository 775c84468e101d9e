// Entry of the embedder process: a fork of Node, or a utility process of Electron. It holds nothing that could be
// lost: whoever started it may kill it at any time, and must, since a running inference cannot be interrupted.
import os from "node:os";
import { type MessagePortLike, serveChannel } from "../base/channel.ts";
import { toParentPort } from "../base/child-port.ts";
import { openLog } from "../base/log.ts";
import { findUtilityParentPort, toUtilityHostPort, toUtilityPort } from "../base/utility-port.ts";
import type { EmbedderApi } from "./embedder-api.ts";
import { Embedder } from "./embedder.ts";

const log = openLog("embedder");
// Ctrl-C reaches every process of a terminal: the shell decides what it means.
process.on("SIGINT", () => {});

const embedder = new Embedder();
const utilityPort = findUtilityParentPort();
if (utilityPort) {
  // The host speaks itself, or hands over a port to whoever does.
  serve(toUtilityHostPort(utilityPort));
  utilityPort.on("message", ({ ports }) => {
    for (const port of ports) serve(toUtilityPort(port));
  });
} else {
  const port = toParentPort();
  serve(port);
  port.onClose(() => process.exit(0));
}

let isLowered = false;
/**
 * A process that listens to sounds may use every core because a DAW, the window, the decoders and queries go first.
 * There is no way back up: who embeds texts alone keeps its priority.
 */
function lowerPriority(): void {
  if (isLowered) return;
  isLowered = true;
  try {
    os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
  } catch (error) {
    log.warn({ error: String(error) }, "the priority could not be lowered");
  }
}

function serve(port: MessagePortLike): void {
  serveChannel<EmbedderApi>(
    port,
    {
      load: (request) => {
        if (request.part === "audio") lowerPriority();
        return embedder.load(request);
      },
      embedAudio: (request) => {
        lowerPriority();
        return embedder.embedAudio(request);
      },
      embedText: (request) => embedder.embedText(request),
      release: (request) => embedder.release(request),
      getLogitScale: (request) => embedder.getLogitScale(request),
      listProviders: () => embedder.listProviders(),
      tryProvider: (request) => embedder.tryProvider(request),
      getEmbedderState: () => embedder.getEmbedderState(),
    },
    (error, call) =>
      log.error({ call, error: error instanceof Error ? error.stack : String(error) }, "a bug in a call"),
  );
}
