// Headers of streams that have no file header: MPEG audio (MP3) and ADTS (AAC).

export interface MpegFrame {
  /** 1, 2 or 3. */
  layer: number;
  sampleRate: number;
  channelCount: number;
  /** Bytes of the whole frame, header included. */
  frameBytes: number;
  /** Samples a channel. */
  frameSamples: number;
}

/** kbit/s by [MPEG-1, MPEG-2] and layer 1..3 (ISO 11172-3 and 13818-3). */
const bitrates: Record<string, number[]> = {
  "1/1": [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  "1/2": [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  "1/3": [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  "2/1": [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  "2/2": [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  "2/3": [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const mpeg1Rates = [44_100, 48_000, 32_000];

/** The MPEG audio frame whose header lies at `offset`, or undefined. Free-format streams are not read. */
export function parseMpegFrame(bytes: Uint8Array, offset: number): MpegFrame | undefined {
  if (offset + 4 > bytes.length) return undefined;
  const [a, b, c, d] = bytes.subarray(offset, offset + 4) as unknown as [number, number, number, number];
  if (a !== 0xff || (b & 0xe0) !== 0xe0) return undefined;
  const version = (b >> 3) & 3; // 0 = MPEG-2.5, 2 = MPEG-2, 3 = MPEG-1
  const layer = 4 - ((b >> 1) & 3);
  const bitrateIndex = c >> 4;
  const rateIndex = (c >> 2) & 3;
  if (version === 1 || layer === 4 || bitrateIndex === 0 || bitrateIndex === 15 || rateIndex === 3) {
    return undefined;
  }
  const isMpeg1 = version === 3;
  const sampleRate = (mpeg1Rates[rateIndex] as number) / (isMpeg1 ? 1 : version === 2 ? 2 : 4);
  const bitrate = (bitrates[`${isMpeg1 ? 1 : 2}/${layer}`]?.[bitrateIndex] ?? 0) * 1000;
  const padding = (c >> 1) & 1;
  const frameSamples = layer === 1 ? 384 : layer === 3 && !isMpeg1 ? 576 : 1152;
  const frameBytes =
    layer === 1
      ? (Math.floor((12 * bitrate) / sampleRate) + padding) * 4
      : Math.floor(((frameSamples / 8) * bitrate) / sampleRate) + padding;
  return { layer, sampleRate, channelCount: d >> 6 === 3 ? 1 : 2, frameBytes, frameSamples };
}

/** Offset of the first of several MPEG frames in a row that fit together, or undefined. */
export function findMpegFrames(bytes: Uint8Array): number | undefined {
  for (let start = 0; start + 4 <= bytes.length; start++) {
    if (bytes[start] !== 0xff) continue;
    if (hasFrameRun(bytes, start)) return start;
  }
  return undefined;
}

/** Three frames in a row; fewer only when the bytes end exactly there. */
function hasFrameRun(bytes: Uint8Array, start: number): boolean {
  let offset = start;
  let sampleRate = 0;
  for (let count = 0; count < 3; count++) {
    const frame = parseMpegFrame(bytes, offset);
    if (!frame || (sampleRate !== 0 && frame.sampleRate !== sampleRate)) return false;
    sampleRate = frame.sampleRate;
    offset += frame.frameBytes;
    // A file so short that it ends here: trust it only from its first byte.
    if (offset >= bytes.length) return start === 0 && offset === bytes.length;
  }
  return true;
}

export interface AdtsFrame {
  /** MPEG-4 audio object type: 2 is AAC-LC. */
  objectType: number;
  /** Index into the table of sample rates. */
  rateIndex: number;
  /** 0 where the stream itself says it. */
  channelConfig: number;
  headerBytes: number;
  frameBytes: number;
}

/** Sample rates by index (ISO 14496-3, table 1.18). */
export const aacSampleRates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
];

/** The ADTS frame whose header lies at `offset`, or undefined. */
export function findAdtsFrame(bytes: Uint8Array, offset: number): AdtsFrame | undefined {
  if (offset + 7 > bytes.length) return undefined;
  const at = (index: number): number => bytes[offset + index] as number;
  // Sync word, layer 0.
  if (at(0) !== 0xff || (at(1) & 0xf6) !== 0xf0) return undefined;
  const rateIndex = (at(2) >> 2) & 15;
  const headerBytes = at(1) & 1 ? 7 : 9;
  const frameBytes = ((at(3) & 3) << 11) | (at(4) << 3) | (at(5) >> 5);
  if (rateIndex >= aacSampleRates.length || frameBytes <= headerBytes) return undefined;
  return {
    objectType: (at(2) >> 6) + 1,
    rateIndex,
    channelConfig: ((at(2) & 1) << 2) | (at(3) >> 6),
    headerBytes,
    frameBytes,
  };
}

/** A 7-byte ADTS header for one raw AAC-LC packet. */
export function toAdtsHeader(
  objectType: number,
  rateIndex: number,
  channelConfig: number,
  packetBytes: number,
): Uint8Array {
  const frameBytes = packetBytes + 7;
  return Uint8Array.of(
    0xff,
    0xf1,
    ((objectType - 1) << 6) | (rateIndex << 2) | (channelConfig >> 2),
    ((channelConfig & 3) << 6) | (frameBytes >> 11),
    (frameBytes >> 3) & 0xff,
    ((frameBytes & 7) << 5) | 0x1f,
    0xfc,
  );
}
