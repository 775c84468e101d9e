// MP3, Ogg Vorbis and Ogg Opus through WebAssembly builds of mpg123, libvorbis and libopus.
import { decoder as createMp3Decoder } from "@audio/decode-mp3";
import { decoder as createOpusDecoder } from "@audio/decode-opus";
import { decoder as createVorbisDecoder } from "@audio/decode-vorbis";
import { type AudioSource, damagedFile } from "./audio-source.ts";
import type { FileReader } from "./file-reader.ts";
import { parseMpegFrame } from "./frame-headers.ts";
import { type DecodedPiece, openStream, type StreamDecoder, type StreamRange } from "./stream-source.ts";

/** Encoder delay and padding are cut where a LAME or Xing header tells them. */
export async function openMp3(file: FileReader, range: StreamRange): Promise<AudioSource> {
  const header = parseMpegFrame(await file.read(range.offset, 4), 0);
  if (!header) throw damagedFile("its MP3 data does not begin with a frame");
  const decoder = await createMp3Decoder();
  // mpg123 is built to give two channels always; of a mono stream they are equal.
  const keepChannels = (piece: DecodedPiece): DecodedPiece => ({
    ...piece,
    channelData: piece.channelData.slice(0, header.channelCount),
  });
  const trimmed: StreamDecoder = {
    decode: (bytes) => keepChannels(decoder.decode(bytes)),
    free: () => decoder.free(),
  };
  return openStream(file, range, trimmed, { format: "mp3", bitDepth: null, durationSec: null });
}

/** Pre-skip and the end of the last page are cut as the granule positions tell. */
export async function openOggOpus(file: FileReader, range: StreamRange): Promise<AudioSource> {
  const decoder = await createOpusDecoder();
  return openStream(file, range, decoder, { format: "opus", bitDepth: null, durationSec: null });
}

export async function openOggVorbis(file: FileReader, range: StreamRange): Promise<AudioSource> {
  const decoder = await createVorbisDecoder();
  return openStream(file, range, decoder, { format: "ogg", bitDepth: null, durationSec: null });
}
