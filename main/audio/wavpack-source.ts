// WavPack through a WebAssembly build of libwavpack, some hundred blocks at a time.
import { decoder as createDecoder } from "@audio/decode-wavpack";
import { type AudioBlock, type AudioInfo, type AudioSource, damagedFile } from "./audio-source.ts";
import { readFourCc } from "./chunk-walker.ts";
import type { FileReader } from "./file-reader.ts";
import type { StreamRange } from "./stream-source.ts";

/** Fields of a block header that matter here (WavPack 4/5 file format, section 2.0). */
interface BlockHeader {
  blockBytes: number;
  /** Samples a channel; 0 for a block that holds only metadata. */
  blockSamples: number;
  /** Samples of the whole file, null when the writer did not know. */
  totalSamples: number | null;
  bits: number;
  isFloat: boolean;
  /** The last block of one span of samples: wide files keep two channels a block. */
  isFinal: boolean;
}

const headerBytes = 32;
const maxBlockBytes = 16 * 1024 * 1024;
/** libwavpack keeps all that it is fed: it starts afresh, on a block border, after so many bytes or samples. */
const maxRunBytes = 2 * 1024 * 1024;
const maxRunSamples = 1024 * 1024;

/**
 * Takes over the file: closing the source closes it.
 * @throws AppError `damaged-file`
 */
export async function openWavpack(file: FileReader, range: StreamRange): Promise<AudioSource> {
  const header = await readBlockHeader(file, range.offset);
  if (!header) throw damagedFile("its first WavPack block makes no sense");
  const blocks = decodeRuns(file, range);
  const first = await blocks.next();
  if (first.done) throw damagedFile("none of its WavPack blocks can be decoded");
  const { channelData, sampleRate } = first.value;
  const info: AudioInfo = {
    format: "wv",
    sampleRate,
    channelCount: channelData.length,
    bitDepth: header.bits,
    durationSec: header.totalSamples === null ? null : header.totalSamples / sampleRate,
  };
  return {
    info,
    blocks: async function* () {
      yield channelData;
      for await (const run of blocks) yield run.channelData;
    },
    close: async () => {
      await blocks.return(undefined);
      await file.close();
    },
  };
}

async function* decodeRuns(
  file: FileReader,
  range: StreamRange,
): AsyncGenerator<{ channelData: AudioBlock; sampleRate: number }> {
  const end = range.offset + range.bytes;
  let offset = range.offset;
  while (offset < end) {
    const run = await findRun(file, offset, end);
    if (!run) return;
    const bytes = await file.read(offset, run.bytes);
    const decoded = await decodeRun(bytes);
    if ((decoded.channelData[0]?.length ?? 0) > 0) {
      if (!run.isFloat) restoreScale(decoded.channelData, run.bits);
      yield decoded;
    }
    offset += run.bytes;
  }
}

async function decodeRun(bytes: Uint8Array): Promise<{ channelData: AudioBlock; sampleRate: number }> {
  const decoder = await createDecoder();
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw damagedFile(
      `its decoder gave up (${error instanceof Error ? error.message : String(error)})`,
      error,
    );
  } finally {
    decoder.free();
  }
}

interface Run {
  bytes: number;
  bits: number;
  isFloat: boolean;
}

/** Whole blocks from `offset` on, up to a limit; undefined where there is no block. */
async function findRun(file: FileReader, offset: number, end: number): Promise<Run | undefined> {
  let run: Run | undefined;
  let samples = 0;
  let position = offset;
  while (position + headerBytes <= end) {
    const header = await readBlockHeader(file, position);
    // Behind the last block come tags; a block that the file cuts short is lost.
    if (!header || position + header.blockBytes > end) break;
    position += header.blockBytes;
    if (!header.isFinal) continue;
    samples += header.blockSamples;
    run = { bytes: position - offset, bits: header.bits, isFloat: header.isFloat };
    if (run.bytes >= maxRunBytes || samples >= maxRunSamples) break;
  }
  return run;
}

async function readBlockHeader(file: FileReader, offset: number): Promise<BlockHeader | undefined> {
  const bytes = await file.read(offset, headerBytes);
  if (bytes.length < headerBytes || readFourCc(bytes, 0) !== "wvpk") return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blockBytes = view.getUint32(4, true) + 8;
  if (blockBytes < headerBytes || blockBytes > maxBlockBytes) return undefined;
  const flags = view.getUint32(24, true);
  const totalSamples = view.getUint32(12, true);
  return {
    blockBytes,
    blockSamples: view.getUint32(20, true),
    totalSamples: totalSamples === 0xffffffff ? null : totalSamples + view.getUint8(11) * 0xffffffff,
    bits: ((flags & 3) + 1) * 8 - ((flags >> 13) & 31),
    isFloat: (flags & 0x80) !== 0,
    isFinal: (flags & 0x1000) !== 0,
  };
}

/**
 * The package divides positive samples by 2^(bits-1) - 1 and negative ones by 2^(bits-1); every other decoder,
 * and the PCM reader here, divides both by 2^(bits-1).
 */
function restoreScale(channels: AudioBlock, bits: number): void {
  const full = 2 ** (bits - 1);
  const positiveScale = full - 1;
  for (const samples of channels) {
    for (let i = 0; i < samples.length; i++) {
      const sample = samples[i] as number;
      if (sample <= 0) continue;
      // Up to 24 bits the integer is found again exactly; float32 holds no more.
      samples[i] = bits <= 24 ? Math.round(sample * positiveScale) / full : (sample * positiveScale) / full;
    }
  }
}
