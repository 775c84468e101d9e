// The story inside a long sound: each of its 10 s windows gets an embedding of its own, so that the matching
// ten seconds of a ten-minute recording can be found.
import { stat } from "node:fs/promises";
import { monoBlocks } from "../audio/mono-stream.ts";
import { openAudio } from "../audio/open-audio.ts";
import { type Features, type FrontEndSpec, windowFeatures } from "../clap/front-end.ts";
import { type SoundWindow, WindowStream } from "../clap/window-stream.ts";
import type { FileToIndex } from "./index-sound.ts";
import { fileChanged, isSameFile } from "./same-file.ts";
import type { SoundListener } from "./sound-listener.ts";

/** A file as it was when the whole sound was listened to. */
export interface HeardFile {
  path: string;
  sizeBytes: number;
  /** Unix milliseconds, whole. */
  modifiedMs: number;
}

/** Model input of one window. */
export interface HeardWindow {
  startSec: number;
  endSec: number;
  features: Features;
}

/** One window as it is stored. */
export interface EmbeddedWindow {
  startSec: number;
  endSec: number;
  embedding: Float32Array;
}

export interface WindowTools {
  listener: SoundListener;
  embed(features: Features[]): Promise<Float32Array>;
  /** Windows that are embedded at once, 1 or more. */
  getEmbeddingCount(): number;
  library: {
    /** One transaction. A sound that turns out to have no window is one window itself. */
    storeWindows(file: FileToIndex, windows: EmbeddedWindow[]): void;
  };
  /**
   * After each window; another is begun when it resolves.
   * @param workedMs time since the window before it
   */
  onWindow(workedMs: number): Promise<void>;
}

/**
 * The engine's half. Windows are decoded while others are embedded.
 * @returns false when the run was stopped on the way; nothing is stored then
 */
export async function indexWindows(
  file: FileToIndex,
  spec: FrontEndSpec,
  tools: WindowTools,
  signal: AbortSignal,
): Promise<boolean> {
  const embed = async ({ startSec, endSec, features }: HeardWindow): Promise<EmbeddedWindow> => ({
    startSec,
    endSec,
    embedding: await tools.embed([features]),
  });
  const windows: EmbeddedWindow[] = [];
  const inFlight: Promise<EmbeddedWindow>[] = [];
  let startedMs = performance.now();
  const finishFirst = async (): Promise<void> => {
    const first = inFlight.shift();
    if (first) windows.push(await first);
    await tools.onWindow(performance.now() - startedMs);
    startedMs = performance.now();
  };
  for await (const window of tools.listener.listenToWindows(file, spec)) {
    if (signal.aborted) return false;
    const embedding = embed(window);
    // Its failure is thrown when its turn comes, if an earlier one has not ended everything before.
    embedding.catch(() => {});
    inFlight.push(embedding);
    while (inFlight.length >= tools.getEmbeddingCount()) await finishFirst();
  }
  while (inFlight.length > 0) await finishFirst();
  tools.library.storeWindows(file, windows);
  return true;
}

/**
 * The worker's half: windows in order, decoded as they are asked for.
 * @throws AppError `file-changed` unless the file is, and stays to its last window, the one that was listened to
 */
export async function* listenToWindows(
  { path: filePath, sizeBytes, modifiedMs }: HeardFile,
  spec: FrontEndSpec,
): AsyncGenerator<HeardWindow> {
  const source = await openAudio(filePath);
  const stream = new WindowStream();
  try {
    const before = await stat(filePath).catch(() => undefined);
    const isHeard = before?.size === sizeBytes && Math.floor(before.mtimeMs) === modifiedMs;
    if (!before || !isHeard) throw fileChanged();
    for await (const samples of monoBlocks(source, 48_000)) yield* toHeard(stream.push(samples), spec);
    yield* toHeard(stream.finish(), spec);
    const after = await stat(filePath).catch(() => undefined);
    if (!after || !isSameFile(before, after)) throw fileChanged();
  } finally {
    await source.close();
  }
}

function* toHeard(windows: SoundWindow[], spec: FrontEndSpec): Generator<HeardWindow> {
  for (const { startSec, endSec, samples } of windows) {
    yield { startSec, endSec, features: windowFeatures(samples, spec) };
  }
}
