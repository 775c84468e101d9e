// Uncompressed samples, block by block: memory does not depend on the length of the file.
import type { AudioBlock, AudioSource } from "./audio-source.ts";
import type { FileReader } from "./file-reader.ts";
import type { PcmLayout } from "./pcm-header.ts";
import { toPlanarSamples } from "./pcm-samples.ts";

const targetBlockBytes = 256 * 1024;

/** A source over the sample range of a PCM file. Takes over the file: closing the source closes it. */
export function openPcm(file: FileReader, layout: PcmLayout): AudioSource {
  const frameBytes = layout.bytesPerSample * layout.channelCount;
  return {
    info: {
      format: layout.format,
      sampleRate: layout.sampleRate,
      channelCount: layout.channelCount,
      bitDepth: layout.bitDepth,
      durationSec: layout.dataBytes / frameBytes / layout.sampleRate,
    },
    blocks: () => readBlocks(file, layout, frameBytes),
    close: () => file.close(),
  };
}

async function* readBlocks(
  file: FileReader,
  layout: PcmLayout,
  frameBytes: number,
): AsyncGenerator<AudioBlock> {
  const blockBytes = Math.max(1, Math.floor(targetBlockBytes / frameBytes)) * frameBytes;
  const end = layout.dataOffset + layout.dataBytes;
  for (let offset = layout.dataOffset; offset < end; offset += blockBytes) {
    const wanted = Math.min(blockBytes, end - offset);
    const bytes = await file.read(offset, wanted);
    const block = toPlanarSamples(bytes, layout);
    if ((block[0]?.length ?? 0) > 0) yield block;
    // The file was cut while it was read: what is there was given.
    if (bytes.length < wanted) return;
  }
}
