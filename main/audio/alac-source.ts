// ALAC in M4A. The decoder wants the whole file in memory with its index in front, so the length is limited.
import { AppError } from "../base/app-error.ts";
import { type AudioSource, damagedFile } from "./audio-source.ts";
import { findFfmpeg, openWithFfmpeg } from "./ffmpeg-source.ts";
import type { FileReader } from "./file-reader.ts";
import { listAtoms, listSampleTables } from "./mp4-atoms.ts";
import { decodeInMemory } from "./web-audio-decoder.ts";

const maxFileBytes = 256 * 1024 * 1024;
/** Samples over all channels: 512 MB of float32. */
const maxSampleCount = 128 * 1024 * 1024;

/** @throws AppError `too-large`, `damaged-file` */
export async function openAlac(
  file: FileReader,
  sampleRate: number,
  channelCount: number,
  durationSec: number,
): Promise<AudioSource> {
  if (file.size > maxFileBytes || durationSec * sampleRate * channelCount > maxSampleCount) {
    if ((await findFfmpeg()) !== undefined) return openWithFfmpeg(file, "mov", "ALAC in M4A");
    throw new AppError(
      "too-large",
      `The ALAC file is too long to be read: ${Math.round(durationSec / 60)} minutes.`,
      "Install ffmpeg (it is used when it is on the PATH), or export the file as FLAC.",
    );
  }
  const blocks = await decodeInMemory(moveIndexToFront(await file.read(0, file.size)), sampleRate);
  await file.close();
  return {
    info: { format: "m4a", sampleRate, channelCount: blocks.length, bitDepth: null, durationSec },
    blocks: async function* () {
      yield blocks;
    },
    close: () => file.close(),
  };
}

/** The same file with `moov` before `mdat` and the chunk offsets corrected. */
function moveIndexToFront(bytes: Uint8Array): Uint8Array {
  const atoms = listAtoms(bytes, 0, bytes.length);
  const moov = atoms.find((atom) => atom.id === "moov");
  const mdat = atoms.find((atom) => atom.id === "mdat");
  if (!moov || !mdat) throw damagedFile("its index or its samples are missing");
  if (moov.offset < mdat.offset) return bytes;
  const index = bytes.slice(moov.offset, moov.offset + moov.size);
  shiftChunkOffsets(index, moov.size);
  const first = bytes.subarray(0, mdat.offset);
  const behind = bytes.subarray(mdat.offset, moov.offset);
  return Buffer.concat([first, index, behind]);
}

/** Adds `shift` to every chunk offset (`stco`, `co64`) inside a `moov` atom, in place. */
function shiftChunkOffsets(moov: Uint8Array, shift: number): void {
  const view = new DataView(moov.buffer, moov.byteOffset, moov.byteLength);
  for (const { id, offset, size } of listSampleTables(moov)) {
    if (id !== "stco" && id !== "co64") continue;
    const width = id === "stco" ? 4 : 8;
    const count = Math.min(view.getUint32(offset + 12), Math.floor((size - 16) / width));
    for (let i = 0; i < count; i++) {
      const at = offset + 16 + i * width;
      if (width === 4) view.setUint32(at, view.getUint32(at) + shift);
      else view.setBigUint64(at, view.getBigUint64(at) + BigInt(shift));
    }
  }
}
