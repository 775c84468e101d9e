// The renderer's socket: calls in, answers and events out, as preload/wire.ts writes them.
import type { WebSocket } from "ws";
import { decodeMessage, encodeMessage, type WireCall, type WireReply } from "../../preload/wire.ts";
import { toErrorData } from "../base/app-error.ts";
import type { Log } from "../base/log.ts";
import { callForRenderer, logFailure, type RendererApi } from "../shell/call-gate.ts";

/** A page that reads this slowly has stalled: it is cut off and comes back by itself. */
const maxBufferedBytes = 64 * 1024 * 1024;
/** WebSocket close code for a message that is not what was agreed on. */
const policyViolation = 1008;

/** Answers calls until the socket closes. */
export function serveSocket(socket: WebSocket, api: RendererApi, log: Log): void {
  socket.on("message", (data: Buffer, isBinary) => {
    const call = isBinary ? readCall(data) : undefined;
    if (!call) {
      log.warn("a socket sent something that is no call");
      socket.close(policyViolation, "not a call");
      return;
    }
    void answerCall(call, api, log).then((reply) => sendReply(socket, reply));
  });
  socket.on("error", (error) => log.warn({ error: error.message }, "socket failed"));
}

export function sendReply(socket: WebSocket, reply: WireReply): void {
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > maxBufferedBytes) socket.terminate();
  else socket.send(encodeMessage(reply));
}

function readCall(data: Buffer): WireCall | undefined {
  try {
    const message = decodeMessage(data) as Partial<WireCall>;
    const isCall =
      message.type === "call" && Number.isSafeInteger(message.id) && typeof message.name === "string";
    return isCall ? (message as WireCall) : undefined;
  } catch {
    return undefined;
  }
}

async function answerCall(call: WireCall, api: RendererApi, log: Log): Promise<WireReply> {
  try {
    const value = await callForRenderer(api, call.target, call.name, call.request);
    return { type: "result", id: call.id, value: value ?? null };
  } catch (error) {
    logFailure(log, call.name, error);
    return { type: "failure", id: call.id, error: toErrorData(error) };
  }
}
