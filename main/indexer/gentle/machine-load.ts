// How busy other programs keep the processor. Pure; the caller brings the readings.
import type { CpuInfo } from "node:os";

/** Processor time since some fixed moment, in milliseconds over all cores. */
export interface CpuReading {
  /** All time there was, idle or not. */
  totalMs: number;
  /** Time in which somebody computed at normal priority. */
  busyMs: number;
  /** The part of `busyMs` that was Earshot itself. */
  ownMs: number;
}

/** Above this share of the machine other programs are taken to need it, ... */
const busyShare = 0.5;
/** ... until they take less than this. */
const calmShare = 0.3;
/** A reading counts so much against those before it: a burst of a second is no load. */
const weight = 0.5;

export class MachineLoad {
  #last: CpuReading | undefined;
  #share = 0;
  #isBusy = false;

  /** True while other programs need the machine. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  add(reading: CpuReading): void {
    const last = this.#last;
    this.#last = reading;
    if (!last) return;
    const totalMs = reading.totalMs - last.totalMs;
    if (totalMs <= 0) return;
    const otherMs = reading.busyMs - last.busyMs - (reading.ownMs - last.ownMs);
    const share = Math.min(1, Math.max(0, otherMs / totalMs));
    this.#share += weight * (share - this.#share);
    if (this.#share > busyShare) this.#isBusy = true;
    else if (this.#share < calmShare) this.#isBusy = false;
  }
}

/**
 * @param cpus of `os.cpus()`. Niced time is left out: such programs have said that they can wait, and on Linux the
 *   embedder is among them
 * @param ownMs processor time of Earshot at normal priority
 */
export function toCpuReading(cpus: readonly CpuInfo[], ownMs: number): CpuReading {
  let totalMs = 0;
  let busyMs = 0;
  for (const { times } of cpus) {
    const { user, nice, sys, idle, irq } = times;
    totalMs += user + nice + sys + idle + irq;
    busyMs += user + sys + irq;
  }
  return { totalMs, busyMs, ownMs };
}
