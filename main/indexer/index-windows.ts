// The story inside a long sound: each of its 10 s windows gets an embedding of its own, so that the matching
// ten seconds of a ten-minute recording can be found.
import { monoBlocks } from "../audio/mono-stream.ts";
import { openAudio } from "../audio/open-audio.ts";
import { type Features, type FrontEndSpec, windowFeatures } from "../clap/front-end.ts";
import { type SoundWindow, WindowStream } from "../clap/window-stream.ts";
import type { FileToIndex } from "./index-sound.ts";
import type { SoundListener } from "./sound-listener.ts";

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
  library: {
    /** One transaction. A sound that turns out to have no window is one window itself. */
    storeWindows(file: FileToIndex, windows: EmbeddedWindow[]): void;
  };
  /**
   * After each window; the next is begun when it resolves.
   * @param workedMs time that the window took
   */
  onWindow(workedMs: number): Promise<void>;
}

/**
 * The engine's half. The next window is decoded while this one is embedded.
 * @returns false when the run was stopped on the way; nothing is stored then
 */
export async function indexWindows(
  file: FileToIndex,
  spec: FrontEndSpec,
  tools: WindowTools,
  signal: AbortSignal,
): Promise<boolean> {
  const windows: EmbeddedWindow[] = [];
  let startedMs = performance.now();
  for await (const { startSec, endSec, features } of tools.listener.listenToWindows(file, spec)) {
    if (signal.aborted) return false;
    windows.push({ startSec, endSec, embedding: await tools.embed([features]) });
    await tools.onWindow(performance.now() - startedMs);
    startedMs = performance.now();
  }
  tools.library.storeWindows(file, windows);
  return true;
}

/** The worker's half: windows in order, decoded as they are asked for. */
export async function* listenToWindows(filePath: string, spec: FrontEndSpec): AsyncGenerator<HeardWindow> {
  const source = await openAudio(filePath);
  const stream = new WindowStream();
  try {
    for await (const samples of monoBlocks(source, 48_000)) yield* toHeard(stream.push(samples), spec);
    yield* toHeard(stream.finish(), spec);
  } finally {
    await source.close();
  }
}

function* toHeard(windows: SoundWindow[], spec: FrontEndSpec): Generator<HeardWindow> {
  for (const { startSec, endSec, samples } of windows) {
    yield { startSec, endSec, features: windowFeatures(samples, spec) };
  }
}
