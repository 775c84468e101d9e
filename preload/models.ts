// The words for models and their installation.
import type { ErrorData } from "./error-data.ts";

export type ModelState = "ready" | "not-installed" | "damaged" | "installing";

export interface ModelInfo {
  id: string;
  title: string;
  description: string;
  licence: string;
  dim: number;
  state: ModelState;
  /** Bytes on disk when installed, bytes to download when not. */
  sizeBytes: number;
  isBundled: boolean;
  isActive: boolean;
  problem: ErrorData | null;
}

export interface ModelInstallProgress {
  modelId: string;
  file: string;
  receivedBytes: number;
  totalBytes: number;
  bytesPerSec: number;
  etaSec: number | null;
  state: "downloading" | "verifying" | "done" | "failed" | "cancelled";
  problem: ErrorData | null;
}
