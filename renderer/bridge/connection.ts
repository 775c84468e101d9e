// Whether the engine can be reached: what the banner shows.
import { create } from "zustand";
import type { ErrorData } from "../../preload/error-data.ts";

/**
 * `refused`: the server is there and does not let this window in.
 * `ended`: the shell is there and its engine was given up; a call some seconds later tries once more.
 */
export type ConnectionState = "connecting" | "open" | "lost" | "refused" | "ended";

interface Connection {
  state: ConnectionState;
  /** Grows with every connection made and every restart of the engine: ask again for what is on screen. */
  generation: number;
  /** Why the engine was given up, while it is. */
  problem: ErrorData | null;
}

export const useConnection = create<Connection>(() => ({
  state: "connecting",
  generation: 0,
  problem: null,
}));

export function markOpen(): void {
  useConnection.setState(({ generation }) => ({ state: "open", generation: generation + 1, problem: null }));
}

/** A window that was refused stays so until it is let in again: what it says is the more useful. */
export function markLost(): void {
  useConnection.setState(({ state }) => ({ state: state === "refused" ? "refused" : "lost" }));
}

export function markEnded(problem: ErrorData): void {
  useConnection.setState({ state: "ended", problem });
}

export function markRefused(): void {
  useConnection.setState({ state: "refused" });
}
