// THE STORY, start here: how a file becomes a sound that can be found.
//
//   path -> hash -> decode -> mono, 48 kHz -> facts and log-mel -> embedding -> SQLite
//
// The first half needs the samples and runs in a worker thread, where a hostile file can do no harm; the
// second half runs in the engine. What is worth knowing about each step stands in the file it is imported from.
import { statSync } from "node:fs";
import path from "node:path";
import { type SoundFacts, SoundAnalyser } from "../audio/analysis.ts";
import { monoBlocks } from "../audio/mono-stream.ts";
import { type AudioInfo, openAudio } from "../audio/open-audio.ts";
import { readHints } from "../audio/sound-hints.ts";
import { type Features, type FrontEndSpec, WholeFeatureBuilder } from "../clap/front-end.ts";
import { hashContent, hashQuickly } from "./content-hash.ts";
import { fileChanged, isSameFile } from "./same-file.ts";
import type { SoundListener } from "./sound-listener.ts";

/** A file whose sound is not known yet, or not by this model. */
export interface FileToIndex {
  fileId: number;
  soundId: number;
  path: string;
  sizeBytes: number;
  /** Of the file at the last look at it. */
  modifiedMs: number;
  /** Known when another model has embedded the sound before; then it only has to be heard again. */
  contentHash: string | null;
}

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

/** What the engine half works with. */
export interface IndexTools {
  listener: SoundListener;
  /** From log-mel to 512 numbers of unit length, in the embedder process. */
  embed(features: Features[]): Promise<Float32Array>;
  library: {
    /** True when some known sound might have this content; only then the whole file is hashed first. */
    mayKnow(quickHash: string): boolean;
    /** Points the file to the sound with this content, if there is one. @returns whether there was */
    adoptKnown(file: FileToIndex, contentHash: string): boolean;
    /** One transaction: all of it is stored or nothing. */
    store(file: FileToIndex, heard: HeardSound, embedding: Float32Array): void;
  };
}

/**
 * The engine's half: from a path to rows in the library.
 * @throws AppError a plain reason why this file cannot be a sound of the library
 */
export async function indexSound(file: FileToIndex, spec: FrontEndSpec, tools: IndexTools): Promise<void> {
  const { listener, library } = tools;

  // A moved, renamed or copied file is known by its content and need not be heard again.
  if (file.contentHash === null && library.mayKnow(await listener.hashQuickly(file))) {
    if (library.adoptKnown(file, await listener.hashContent(file))) return;
  }

  const heard = await listener.listen(file, spec);
  const embedding = await tools.embed(heard.features);
  library.store(file, heard, embedding);
}

/**
 * The worker's half: one pass over the samples, block by block, so that memory does not grow with the file
 * beyond its log-mel.
 * @throws AppError a plain reason; `file-changed` when the file was written to meanwhile
 */
export async function listenToFile(filePath: string, spec: FrontEndSpec): Promise<HeardSound> {
  const before = statSync(filePath);
  const quickHash = hashQuickly(filePath);
  const contentHash = hashContent(filePath);

  const source = await openAudio(filePath);
  const analyser = new SoundAnalyser();
  const logMel = new WholeFeatureBuilder(spec);
  try {
    // Loudness is measured on the channels as they are, everything else on their mean at 48 kHz.
    const onBlock = analyser.pushChannels.bind(analyser);
    for await (const samples of monoBlocks(source, 48_000, onBlock)) {
      analyser.push(samples);
      logMel.push(samples);
    }
  } finally {
    await source.close();
  }

  if (!isSameFile(before, statSync(filePath))) throw fileChanged();
  return {
    contentHash,
    quickHash,
    sizeBytes: before.size,
    modifiedMs: Math.floor(before.mtimeMs),
    info: source.info,
    facts: analyser.finish({ fileName: path.basename(filePath), ...(await readHints(filePath)) }),
    features: logMel.finish(),
  };
}
