// Where the renderer meets the rest of Earshot. Everything else in renderer/ asks this bridge only.
import type { EarshotBridge } from "../../preload/contract.ts";
import type { ErrorData } from "../../preload/error-data.ts";
import { connectWebSocket } from "./web-bridge.ts";

declare global {
  interface Window {
    /** Put there by Electron's preload. */
    earshot?: EarshotBridge;
  }
}

let bridge: EarshotBridge | undefined;

/** The one bridge of this page: Electron's preload where there is one, a socket to the web shell otherwise. */
export function getBridge(): EarshotBridge {
  bridge ??= window.earshot ?? connectWebSocket();
  return bridge;
}

/** What was thrown by a call, as data. Electron hands errors over as plain objects, the socket as `CallError`. */
export function toErrorData(thrown: unknown): ErrorData {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown) {
    const { code, message } = thrown;
    const hint = "hint" in thrown ? String(thrown.hint) : "";
    return { code: String(code), message: String(message), hint };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "internal", message, hint: "" };
}
