// Walks the chunks of RIFF, RF64, BW64, W64, AIFF and CAF files, reading headers only.
import type { FileReader } from "./file-reader.ts";

export interface Chunk {
  /** Four characters. */
  id: string;
  /** First byte of the body, from the start of the file. */
  offset: number;
  /** Bytes of the body as its header claims; may reach beyond the end of the file. */
  size: number;
}

/** How a container frames its chunks. */
export type ChunkFraming = "riff" | "w64" | "aiff" | "caf";

/** A file with more chunks than this is made to keep the reader busy. */
const maxChunkCount = 4096;

const firstChunk: Record<ChunkFraming, number> = { riff: 12, w64: 40, aiff: 12, caf: 8 };
const headerSize: Record<ChunkFraming, number> = { riff: 8, w64: 24, aiff: 8, caf: 12 };

/**
 * Chunks in file order. Ends quietly at the end of the file or where the framing breaks.
 * @param sizeOf corrects a size claimed by a chunk header (RF64 keeps the real one elsewhere)
 */
export async function* walkChunks(
  file: FileReader,
  framing: ChunkFraming,
  sizeOf: (chunk: Chunk) => number = (chunk) => chunk.size,
): AsyncGenerator<Chunk> {
  const header = headerSize[framing];
  let position = firstChunk[framing];
  for (let count = 0; count < maxChunkCount && position + header <= file.size; count++) {
    const bytes = await file.read(position, header);
    if (bytes.length < header) return;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const chunk: Chunk = {
      id: readFourCc(bytes, 0),
      offset: position + header,
      size: readSize(view, framing),
    };
    if (chunk.size < 0) return;
    yield chunk;
    position = chunk.offset + padded(sizeOf(chunk), framing);
  }
}

function readSize(view: DataView, framing: ChunkFraming): number {
  switch (framing) {
    case "riff":
      return view.getUint32(4, true);
    case "aiff":
      return view.getUint32(4, false);
    case "w64":
      // The size of a W64 chunk counts its own 24-byte header.
      return Number(view.getBigUint64(16, true)) - 24;
    case "caf": {
      const size = view.getBigInt64(4, false);
      // -1 on the data chunk: it reaches to the end of the file.
      return size === -1n ? Number.MAX_SAFE_INTEGER : Number(size);
    }
  }
}

function padded(size: number, framing: ChunkFraming): number {
  if (framing === "w64") return Math.ceil(size / 8) * 8;
  return framing === "caf" ? size : size + (size % 2);
}

/** Four bytes as Latin-1 characters. */
export function readFourCc(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}
