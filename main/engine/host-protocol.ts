// What the engine process and its host say to each other beside the contract. Types only.
import type { ErrorData } from "../../preload/error-data.ts";

/** `write`: the one process that indexes. `read`: searches beside it. `none`: no library is opened. */
export type LibraryMode = "read" | "write" | "none";

/** Calls of the host alone. */
export interface HostCalls {
  /** Finishes and stores what is in flight, closes the library; the process then ends by itself. */
  shutDown(request: Record<string, never>): Promise<void>;
}

/**
 * Sent before anything is answered: once that the library is open, or that it is not and the process ends;
 * before that, once at most, that it is in use and waited for.
 */
export interface HostEvents {
  waiting: ErrorData;
  opened: Record<string, never>;
  refused: ErrorData;
}

/**
 * Under Electron the engine cannot fork: it asks its host for an embedder process under a number of its own, and the
 * host answers with an `embedder-port` message that carries a port to it (`postMessage(message, [port])`).
 */
export type EmbedderRequest = { type: "embedder"; action: "start" | "kill"; id: number };
export type EmbedderPortMessage = { type: "embedder-port"; id: number };
