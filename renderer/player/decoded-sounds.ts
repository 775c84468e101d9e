// Short sounds, decoded: as many as fit into a number of bytes, so that those near the selected one start at once.
import type { SoundId, SoundRow } from "../../preload/sound.ts";
import { findOutput } from "./audio-output.ts";
import { audioUrlOf } from "./audio-url.ts";
import { ByteCache } from "./byte-cache.ts";

/** All together: about three minutes of stereo at 48 kHz. */
const cacheBytes = 64_000_000;
/** One sound: half a minute of it. Longer ones are streamed. */
const mostDecodedBytes = 12_000_000;
/** Of a file whose length is not known yet. */
const mostUnknownBytes = 1_500_000;
const bytesOfSample = 4;

const cache = new ByteCache<SoundId, AudioBuffer>(cacheBytes);
const decoding = new Map<string, Promise<AudioBuffer>>();

/** Another file, or the same one written anew, has another one. */
function stampOf({ path, sizeBytes, modifiedMs }: SoundRow): string {
  return `${sizeBytes} ${modifiedMs} ${path}`;
}

/** True for a sound that is decoded as a whole before it is played. */
export function isDecodable(row: SoundRow): boolean {
  if (row.status === "error" || row.fileState !== "present") return false;
  if (row.durationSec === null) return row.sizeBytes <= mostUnknownBytes;
  const sampleRate = findOutput()?.context.sampleRate ?? 48_000;
  return row.durationSec * sampleRate * (row.channelCount ?? 2) * bytesOfSample <= mostDecodedBytes;
}

export function findDecoded(row: SoundRow): AudioBuffer | undefined {
  return cache.find(row.id, stampOf(row));
}

/**
 * Fetches and decodes a sound, once however often it is asked for meanwhile.
 * @throws where the shell does not serve it, or Chromium cannot decode it
 */
export function decodeSound(row: SoundRow): Promise<AudioBuffer> {
  const stamp = stampOf(row);
  const key = `${row.id} ${stamp}`;
  const running = decoding.get(key) ?? fetchAndDecode(row, stamp).finally(() => decoding.delete(key));
  decoding.set(key, running);
  return running;
}

/**
 * For a sound whose row has not come yet: decoded where its file is small, and not kept.
 * @throws where it is larger too: then it is to be streamed
 */
export function decodeUnknown(id: SoundId): Promise<AudioBuffer> {
  return fetchDecoded(id, mostUnknownBytes);
}

async function fetchDecoded(id: SoundId, mostBytes: number): Promise<AudioBuffer> {
  const url = audioUrlOf(id);
  const output = findOutput();
  if (url === null || !output) throw new Error("Asked for too early");
  const response = await fetch(url);
  const sizeBytes = Number(response.headers.get("Content-Length") ?? Number.POSITIVE_INFINITY);
  if (!response.ok || sizeBytes > mostBytes) {
    await response.body?.cancel();
    throw new Error(`status ${response.status}, ${sizeBytes} bytes`);
  }
  return output.context.decodeAudioData(await response.arrayBuffer());
}

async function fetchAndDecode(row: SoundRow, stamp: string): Promise<AudioBuffer> {
  const buffer = await fetchDecoded(row.id, Number.POSITIVE_INFINITY);
  cache.store(row.id, stamp, buffer, buffer.length * buffer.numberOfChannels * bytesOfSample);
  return buffer;
}
