// The bridge over the web shell's socket: reconnects with growing pauses; calls in flight fail when it breaks.
import type { AsyncShellApi, BridgeEvents, EarshotBridge, EngineApi } from "../../preload/contract.ts";
import type { ErrorData } from "../../preload/error-data.ts";
import {
  decodeMessage,
  encodeMessage,
  socketPath,
  type WireCall,
  type WireReply,
} from "../../preload/wire.ts";
import { texts } from "../texts.ts";
import { markLost, markOpen, markRefused } from "./connection.ts";
import { nextPauseMs } from "./reconnect.ts";

/** A failed call. Carries the fields of `ErrorData`. */
export class CallError extends Error {
  readonly code: string;
  readonly hint: string;

  constructor({ code, message, hint }: ErrorData) {
    super(message);
    this.name = "CallError";
    this.code = code;
    this.hint = hint;
  }
}

interface PendingCall {
  frame: Uint8Array<ArrayBuffer>;
  resolve: (value: never) => void;
  reject: (error: CallError) => void;
}

/** A socket that has not opened by then never will: calls that wait for it fail, and the next one is tried. */
const openWithinMs = 10_000;

type Listener = (payload: never) => void;

/** Asks for the page: a server that answers 401 has been started anew and knows this window's cookie no more. */
async function askWhyRefused(): Promise<void> {
  try {
    const response = await fetch("/", { cache: "no-store" });
    await response.body?.cancel();
    if (response.status === 401) markRefused();
  } catch {
    // No server: it is away, as the banner says.
  }
}

/** Connects to the server that served this page. */
export function connectWebSocket(): EarshotBridge {
  const pending = new Map<number, PendingCall>();
  const listeners = new Map<string, Set<Listener>>();
  let socket: WebSocket | undefined;
  let nextId = 1;
  let failedAttempts = 0;

  function receive(frame: ArrayBuffer): void {
    const reply = decodeMessage(new Uint8Array(frame)) as WireReply;
    if (reply.type === "event") {
      for (const listener of listeners.get(reply.name) ?? []) listener(reply.payload as never);
      return;
    }
    const call = pending.get(reply.id);
    pending.delete(reply.id);
    if (reply.type === "result") call?.resolve(reply.value as never);
    else call?.reject(new CallError(reply.error));
  }

  function fail(): void {
    markLost();
    const error = { code: "engine-unreachable", ...texts.errors.engineUnreachable };
    for (const call of pending.values()) call.reject(new CallError(error));
    pending.clear();
  }

  function connect(): void {
    const url = new URL(socketPath, window.location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const opening = new WebSocket(url);
    socket = opening;
    opening.binaryType = "arraybuffer";
    let hasOpened = false;
    const patience = setTimeout(() => opening.close(), openWithinMs);
    opening.addEventListener("open", () => {
      clearTimeout(patience);
      hasOpened = true;
      failedAttempts = 0;
      for (const call of pending.values()) opening.send(call.frame);
      markOpen();
    });
    opening.addEventListener("message", (event: MessageEvent<ArrayBuffer>) => receive(event.data));
    opening.addEventListener("close", () => {
      clearTimeout(patience);
      fail();
      if (!hasOpened) void askWhyRefused();
      setTimeout(connect, nextPauseMs(failedAttempts++, Math.random()));
    });
  }

  function call(target: WireCall["target"], name: string, request: unknown): Promise<never> {
    return new Promise((resolve, reject) => {
      if (socket?.readyState !== WebSocket.OPEN && socket?.readyState !== WebSocket.CONNECTING) {
        reject(new CallError({ code: "engine-unreachable", ...texts.errors.engineUnreachable }));
        return;
      }
      const id = nextId++;
      const frame = encodeMessage({ type: "call", id, target, name, request });
      pending.set(id, { frame, resolve, reject });
      // While connecting, the frame waits in `pending` and is sent on open.
      if (socket.readyState === WebSocket.OPEN) socket.send(frame);
    });
  }

  /** A proxy must not look like a promise, or `await bridge.engine` would call `then`. */
  function remote(target: WireCall["target"]): unknown {
    return new Proxy(
      {},
      {
        get: (_target, name) =>
          typeof name === "string" && name !== "then"
            ? (request: unknown) => call(target, name, request)
            : undefined,
      },
    );
  }

  connect();
  return {
    engine: remote("engine") as EngineApi,
    shell: remote("shell") as AsyncShellApi,
    on<Name extends keyof BridgeEvents>(name: Name, listener: (payload: BridgeEvents[Name]) => void) {
      const ofName = listeners.get(name) ?? new Set<Listener>();
      listeners.set(name, ofName.add(listener));
      return () => ofName.delete(listener);
    },
  };
}
