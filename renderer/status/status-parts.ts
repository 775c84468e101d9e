// What the status bar says about the library and the run, part by part. Pure.
import type { LibraryStatus } from "../../preload/library-status.ts";
import { formatPerSecond, formatTimeLeft } from "../elements/format.ts";
import { texts } from "../texts.ts";

/** Parts in reading order, e.g. `84,210 sounds`, `listening 312/s`, `12 min left`. */
export function toStatusParts(status: LibraryStatus): string[] {
  const { progress, soundCount, offlineCount } = status;
  const parts = [texts.sounds(soundCount)];
  if (offlineCount > 0) parts.push(texts.status.offlineSounds(offlineCount));
  switch (progress.phase) {
    case "scanning":
      parts.push(texts.status.scanning, texts.status.found(progress.foundCount));
      break;
    case "listening":
      if (progress.doneCount < progress.totalCount) {
        parts.push(texts.status.done(progress.doneCount, progress.totalCount));
      } else if (progress.pendingWindowCount > 0) {
        parts.push(texts.status.windows(progress.pendingWindowCount));
      }
      if (progress.soundsPerSec > 0) {
        parts.push(texts.status.listening(formatPerSecond(progress.soundsPerSec)));
      }
      if (progress.slowReason !== null) parts.push(texts.status.slow[progress.slowReason]);
      if (progress.etaSec !== null) parts.push(texts.status.left(formatTimeLeft(progress.etaSec)));
      break;
    case "paused":
      parts.push(texts.status.paused, texts.status.done(progress.doneCount, progress.totalCount));
      break;
    case "stopped":
      parts.push(texts.status.stopped);
      break;
    case "idle":
      break;
  }
  if (status.tagging) parts.push(texts.status.tagging(status.tagging.doneCount, status.tagging.totalCount));
  return parts;
}
