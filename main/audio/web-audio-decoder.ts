// AAC and ALAC through node-web-audio-api (Symphonia inside). It is handed only bytes that were checked or
// made here: with other formats it aborts the process or gives noise (measured: a WAV with rate 0, WavPack).
import type { AudioBlock } from "./audio-source.ts";
import { damagedFile } from "./audio-source.ts";

/** Decodes one complete file in memory, at its own sample rate. @throws AppError `damaged-file` */
export async function decodeInMemory(bytes: Uint8Array, sampleRate: number): Promise<AudioBlock> {
  const { OfflineAudioContext } = await import("node-web-audio-api");
  try {
    // A context of the file's own rate, since it would resample badly to any other.
    const context = new OfflineAudioContext(1, 1, sampleRate);
    const buffer = await context.decodeAudioData(toArrayBuffer(bytes));
    return Array.from({ length: buffer.numberOfChannels }, (_unused, channel) =>
      buffer.getChannelData(channel),
    );
  } catch (error) {
    throw damagedFile(
      `its decoder gave up (${error instanceof Error ? error.message : String(error)})`,
      error,
    );
  }
}

function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}
