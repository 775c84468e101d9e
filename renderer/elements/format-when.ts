// A moment as it is told in lists. Pure.
import { formatDate } from "./format.ts";

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const clockWithSeconds = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

/** A moment to the second: `29 Nov 2026 00:32:52`. */
export function formatMoment(atMs: number): string {
  return `${formatDate(atMs)} ${clockWithSeconds.format(atMs)}`;
}

/** The time of day within the last 20 hours, where "today" is no question; then the date. */
export function formatWhen(atMs: number, nowMs: number): string {
  const isRecent = nowMs - atMs < 20 * 3_600_000;
  return isRecent ? clock.format(atMs) : formatDate(atMs);
}
