// The words for scanning and listening.
import type { ErrorData } from "./error-data.ts";

export type IndexPhase = "idle" | "scanning" | "listening" | "paused" | "stopped";

/** How much of the machine listening may take. `auto`: less on battery and while other programs need it. */
export type GentleMode = "off" | "auto" | "always";

/** Why listening takes less than it could. */
export type SlowReason = "setting" | "battery" | "load";

export interface IndexProgress {
  phase: IndexPhase;
  /** Files found so far by the running or last scan. */
  foundCount: number;
  /** Sounds whose whole embedding is done, of `totalCount`. */
  doneCount: number;
  totalCount: number;
  /** Windows of long sounds still to do (after all whole embeddings). */
  pendingWindowCount: number;
  errorCount: number;
  soundsPerSec: number;
  /** Seconds left, null while it cannot be told. */
  etaSec: number | null;
  currentPath: string | null;
  /** Why it goes slower than it could, or null. */
  slowReason: SlowReason | null;
  /** What happened to the last run as a whole (disk full, model damaged), or null. */
  problem: ErrorData | null;
}
