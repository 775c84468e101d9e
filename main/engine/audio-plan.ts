// How many processes embed sounds, and with how many threads each. Pure.
import type { ExecutionProvider } from "../clap/execution-provider.ts";
import type { FrontEndSpec } from "../clap/front-end.ts";

export interface AudioPlan {
  processCount: number;
  /** Of one inference. */
  threads: number;
  /** True: processes of their own. False: the one that embeds texts as well. */
  isApart: boolean;
}

export interface AudioPlanFacts {
  frontEnd: FrontEndSpec["kind"];
  provider: ExecutionProvider;
  coreCount: number;
  availableBytes: number;
}

/**
 * What a process with a large audio tower holds for itself: 270 MB measured for the official model (its own copy of
 * the weights in the order the matrix products want them, activations, Node), with room to spare.
 */
export const bytesOfLargeProcess = 400e6;
/** The rest is for the DAW. */
const usableShare = 0.5;

/**
 * Large models: a process of one thread for each core, which gives more sounds a second than one process of many
 * threads, and the same bits on every machine. With little memory fewer processes share the cores. An accelerator
 * is fed by one process. The small model needs neither: a sound takes it 2 to 18 ms, and a second thread gains nothing.
 */
export function planAudio({ frontEnd, provider, coreCount, availableBytes }: AudioPlanFacts): AudioPlan {
  if (frontEnd === "pocket") return { processCount: 1, threads: 1, isApart: false };
  if (provider !== "cpu") return { processCount: 1, threads: coreCount, isApart: true };
  const fitting = Math.floor((availableBytes * usableShare) / bytesOfLargeProcess);
  const processCount = Math.max(1, Math.min(coreCount, fitting));
  return { processCount, threads: Math.max(1, Math.floor(coreCount / processCount)), isApart: true };
}
