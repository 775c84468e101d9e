// All facts about a sound that come from its samples, in the one pass that also feeds the model.
import type { SoundKind } from "../../preload/sound.ts";
import { isAudible } from "../base/audible.ts";
import { saysLoop, saysOneShot } from "../base/kind-words.ts";
import type { AudioBlock, AudioInfo } from "./audio-source.ts";
import { ChromaPass } from "./chroma.ts";
import { estimateKey, type KeyEstimate } from "./key.ts";
import { LoudnessMeter } from "./loudness.ts";
import { findKey, findTempo, findTempoCandidates } from "./name-hints.ts";
import { PeakCollector } from "./peaks.ts";
import { SpectralPass } from "./spectral-pass.ts";
import { estimateTempo, guessLoopTempo, isWholeBars, snapToLength, type TempoEstimate } from "./tempo.ts";

export interface SoundFacts {
  durationSec: number;
  /** Sample peak in dBFS, -120 for silence; above 0 for floats that exceed full scale. */
  peakDb: number;
  /** Integrated, null for silence. */
  loudnessLufs: number | null;
  centroidHz: number | null;
  tempoBpm: number | null;
  /** 0..1, null without a tempo. */
  tempoConfidence: number | null;
  /** `A minor`, `C# major` (sharps only), or null. */
  key: string | null;
  keyConfidence: number | null;
  kind: SoundKind;
  /** (min, max) int8 pairs, at most 256 columns. */
  rowPeaks: Uint8Array;
  /** The same, at most 4096 columns. */
  playerPeaks: Uint8Array;
}

/** What is known of a sound besides its samples; see `readHints` for the part that the file itself tells. */
export interface AnalysisHints {
  /** Base name, with or without extension. */
  fileName: string;
  chunkTempoBpm?: number | undefined;
  /** Beats in the whole file, as loop editors store them. */
  chunkBeatCount?: number | undefined;
  /** `A minor` */
  chunkKey?: string | undefined;
  /** True: the file says that it is a loop; false: that it is a one-shot. */
  hasLoop?: boolean | undefined;
}

const sampleRate = 48_000;
const rowColumns = 256;
const playerColumns = 4096;
const silenceDb = -120;
/** A sound longer than this that is no loop is `long`: it gets windows of its own. */
const longSec = 10;
const longestLoopSec = 64;

/** Confidence of what is written down by a person or a program, rather than heard. */
const writtenConfidence = 0.95;

/**
 * A key that is heard is told from here on. Of the demo sounds, cymbals, snares, doors and single notes reach 0.66;
 * chords and chord progressions of the demo and of the test fixtures lie between 0.72 and 0.90, but for one pad.
 */
const minHeardKeyConfidence = 0.7;

/** Listens to one sound. Memory does not grow with its length. */
export class SoundAnalyser {
  readonly #peaks = new PeakCollector();
  readonly #spectrum = new SpectralPass();
  readonly #chroma = new ChromaPass();
  #monoLoudness = new LoudnessMeter(sampleRate, 1);
  #channelLoudness: LoudnessMeter | undefined;
  #peak = 0;
  #sampleCount = 0;

  /**
   * Takes a block of all channels at the file's rate, for loudness and peak level. Optional: without it both
   * are measured on the mono mix, which is quieter where the channels differ.
   */
  pushChannels(block: AudioBlock, info: AudioInfo): void {
    this.#channelLoudness ??= new LoudnessMeter(info.sampleRate, info.channelCount);
    this.#channelLoudness.push(block);
    for (const samples of block) this.#peak = Math.max(this.#peak, findPeak(samples));
  }

  /** @param samples mono, 48 kHz */
  push(samples: Float32Array): void {
    this.#sampleCount += samples.length;
    this.#peaks.push(samples);
    this.#spectrum.push(samples);
    this.#chroma.push(samples);
    if (this.#channelLoudness) return;
    this.#monoLoudness.push([samples]);
    this.#peak = Math.max(this.#peak, findPeak(samples));
  }

  /** Call once, at the end. */
  finish(hints: AnalysisHints): SoundFacts {
    this.#spectrum.finish();
    this.#chroma.finish();
    const durationSec = this.#sampleCount / sampleRate;
    const written = findWrittenTempo(hints, durationSec);
    const likely = written ?? this.#hearTempo(hints, durationSec);
    const kind = findKind(hints, durationSec, likely);
    // What repeats for a while (crickets, a hum, a ring) has a period, but only music has a tempo.
    const tempo = written ?? (kind === "loop" ? likely : null);
    const key = this.#findKey(hints);
    const rowPeaks = this.#peaks.toColumns(rowColumns);
    const playerPeaks = this.#peaks.toColumns(playerColumns);
    this.#peaks.giveBack();
    return {
      durationSec,
      peakDb: this.#peakDb,
      loudnessLufs: (this.#channelLoudness ?? this.#monoLoudness).finish(),
      centroidHz: this.#spectrum.centroidHz,
      tempoBpm: tempo?.tempoBpm ?? null,
      tempoConfidence: tempo?.confidence ?? null,
      key: key?.key ?? null,
      keyConfidence: key?.confidence ?? null,
      kind,
      rowPeaks,
      playerPeaks,
    };
  }

  #hearTempo(hints: AnalysisHints, durationSec: number): TempoEstimate | null {
    if (isSaidOneShot(hints)) return null;
    const isLoop = isSaidLoop(hints);
    const heard = isAudible(this.#peakDb) ? estimateTempo(this.#spectrum.onsets) : null;
    if (durationSec > longestLoopSec) return heard;
    if (!heard) {
      const guess = isLoop ? guessLoopTempo(durationSec) : null;
      return guess === null ? null : { tempoBpm: guess, confidence: 0.4 };
    }
    const snapped = snapToLength(durationSec, heard.tempoBpm, 0.025);
    if (snapped === null) return heard;
    return { tempoBpm: snapped, confidence: Math.min(1, heard.confidence + (isLoop ? 0.3 : 0.1)) };
  }

  get #peakDb(): number {
    return this.#peak > 0 ? Math.max(silenceDb, 20 * Math.log10(this.#peak)) : silenceDb;
  }

  #findKey(hints: AnalysisHints): KeyEstimate | null {
    const written = findKey(hints.fileName) ?? hints.chunkKey;
    if (written) return { key: written, confidence: writtenConfidence };
    if (!isAudible(this.#peakDb)) return null;
    const heard = estimateKey(this.#chroma.classes, this.#chroma.tonality);
    return heard && heard.confidence >= minHeardKeyConfidence ? heard : null;
  }
}

/** What is written in the file or its name comes before what is heard. */
function findWrittenTempo(hints: AnalysisHints, durationSec: number): TempoEstimate | null {
  if (isSaidOneShot(hints)) return null;
  const named = findTempo(hints.fileName);
  if (named !== null) return { tempoBpm: named, confidence: writtenConfidence };
  if (hints.chunkTempoBpm !== undefined) {
    return { tempoBpm: hints.chunkTempoBpm, confidence: writtenConfidence };
  }
  if (hints.chunkBeatCount !== undefined && durationSec > 0) {
    const tempoBpm = Math.round((hints.chunkBeatCount * 600) / durationSec) / 10;
    return { tempoBpm, confidence: writtenConfidence };
  }
  // A bare number in the name is a tempo when the sound is as long as whole bars of it.
  const number = findTempoCandidates(hints.fileName).find((tempo) => isWholeBars(durationSec, tempo));
  return number === undefined ? null : { tempoBpm: number, confidence: isSaidLoop(hints) ? 0.9 : 0.7 };
}

function isSaidOneShot({ hasLoop, fileName }: AnalysisHints): boolean {
  return hasLoop === false || (hasLoop === undefined && saysOneShot(fileName));
}

function isSaidLoop({ hasLoop, fileName }: AnalysisHints): boolean {
  return hasLoop === true || saysLoop(fileName);
}

function findKind(hints: AnalysisHints, durationSec: number, tempo: TempoEstimate | null): SoundKind {
  if (hints.hasLoop === true) return "loop";
  if (hints.hasLoop === undefined && durationSec <= longestLoopSec) {
    if (saysLoop(hints.fileName)) return "loop";
    if (
      !saysOneShot(hints.fileName) &&
      tempo &&
      tempo.confidence >= 0.4 &&
      isWholeBars(durationSec, tempo.tempoBpm)
    )
      return "loop";
  }
  return durationSec > longSec ? "long" : "one-shot";
}

function findPeak(samples: Float32Array): number {
  let peak = 0;
  for (let i = 0; i < samples.length; i++) peak = Math.max(peak, Math.abs(samples[i] as number));
  return peak;
}
