// Whether the engine can be reached: what the banner shows.
import { create } from "zustand";

export type ConnectionState = "connecting" | "open" | "lost";

interface Connection {
  state: ConnectionState;
  /** Grows with every connection made and every restart of the engine: ask again for what is on screen. */
  generation: number;
}

export const useConnection = create<Connection>(() => ({ state: "connecting", generation: 0 }));

export function markOpen(): void {
  useConnection.setState(({ generation }) => ({ state: "open", generation: generation + 1 }));
}

export function markLost(): void {
  useConnection.setState({ state: "lost" });
}
