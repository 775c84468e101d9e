// How evenly a page draws while something is done to it.
import type { Page } from "playwright-core";

export interface FrameTimes {
  count: number;
  p50Ms: number;
  p95Ms: number;
  maxMs: number;
  /** Frames that took longer than two of a 60 Hz screen. */
  lateCount: number;
}

interface Recorder {
  times: number[];
  isOn: boolean;
}

/** Times between the frames of the page while `work` runs. */
export async function recordFrames(page: Page, work: () => Promise<void>): Promise<FrameTimes> {
  await page.evaluate(() => {
    const recorder: Recorder = { times: [], isOn: true };
    (globalThis as unknown as { recorder: Recorder }).recorder = recorder;
    let last: number | undefined;
    const next = (now: number): void => {
      if (last !== undefined) recorder.times.push(now - last);
      last = now;
      if (recorder.isOn) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  await work();
  const times = await page.evaluate(() => {
    const { recorder } = globalThis as unknown as { recorder: Recorder };
    recorder.isOn = false;
    return recorder.times;
  });
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1));
  return {
    count: times.length,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    maxMs: at(1),
    lateCount: times.filter((time) => time > 34).length,
  };
}
