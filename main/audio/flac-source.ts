// FLAC files, native and in Ogg, frame by frame. A damaged frame is left out and the next one is looked for.
import { type AudioBlock, type AudioSource, checkShape, damagedFile } from "./audio-source.ts";
import { lookAheadBytes } from "./bit-reader.ts";
import { readFourCc } from "./chunk-walker.ts";
import type { FileReader } from "./file-reader.ts";
import { decodeFlacFrame, type FlacStreamInfo, maxFrameBytes, parseFlacHeader } from "./flac-frame.ts";
import { readOggPackets } from "./ogg-packets.ts";
import type { StreamRange } from "./stream-source.ts";

/** Frames are gathered to blocks of at least this many samples. */
const blockSamples = 32 * 1024;
const readBytes = 256 * 1024;
const longestHeader = 16;

/** Takes over the file: closing the source closes it. @throws AppError `damaged-file`, `too-many-channels` */
export async function openFlac(file: FileReader, range: StreamRange): Promise<AudioSource> {
  const isOgg = readFourCc(await file.read(range.offset, 4), 0) === "OggS";
  const { info, framesOffset } = isOgg
    ? { info: await readOggStreamInfo(file, range), framesOffset: 0 }
    : await readMetadata(file, range.offset);
  checkShape(info.sampleRate, info.channelCount);
  return {
    info: {
      format: "flac",
      sampleRate: info.sampleRate,
      channelCount: info.channelCount,
      bitDepth: info.bitDepth,
      durationSec: info.totalSamples === null ? null : info.totalSamples / info.sampleRate,
    },
    blocks: () =>
      gather(isOgg ? readOggFrames(file, range, info) : readFrames(file, framesOffset, range, info)),
    close: () => file.close(),
  };
}

/** Walks the metadata blocks. The frames begin behind the last one. */
async function readMetadata(
  file: FileReader,
  start: number,
): Promise<{ info: FlacStreamInfo; framesOffset: number }> {
  let info: FlacStreamInfo | undefined;
  let offset = start + 4;
  for (;;) {
    const header = await file.read(offset, 4 + 34);
    if (header.length < 4) throw damagedFile("it ends inside its header");
    const [type, a, b, c] = header as unknown as [number, number, number, number];
    if ((type & 0x7f) === 0 && header.length === 38) info = parseStreamInfo(header, 4);
    offset += 4 + ((a << 16) | (b << 8) | c);
    if (type & 0x80) break;
  }
  if (!info) throw damagedFile("it has no format header");
  return { info, framesOffset: offset };
}

async function readOggStreamInfo(file: FileReader, range: StreamRange): Promise<FlacStreamInfo> {
  for await (const packet of readOggPackets(file, range)) {
    // 0x7F, "FLAC", version, packet count, "fLaC", then a metadata block with its 4-byte header.
    if (packet.length >= 17 + 34) return parseStreamInfo(packet, 17);
    break;
  }
  throw damagedFile("it has no format header");
}

function parseStreamInfo(bytes: Uint8Array, offset: number): FlacStreamInfo {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, 34);
  const packed = view.getUint32(10);
  const totalSamples = (view.getUint8(13) & 15) * 2 ** 32 + view.getUint32(14);
  return {
    sampleRate: packed >>> 12,
    channelCount: ((packed >>> 9) & 7) + 1,
    bitDepth: ((packed >>> 4) & 31) + 1,
    totalSamples: totalSamples === 0 ? null : totalSamples,
  };
}

async function* readFrames(
  file: FileReader,
  framesOffset: number,
  range: StreamRange,
  info: FlacStreamInfo,
): AsyncGenerator<AudioBlock> {
  const end = range.offset + range.bytes;
  let windowOffset = framesOffset;
  let window: Uint8Array = new Uint8Array(lookAheadBytes);
  let at = 0;
  /** Sees to it that `bytes` from `at` on are in the window, or all there are. */
  const reach = async (bytes: number): Promise<void> => {
    const contentEnd = windowOffset + window.length - lookAheadBytes;
    if (contentEnd >= end || windowOffset + at + bytes <= contentEnd) return;
    windowOffset += at;
    at = 0;
    window = await readWindow(file, windowOffset, bytes + readBytes, end);
  };
  for (;;) {
    await reach(longestHeader);
    at = findSync(window, at);
    if (at >= window.length - lookAheadBytes) {
      if (windowOffset + at >= end || window.length === lookAheadBytes) return;
      continue;
    }
    await reach(longestHeader);
    const header = parseFlacHeader(window, at, info);
    if (header) await reach(maxFrameBytes(header, info.channelCount));
    const frame = header && decodeFlacFrame(window, at, header, info.channelCount);
    if (frame) yield frame.channels;
    at += frame?.frameBytes ?? 1;
  }
}

/** Bytes of the file from `offset`, with the look-ahead that the bit reader wants behind them. */
async function readWindow(file: FileReader, offset: number, bytes: number, end: number): Promise<Uint8Array> {
  const content = await file.read(offset, Math.min(bytes, end - offset));
  const window = new Uint8Array(content.length + lookAheadBytes);
  window.set(content);
  return window;
}

/** Offset of the next byte that may begin a frame, or the end of the content. */
function findSync(window: Uint8Array, start: number): number {
  const end = window.length - lookAheadBytes;
  for (let i = start; i < end; i++) {
    if (window[i] === 0xff && ((window[i + 1] as number) & 0xfe) === 0xf8) return i;
  }
  return end;
}

/** In Ogg every packet behind the header packets is one frame. */
async function* readOggFrames(
  file: FileReader,
  range: StreamRange,
  info: FlacStreamInfo,
): AsyncGenerator<AudioBlock> {
  for await (const packet of readOggPackets(file, range)) {
    if (packet[0] !== 0xff) continue;
    const window = new Uint8Array(packet.length + lookAheadBytes);
    window.set(packet);
    const header = parseFlacHeader(window, 0, info);
    const frame = header && decodeFlacFrame(window, 0, header, info.channelCount);
    if (frame) yield frame.channels;
  }
}

/** Joins frames, which may be as short as 16 samples, to blocks worth passing on. */
async function* gather(frames: AsyncIterable<AudioBlock>): AsyncGenerator<AudioBlock> {
  let parts: AudioBlock[] = [];
  let count = 0;
  for await (const frame of frames) {
    parts.push(frame);
    count += frame[0]?.length ?? 0;
    if (count < blockSamples) continue;
    yield joinBlocks(parts, count);
    parts = [];
    count = 0;
  }
  if (count > 0) yield joinBlocks(parts, count);
}

/** Blocks of equal channel counts, one behind the other. @param count samples a channel in all of them */
export function joinBlocks(blocks: AudioBlock[], count: number): AudioBlock {
  if (blocks.length === 1) return blocks[0] as AudioBlock;
  return (blocks[0] ?? []).map((_unused, channel) => {
    const joined = new Float32Array(count);
    let offset = 0;
    for (const block of blocks) {
      const samples = block[channel] as Float32Array;
      joined.set(samples, offset);
      offset += samples.length;
    }
    return joined;
  });
}
