// Progress on stderr: one line that is redrawn on a terminal, a plain line now and then elsewhere.
import path from "node:path";
import type { IndexProgress, SlowReason } from "../../preload/indexing.ts";
import type { ModelInstallProgress } from "../../preload/models.ts";
import { formatBytes, formatCount, formatDuration, toOneLine } from "./output.ts";

const plainLineEveryMs = 5000;
const slowWords: Record<SlowReason, string> = {
  setting: "gently, as set",
  battery: "gently, on battery",
  load: "gently, the machine is busy",
};

/** Draws lines of progress; `clear` before anything else is printed. */
export class ProgressLine {
  #lastText = "";
  #lastPlainMs = 0;
  #stream: NodeJS.WriteStream;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  show(text: string): void {
    if (text === this.#lastText) return;
    if (this.#stream.isTTY) {
      const width = this.#stream.columns || 80;
      this.#stream.write(`\r\u001b[2K${text.slice(0, width - 1)}`);
    } else {
      const nowMs = Date.now();
      if (nowMs - this.#lastPlainMs < plainLineEveryMs) return;
      this.#lastPlainMs = nowMs;
      this.#stream.write(`${text}\n`);
    }
    this.#lastText = text;
  }

  clear(): void {
    if (this.#stream.isTTY && this.#lastText !== "") this.#stream.write("\r\u001b[2K");
    this.#lastText = "";
  }
}

/** `Listening 812 of 2,013 · 41.0/s · 0:29 left · 3 errors · Kick 02.wav` */
export function describeIndexProgress(progress: IndexProgress): string {
  const parts: string[] = [];
  if (progress.phase === "scanning")
    parts.push(`Scanning, ${formatCount(progress.foundCount, "file")} found`);
  if (progress.phase === "listening") {
    const areSoundsDone = progress.doneCount >= progress.totalCount;
    parts.push(
      areSoundsDone && progress.pendingWindowCount > 0
        ? `Listening inside long sounds, ${formatCount(progress.pendingWindowCount, "window")} to go`
        : `Listening ${progress.doneCount.toLocaleString("en-US")} of ${progress.totalCount.toLocaleString("en-US")}`,
    );
    if (progress.soundsPerSec > 0) parts.push(`${progress.soundsPerSec.toFixed(1)}/s`);
    if (progress.slowReason !== null) parts.push(slowWords[progress.slowReason]);
    if (progress.etaSec !== null) parts.push(`${formatDuration(progress.etaSec)} left`);
  }
  if (parts.length === 0) return "";
  if (progress.errorCount > 0) parts.push(formatCount(progress.errorCount, "error"));
  if (progress.currentPath !== null) parts.push(toOneLine(path.basename(progress.currentPath)));
  return parts.join(" · ");
}

/** `Downloading model.safetensors: 128.0 MB of 614.5 MB · 12.1 MB/s · 0:40 left` */
export function describeInstallProgress(progress: ModelInstallProgress): string {
  const parts = [
    `${progress.state === "verifying" ? "Checking" : "Downloading"} ${progress.file}: ` +
      `${formatBytes(progress.receivedBytes)} of ${formatBytes(progress.totalBytes)}`,
  ];
  if (progress.bytesPerSec > 0) parts.push(`${formatBytes(progress.bytesPerSec)}/s`);
  if (progress.etaSec !== null) parts.push(`${formatDuration(progress.etaSec)} left`);
  return parts.join(" · ");
}
