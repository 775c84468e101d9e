// AAC in ADTS streams and in M4A, and ALAC in M4A. Mediabunny finds the packets, wherever the index lies.
import {
  CustomSource,
  EncodedPacketSink,
  Input,
  type InputAudioTrack,
  Logging,
  LogLevel,
  MP4,
  QTFF,
} from "mediabunny";
import { AppError } from "../base/app-error.ts";
import { openAlac } from "./alac-source.ts";
import { type AudioBlock, type AudioSource, checkShape, damagedFile } from "./audio-source.ts";
import { openWithFfmpeg } from "./ffmpeg-source.ts";
import type { FileReader } from "./file-reader.ts";
import { aacSampleRates, findAdtsFrame, toAdtsHeader } from "./frame-headers.ts";
import { checkIndex } from "./mp4-atoms.ts";
import type { StreamRange } from "./stream-source.ts";
import { decodeInMemory } from "./web-audio-decoder.ts";

// What it would print is told by the errors here.
Logging.level = LogLevel.Silent;

const packetSamples = 1024;
/** Packets that are decoded at once: about 6 s. */
const batchPackets = 256;
/** Each packet overlaps the one before: a batch begins with these again, and their samples are dropped. */
const rollPackets = 2;
const aacLowComplexity = 2;

/** An ADTS stream. Takes over the file. @throws AppError `damaged-file`, `unsupported-format` */
export async function openAac(file: FileReader, range: StreamRange): Promise<AudioSource> {
  const header = findAdtsFrame(await file.read(range.offset, 9), 0);
  if (!header) throw damagedFile("its AAC data does not begin with a frame");
  if (header.objectType !== aacLowComplexity || header.channelConfig === 0) {
    return openWithFfmpeg(file, "aac", "AAC other than the plain kind (AAC-LC)");
  }
  const sampleRate = aacSampleRates[header.rateIndex] as number;
  const channelCount = header.channelConfig === 7 ? 8 : header.channelConfig;
  return {
    info: { format: "aac", sampleRate, channelCount, bitDepth: null, durationSec: null },
    blocks: () => decodePackets(readAdtsFrames(file, range), sampleRate, 0, Number.POSITIVE_INFINITY),
    close: () => file.close(),
  };
}

/** An MP4, M4A or QuickTime file. Takes over the file. @throws AppError `damaged-file`, `unsupported-format` */
export async function openM4a(file: FileReader): Promise<AudioSource> {
  await checkIndex(file);
  const input = new Input({
    source: new CustomSource({
      getSize: () => file.size,
      read: (start, end) => file.read(start, end - start),
    }),
    formats: [MP4, QTFF],
  });
  const close = async (): Promise<void> => {
    input.dispose();
    await file.close();
  };
  try {
    const track = await input.getPrimaryAudioTrack();
    if (!track) throw damagedFile("it has no sound track");
    const sampleRate = await track.getSampleRate();
    const channelCount = await track.getNumberOfChannels();
    checkShape(sampleRate, channelCount);
    if (track.internalCodecId === "alac") {
      return await openAlac(file, sampleRate, channelCount, await track.computeDuration());
    }
    const config = readAudioConfig((await track.getDecoderConfig())?.description);
    if ((await track.getCodec()) !== "aac" || !config) {
      return await openWithFfmpeg(file, "mov", `M4A with ${await describeCodec(track)}`);
    }
    const start = Math.max(0, Math.round(-(await track.getFirstTimestamp()) * sampleRate));
    const durationSec = await track.computeDuration();
    if (!(durationSec > 0)) throw damagedFile("its sound track has no length");
    return {
      info: { format: "m4a", sampleRate, channelCount, bitDepth: null, durationSec },
      blocks: () =>
        decodePackets(
          readAdtsPackets(track, config.rateIndex, config.channelConfig),
          sampleRate,
          start,
          Math.round(durationSec * sampleRate),
        ),
      close,
    };
  } catch (error) {
    input.dispose();
    if (error instanceof AppError) throw error;
    throw damagedFile(
      `its index makes no sense (${error instanceof Error ? error.message : String(error)})`,
      error,
    );
  }
}

async function describeCodec(track: InputAudioTrack): Promise<string> {
  const codec = await track.getCodec();
  if (codec === "aac") return "AAC other than the plain kind (AAC-LC)";
  return codec ?? String(track.internalCodecId ?? "an unknown codec");
}

/**
 * The AudioSpecificConfig of ISO 14496-3 1.6.2.1.
 * @returns undefined for all but AAC-LC with a standard rate and channel layout
 */
function readAudioConfig(
  description: AllowSharedBufferSource | undefined,
): { rateIndex: number; channelConfig: number } | undefined {
  if (description === undefined) return undefined;
  const bytes = ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
    : new Uint8Array(description);
  const [a, b] = bytes;
  if (a === undefined || b === undefined) return undefined;
  const rateIndex = ((a & 7) << 1) | (b >> 7);
  const channelConfig = (b >> 3) & 15;
  if (a >> 3 !== aacLowComplexity || rateIndex >= aacSampleRates.length) return undefined;
  return channelConfig === 0 || channelConfig > 7 ? undefined : { rateIndex, channelConfig };
}

async function* readAdtsPackets(
  track: InputAudioTrack,
  rateIndex: number,
  channelConfig: number,
): AsyncGenerator<Uint8Array> {
  const sink = new EncodedPacketSink(track);
  let packet = await tryDemux(() => sink.getFirstPacket());
  while (packet) {
    const { data } = packet;
    const header = toAdtsHeader(aacLowComplexity, rateIndex, channelConfig, data.length);
    const frame = new Uint8Array(header.length + data.length);
    frame.set(header);
    frame.set(data, header.length);
    yield frame;
    const last = packet;
    packet = await tryDemux(() => sink.getNextPacket(last));
  }
}

/** The demuxer throws plain errors, assertions among them, where an index contradicts itself. */
async function tryDemux<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw damagedFile(
      `its index makes no sense (${error instanceof Error ? error.message : String(error)})`,
      error,
    );
  }
}

async function* readAdtsFrames(file: FileReader, range: StreamRange): AsyncGenerator<Uint8Array> {
  const end = range.offset + range.bytes;
  const windowBytes = 256 * 1024;
  for (let offset = range.offset; offset < end;) {
    const window = await file.read(offset, Math.min(windowBytes, end - offset));
    let at = 0;
    for (;;) {
      const frame = findAdtsFrame(window, at);
      if (!frame || at + frame.frameBytes > window.length) break;
      yield window.subarray(at, at + frame.frameBytes);
      at += frame.frameBytes;
    }
    // No whole frame here: the end, a tag, or damage. What came before was given.
    if (at === 0) return;
    offset += at;
  }
}

/**
 * Decodes ADTS frames batch by batch.
 * @param skip samples of encoder delay at the start @param count samples to give at most
 */
async function* decodePackets(
  frames: AsyncIterable<Uint8Array>,
  sampleRate: number,
  skip: number,
  count: number,
): AsyncGenerator<AudioBlock> {
  let toSkip = skip;
  let toGive = count;
  for await (const { batch, rollCount } of batchFrames(frames)) {
    const decoded = await decodeInMemory(batch, sampleRate);
    const start = rollCount * packetSamples + toSkip;
    const length = decoded[0]?.length ?? 0;
    toSkip = Math.max(0, start - length);
    const end = Math.min(length, start + toGive);
    if (end > start) {
      yield decoded.map((samples) => samples.slice(start, end));
      toGive -= end - start;
    }
    if (toGive <= 0) return;
  }
}

async function* batchFrames(
  frames: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ batch: Uint8Array; rollCount: number }> {
  let waiting: Uint8Array[] = [];
  let rollCount = 0;
  for await (const frame of frames) {
    waiting.push(frame.slice());
    if (waiting.length - rollCount < batchPackets) continue;
    yield { batch: Buffer.concat(waiting), rollCount };
    waiting = waiting.slice(-rollPackets);
    rollCount = waiting.length;
  }
  if (waiting.length > rollCount) yield { batch: Buffer.concat(waiting), rollCount };
}
