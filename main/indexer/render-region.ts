// Part of a sound as a WAV file of its own: the very samples, at the sound's own rate and depth. The sound is only read.
import { existsSync, readFileSync, statSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { type AudioInfo, openAudio } from "../audio/open-audio.ts";
import { findEncoding, toFrameBytes, toWavHeader, toWavSamples, type WavShape } from "../audio/wav-writer.ts";
import type { Region } from "../../preload/sound.ts";
import { AppError, isSystemError } from "../base/app-error.ts";
import { dropLeftovers, makePartPath } from "../base/part-files.ts";
import { toRegionName } from "../base/region-name.ts";
import { explainSystemError } from "../base/system-error.ts";

/** A WAV file counts its bytes with 32 bits. */
const maxDataBytes = 0xffff_ffff - 1024;
/** What is handed over in memory, to a browser. */
const maxMemoryBytes = 256 * 1024 * 1024;

/** Positions are samples: rounded to the nearest, the last one exclusive. */
function toFrames({ startSec, endSec }: Region, sampleRate: number): { first: number; end: number } {
  const first = Math.max(0, Math.round(startSec * sampleRate));
  const end = Math.round(endSec * sampleRate);
  if (end <= first) throw emptyRegion();
  return { first, end };
}

/**
 * The bytes of a region's samples, piece by piece.
 * @throws AppError as `openAudio`; `empty-region`, `region-too-long`
 */
async function* readRegion(
  filePath: string,
  region: Region,
  maxBytes: number,
  onShape: (shape: WavShape) => void,
): AsyncGenerator<Uint8Array> {
  const source = await openAudio(filePath);
  try {
    const { first, end } = toFrames(region, source.info.sampleRate);
    const shape = toShape(source.info);
    if ((end - first) * toFrameBytes(shape) > maxBytes) throw tooLong(maxBytes);
    onShape(shape);
    let position = 0;
    for await (const block of source.blocks()) {
      const length = block[0]?.length ?? 0;
      const from = Math.max(0, first - position);
      const to = Math.min(length, end - position);
      if (to > from) {
        const part = block.map((channel) => channel.subarray(from, to));
        yield toWavSamples(part, shape.encoding);
      }
      position += length;
      if (position >= end) return;
    }
  } finally {
    await source.close();
  }
}

/**
 * The region as a whole WAV file in memory.
 * @throws AppError as `openAudio`; `empty-region`, `region-too-long` above 256 MB
 */
export async function renderRegionToBytes(filePath: string, region: Region): Promise<Uint8Array> {
  const shape: { current?: WavShape } = {};
  const parts: Uint8Array[] = [];
  for await (const part of readRegion(filePath, region, maxMemoryBytes, (each) => (shape.current = each))) {
    parts.push(part);
  }
  const dataBytes = sumBytes(parts);
  const file = [toWholeHeader(shape.current, dataBytes), ...parts, new Uint8Array(dataBytes % 2)];
  return new Uint8Array(Buffer.concat(file));
}

/**
 * Writes the region as a WAV file into `folder`, which is made if it is not there. The name is the sound's with the
 * times; a file that is there with the same bytes is used again, one with others is left alone.
 * @returns absolute path of the file
 * @throws AppError as `openAudio`; `empty-region`, `region-too-long`, `folder-not-writable`
 */
export async function renderRegionToFile(filePath: string, region: Region, folder: string): Promise<string> {
  // Beside its place, so that moving it there is one step.
  const unfinished = makePartPath(folder);
  try {
    await mkdir(folder, { recursive: true });
    await dropLeftovers(folder);
    await writeRegion(filePath, region, unfinished);
    return await moveToItsName(unfinished, folder, toRegionName(filePath, region));
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    if (!isSystemError(error)) throw error;
    throw new AppError(
      "folder-not-writable",
      `The region cannot be written into ${folder}: ${explainSystemError(error)}.`,
      "Choose another folder for regions in the settings.",
    );
  }
}

async function writeRegion(filePath: string, region: Region, target: string): Promise<void> {
  const file = await open(target, "wx");
  try {
    const shape: { current?: WavShape } = {};
    let dataBytes = 0;
    for await (const part of readRegion(filePath, region, maxDataBytes, (each) => (shape.current = each))) {
      // Of the same size whatever it counts; the true one comes last.
      if (dataBytes === 0) await file.write(toWholeHeader(shape.current, part.byteLength));
      await file.write(part);
      dataBytes += part.byteLength;
    }
    const header = toWholeHeader(shape.current, dataBytes);
    // Chunks have an even length.
    if (dataBytes % 2 === 1) await file.write(new Uint8Array(1));
    await file.write(header, 0, header.length, 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** @returns the path that the file has now */
async function moveToItsName(unfinished: string, folder: string, name: string): Promise<string> {
  const { name: stem, ext } = path.parse(name);
  for (let number = 1; ; number++) {
    const target = path.join(folder, number === 1 ? name : `${stem} (${number})${ext}`);
    if (!existsSync(target)) {
      await rename(unfinished, target);
      return target;
    }
    if (isSameFile(unfinished, target)) {
      await rm(unfinished);
      return target;
    }
  }
}

/** Regions are short: both are read as a whole. */
function isSameFile(a: string, b: string): boolean {
  return statSync(a).size === statSync(b).size && readFileSync(a).equals(readFileSync(b));
}

function toShape({ channelCount, sampleRate, bitDepth }: AudioInfo): WavShape {
  return { channelCount, sampleRate, encoding: findEncoding(bitDepth) };
}

/** @throws AppError `empty-region` where the sound ends before the region begins */
function toWholeHeader(shape: WavShape | undefined, dataBytes: number): Uint8Array {
  if (!shape || dataBytes === 0) throw emptyRegion();
  return toWavHeader(shape, dataBytes / toFrameBytes(shape));
}

function sumBytes(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.byteLength, 0);
}

function emptyRegion(): AppError {
  return new AppError("empty-region", "The region holds no sample of the sound.", "Draw a longer one.");
}

function tooLong(maxBytes: number): AppError {
  const most = Math.round(maxBytes / 1e6).toLocaleString("en-US");
  return new AppError(
    "region-too-long",
    `The region would be larger than ${most} MB.`,
    "Draw a shorter one, or drag the whole file.",
  );
}
