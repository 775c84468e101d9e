// Compressed streams that a decoder takes in pieces: MP3, Vorbis, Opus.
import { type AudioBlock, type AudioInfo, type AudioSource, damagedFile } from "./audio-source.ts";
import type { FileReader } from "./file-reader.ts";

/** What the decoder packages give for a piece of a file. */
export interface DecodedPiece {
  channelData: Float32Array[];
  sampleRate: number;
}

/** A decoder that takes a file in pieces. */
export interface StreamDecoder {
  decode(bytes: Uint8Array): DecodedPiece;
  /** Gives what was held back for bytes that never came. */
  flush?(): DecodedPiece;
  free(): void;
}

/** Byte range of the stream in its file. */
export interface StreamRange {
  offset: number;
  bytes: number;
}

/** Small, since a few bytes of a compressed stream may unfold to minutes. */
const pieceBytes = 32 * 1024;

/**
 * A source over a stream. Decodes up to the first samples at once, since only they tell rate and channels.
 * Takes over the file: closing the source closes it.
 * @throws AppError `damaged-file` when nothing can be decoded
 */
export async function openStream(
  file: FileReader,
  range: StreamRange,
  decoder: StreamDecoder,
  facts: Pick<AudioInfo, "format" | "bitDepth" | "durationSec">,
): Promise<AudioSource> {
  let isFree = false;
  const free = (): void => {
    if (isFree) return;
    isFree = true;
    decoder.free();
  };
  const pieces = decodePieces(file, range, decoder);
  try {
    const first = await pieces.next();
    if (first.done) throw damagedFile(`none of its ${facts.format.toUpperCase()} data can be decoded`);
    const { sampleRate, channelData } = first.value;
    return {
      info: { ...facts, sampleRate, channelCount: channelData.length },
      blocks: () => continueBlocks(first.value, pieces, free),
      close: async () => {
        await pieces.return(undefined);
        free();
        await file.close();
      },
    };
  } catch (error) {
    free();
    throw error;
  }
}

async function* continueBlocks(
  first: DecodedPiece,
  rest: AsyncGenerator<DecodedPiece>,
  free: () => void,
): AsyncGenerator<AudioBlock> {
  yield first.channelData;
  for await (const piece of rest) {
    if (piece.sampleRate !== first.sampleRate) {
      throw damagedFile(`it changes from ${first.sampleRate} to ${piece.sampleRate} Hz on the way`);
    }
    yield piece.channelData;
  }
  free();
}

async function* decodePieces(
  file: FileReader,
  range: StreamRange,
  decoder: StreamDecoder,
): AsyncGenerator<DecodedPiece> {
  const end = Math.min(range.offset + range.bytes, file.size);
  for (let offset = range.offset; offset < end; offset += pieceBytes) {
    const bytes = await file.read(offset, Math.min(pieceBytes, end - offset));
    if (bytes.length === 0) break;
    const piece = tryDecode(() => decoder.decode(bytes));
    if (hasSamples(piece)) yield piece;
  }
  const tail = tryDecode(() => decoder.flush?.());
  if (hasSamples(tail)) yield tail;
}

/** Decoders throw plain errors of their own for bytes that they cannot make sense of. */
function tryDecode<Result>(decode: () => Result): Result {
  try {
    return decode();
  } catch (error) {
    throw damagedFile(
      `its decoder gave up (${error instanceof Error ? error.message : String(error)})`,
      error,
    );
  }
}

function hasSamples(piece: DecodedPiece | undefined): piece is DecodedPiece {
  return (piece?.channelData[0]?.length ?? 0) > 0;
}
