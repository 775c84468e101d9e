// How fast the work goes and how long it will take. Pure; the caller brings the clock.

/** Rates look back so far: long enough to be steady, short enough to follow the work. */
const lookBackMs = 20_000;
/** No estimate before this much work was seen. */
const leastElapsedMs = 2000;
/** What a file costs beside its bytes, in bytes: opening, hashing, one inference. */
const fileCostBytes = 300_000;

interface Reading {
  timeMs: number;
  count: number;
  cost: number;
}

export class RateMeter {
  #readings: Reading[] = [];
  #count = 0;
  #cost = 0;

  constructor(nowMs: number) {
    this.#readings.push({ timeMs: nowMs, count: 0, cost: 0 });
  }

  /** Notes one sound that is done. */
  add(sizeBytes: number, nowMs: number): void {
    this.#count++;
    this.#cost += toCost(1, sizeBytes);
    this.#readings.push({ timeMs: nowMs, count: this.#count, cost: this.#cost });
    while (this.#readings.length > 2 && nowMs - (this.#readings[1] as Reading).timeMs > lookBackMs) {
      this.#readings.shift();
    }
  }

  /** Sounds a second over the last 20 seconds, 0 before any. */
  getRate(nowMs: number): number {
    return this.#perSecond(nowMs, (reading) => this.#count - reading.count);
  }

  /**
   * Seconds until the rest is done, or null while it cannot be told. Sounds come smallest first, so the
   * estimate goes by bytes as well as by number.
   */
  estimateSec(rest: { count: number; sizeBytes: number }, nowMs: number): number | null {
    const oldest = this.#readings[0] as Reading;
    if (nowMs - oldest.timeMs < leastElapsedMs) return null;
    const rate = this.#perSecond(nowMs, (reading) => this.#cost - reading.cost);
    return rate > 0 ? toCost(rest.count, rest.sizeBytes) / rate : null;
  }

  #perSecond(nowMs: number, done: (oldest: Reading) => number): number {
    const oldest = this.#readings[0] as Reading;
    const elapsedSec = (nowMs - oldest.timeMs) / 1000;
    return elapsedSec > 0 ? done(oldest) / elapsedSec : 0;
  }
}

function toCost(count: number, sizeBytes: number): number {
  return count * fileCostBytes + sizeBytes;
}
