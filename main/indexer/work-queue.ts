// Takes work as long as there is some and keeps a bounded number of jobs in flight. Knows nothing of sounds.
import type { Gate } from "./gate.ts";

export interface WorkQueueOptions<Item> {
  /** The next items in order, without those in hand; empty when nothing is left. */
  takeNext(limit: number, inHand: ReadonlySet<number>): Item[];
  getId(item: Item): number;
  /** Must not throw but for what ends the whole run. */
  work(item: Item): Promise<void>;
  /** Asked before each job. */
  getInFlightCount(): number;
  /**
   * Awaited before each job but the first; what is in flight goes on.
   * @param workedMs time since the last rest
   */
  rest?(workedMs: number): Promise<void>;
  /** Closed while the run is paused: what is in flight ends, nothing new begins. */
  gate: Gate;
  /** True when something more urgent has come up: what is in flight ends, the rest stays. */
  isInterrupted(): boolean;
}

const takenAtOnce = 64;

/**
 * Works until nothing is left or it is interrupted.
 * @throws the first error of `work`, after the other jobs in flight have ended
 */
export async function runQueue<Item>(options: WorkQueueOptions<Item>): Promise<void> {
  const inHand = new Set<number>();
  const inFlight = new Set<Promise<void>>();
  let waiting: Item[] = [];
  let failure: { error: unknown } | undefined;

  const begin = (item: Item): void => {
    const id = options.getId(item);
    inHand.add(id);
    const job = options
      .work(item)
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => {
        inHand.delete(id);
        inFlight.delete(job);
      });
    inFlight.add(job);
  };

  let restedMs: number | undefined;
  for (;;) {
    await options.gate.whenOpen();
    if (restedMs !== undefined) await options.rest?.(performance.now() - restedMs);
    restedMs = performance.now();
    if (failure || options.isInterrupted()) break;
    if (waiting.length === 0) waiting = options.takeNext(takenAtOnce, inHand);
    const item = waiting.shift();
    if (item) begin(item);
    else if (inFlight.size === 0) break;
    if (!item || inFlight.size >= options.getInFlightCount()) await Promise.race(inFlight);
  }
  await Promise.all(inFlight);
  if (failure) throw failure.error;
}
