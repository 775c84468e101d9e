// Whether the engine can be reached: what the banner shows.
import { create } from "zustand";

/** `refused`: the server is there and does not let this window in. */
export type ConnectionState = "connecting" | "open" | "lost" | "refused";

interface Connection {
  state: ConnectionState;
  /** Grows with every connection made and every restart of the engine: ask again for what is on screen. */
  generation: number;
}

export const useConnection = create<Connection>(() => ({ state: "connecting", generation: 0 }));

export function markOpen(): void {
  useConnection.setState(({ generation }) => ({ state: "open", generation: generation + 1 }));
}

/** A window that was refused stays so until it is let in again: what it says is the more useful. */
export function markLost(): void {
  useConnection.setState(({ state }) => ({ state: state === "refused" ? "refused" : "lost" }));
}

export function markRefused(): void {
  useConnection.setState({ state: "refused" });
}
