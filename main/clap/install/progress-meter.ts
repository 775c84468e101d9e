// Bytes over time to speed and time left. Pure but for the clock it is given.

/** Speed is that of the last few seconds: long enough to be calm, short enough to notice a change. */
const windowMs = 5000;

export class ProgressMeter {
  #now: () => number;
  /** Oldest first. */
  #points: { timeMs: number; bytes: number }[] = [];

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** @param bytes received so far */
  record(bytes: number): void {
    const timeMs = this.#now();
    this.#points.push({ timeMs, bytes });
    while (this.#points.length > 2 && timeMs - (this.#points[1]?.timeMs ?? timeMs) > windowMs) {
      this.#points.shift();
    }
  }

  /** @returns null for the time while it cannot be told */
  read(totalBytes: number): { bytesPerSec: number; etaSec: number | null } {
    const first = this.#points[0];
    const last = this.#points.at(-1);
    if (!first || !last || last.timeMs <= first.timeMs) return { bytesPerSec: 0, etaSec: null };
    const bytesPerSec = Math.max(0, ((last.bytes - first.bytes) * 1000) / (last.timeMs - first.timeMs));
    const etaSec = bytesPerSec > 0 ? Math.max(0, totalBytes - last.bytes) / bytesPerSec : null;
    return { bytesPerSec, etaSec };
  }
}
