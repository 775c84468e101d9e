// What the installation of a model tells while it runs.
import type { ModelInstallProgress } from "../../../preload/models.ts";
import { toErrorData } from "../../base/app-error.ts";
import { Throttle } from "../../base/throttle.ts";
import type { ModelDefinition, ModelFile } from "../model-definition.ts";
import { ProgressMeter } from "./progress-meter.ts";

const progressPauseMs = 200;

/** Where a size is not published, what the whole download leaves for it. */
export function estimateBytes(files: readonly ModelFile[], downloadBytes: number): number {
  const known = files.reduce((sum, file) => sum + (file.sizeBytes ?? 0), 0);
  const hasUnknown = files.some((file) => file.sizeBytes === null);
  return hasUnknown ? Math.max(known, downloadBytes) : known;
}

/** Turns bytes of single files into the progress of the whole. */
export class InstallReporter {
  #model: ModelDefinition;
  #onProgress: (progress: ModelInstallProgress) => void;
  #meter = new ProgressMeter();
  #file = "";
  #doneBytes = 0;
  #fileBytes = 0;
  #totalBytes = 0;
  #expectedFileBytes = 0;
  #throttle = new Throttle(progressPauseMs, () => this.#report("downloading", null));

  constructor(model: ModelDefinition, onProgress: (progress: ModelInstallProgress) => void) {
    this.#model = model;
    this.#onProgress = onProgress;
  }

  start(files: readonly ModelFile[]): void {
    this.#totalBytes = estimateBytes(files, this.#model.source?.downloadBytes ?? 0);
  }

  beginFile(file: ModelFile): void {
    this.#doneBytes += this.#fileBytes;
    this.#fileBytes = 0;
    this.#file = file.name;
    this.#expectedFileBytes = file.sizeBytes ?? this.#totalBytes - this.#doneBytes;
  }

  receive(fileBytes: number, fileTotalBytes: number | null): void {
    this.#fileBytes = fileBytes;
    if (fileTotalBytes !== null && fileTotalBytes !== this.#expectedFileBytes) {
      this.#totalBytes += fileTotalBytes - this.#expectedFileBytes;
      this.#expectedFileBytes = fileTotalBytes;
    }
    this.#meter.record(this.#doneBytes + fileBytes);
    // Not only while bytes come: a server that falls silent leaves the last count on screen.
    this.#throttle.request();
  }

  verify(): void {
    this.#throttle.cancel();
    this.#report("verifying", null);
  }

  end(state: ModelInstallProgress["state"], error: unknown): void {
    this.#throttle.cancel();
    this.#report(state, error);
  }

  #report(state: ModelInstallProgress["state"], error: unknown): void {
    const receivedBytes = this.#doneBytes + this.#fileBytes;
    const { bytesPerSec, etaSec } = this.#meter.read(this.#totalBytes);
    this.#onProgress({
      modelId: this.#model.id,
      file: this.#file,
      receivedBytes,
      totalBytes: this.#totalBytes,
      bytesPerSec: state === "downloading" ? bytesPerSec : 0,
      etaSec: state === "downloading" ? etaSec : null,
      state,
      problem: error === null ? null : toErrorData(error),
    });
  }
}
