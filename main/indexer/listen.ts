// The part of the story that happens in a worker thread: from a path to everything that needs the samples.
// Each sample is read once; memory does not grow with the file's length beyond its log-mel.
import { stat } from "node:fs/promises";
import path from "node:path";
import { type SoundFacts, SoundAnalyser } from "../audio/analysis.ts";
import { monoBlocks } from "../audio/mono-stream.ts";
import { type AudioInfo, openAudio } from "../audio/open-audio.ts";
import {
  type Features,
  type FrontEndSpec,
  WholeFeatureBuilder,
  windowFeatures,
  WindowStream,
} from "../clap/front-end.ts";
import { AppError } from "../base/app-error.ts";
import { hashContent, hashQuickly } from "./content-hash.ts";
import type { HeardWindow } from "./sound-worker-api.ts";

/** Everything about one sound but its embedding. */
export interface HeardSound {
  contentHash: string;
  quickHash: string;
  /** Size and time of the file while it was read. */
  sizeBytes: number;
  modifiedMs: number;
  info: AudioInfo;
  facts: SoundFacts;
  /** Model input of the whole sound; several parts where the model has its own way with long sounds. */
  features: Features[];
}

/**
 * Hash, decode, downmix, resample, facts and log-mel of one file.
 * @throws AppError a plain reason; `file-changed` when the file was written to meanwhile
 */
export async function listenToFile(filePath: string, spec: FrontEndSpec): Promise<HeardSound> {
  const before = await stat(filePath);
  const quickHash = await hashQuickly(filePath);
  const contentHash = await hashContent(filePath);

  const source = await openAudio(filePath);
  const analyser = new SoundAnalyser();
  const builder = new WholeFeatureBuilder(spec);
  try {
    for await (const samples of monoBlocks(source, 48_000)) {
      analyser.push(samples);
      builder.push(samples);
    }
  } finally {
    await source.close();
  }

  const after = await stat(filePath);
  if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
    throw new AppError("file-changed", "The file was changed while it was read.", "It is read again later.");
  }
  return {
    contentHash,
    quickHash,
    sizeBytes: before.size,
    modifiedMs: Math.floor(before.mtimeMs),
    info: source.info,
    facts: analyser.finish({ fileName: path.basename(filePath) }),
    features: builder.finish(),
  };
}

/** Model input of every 10 s window of a long sound, in order, decoded as they are asked for. */
export async function* listenToWindows(filePath: string, spec: FrontEndSpec): AsyncGenerator<HeardWindow> {
  const source = await openAudio(filePath);
  const stream = new WindowStream();
  try {
    for await (const samples of monoBlocks(source, 48_000)) yield* toHeardWindows(stream.push(samples), spec);
    yield* toHeardWindows(stream.finish(), spec);
  } finally {
    await source.close();
  }
}

function* toHeardWindows(
  windows: ReturnType<WindowStream["push"]>,
  spec: FrontEndSpec,
): Generator<HeardWindow> {
  for (const { startSec, endSec, samples } of windows) {
    yield { startSec, endSec, features: windowFeatures(samples, spec) };
  }
}
