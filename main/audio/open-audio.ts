// The door to all formats: from a path to an open source. Decoders are loaded when first needed.
import path from "node:path";
import { type AudioSource, checkShape, emptyFile } from "./audio-source.ts";
import { checkSource } from "./checked-source.ts";
import { type DetectedFormat, detectFormat } from "./detect-format.ts";
import { FileReader } from "./file-reader.ts";
import {
  type CompressedLayout,
  type ContainerLayout,
  readWave64Header,
  readWaveHeader,
} from "./pcm-header.ts";
import { readAiffHeader, readAuHeader, readCafHeader } from "./pcm-header-apple.ts";
import { openPcm } from "./pcm-source.ts";
import type { StreamRange } from "./stream-source.ts";

export type { AudioBlock, AudioInfo, AudioSource } from "./audio-source.ts";

/** Extensions of sound files, without dot. Some hold what cannot be read; those are listed with the reason. */
const audioExtensions = new Set(
  (
    "wav wave bwf rf64 w64 aif aiff aifc caf au snd flac mp3 mp2 mpga ogg oga opus wv m4a m4b mp4a aac alac " +
    "wma ape mpc tta mka weba amr ac3 dsf dff voc 8svx rx2 rex rcy spx"
  ).split(" "),
);

/** True when the name looks like a sound file. What is in it shows only when it is opened. */
export function isAudioPath(filePath: string): boolean {
  const name = path.basename(filePath);
  // macOS leaves `._name` companions on foreign drives; they hold no sound.
  if (name.startsWith("._")) return false;
  return audioExtensions.has(path.extname(name).slice(1).toLowerCase());
}

/**
 * Opens a sound file by its content, not by its name. The header is checked; damage further in shows while
 * the blocks are read. The source holds the file open until `close()`.
 * @throws AppError `file-missing`, `unreadable-file`, `not-a-file`, `empty-file`, `unsupported-format`,
 *   `damaged-file`, `too-many-channels`, `too-large`; its blocks `damaged-file`, `empty-file`, `too-long`
 */
export async function openAudio(filePath: string): Promise<AudioSource> {
  const file = await FileReader.open(filePath);
  try {
    return checkSource(await openDetected(file, await detectFormat(file)));
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function openDetected(file: FileReader, detected: DetectedFormat): Promise<AudioSource> {
  const range = { offset: detected.offset, bytes: file.size - detected.offset };
  switch (detected.format) {
    case "wave":
      return openContainer(file, await readWaveHeader(file));
    case "wave64":
      return openContainer(file, await readWave64Header(file));
    case "aiff":
      return openContainer(file, await readAiffHeader(file));
    case "caf":
      return openContainer(file, await readCafHeader(file));
    case "au":
      return openContainer(file, await readAuHeader(file));
    case "flac":
    case "ogg-flac": {
      const { openFlac } = await import("./flac-source.ts");
      return openFlac(file, range);
    }
    case "wavpack": {
      const { openWavpack } = await import("./wavpack-source.ts");
      return openWavpack(file, range);
    }
    case "mp3":
    case "ogg-vorbis":
    case "ogg-opus":
      return openLossy(file, range, detected.format);
    case "aac":
    case "m4a": {
      const { openAac, openM4a } = await import("./aac-source.ts");
      return detected.format === "aac" ? openAac(file, range) : openM4a(file);
    }
    case "foreign": {
      const { openWithFfmpeg } = await import("./ffmpeg-source.ts");
      return openWithFfmpeg(file, detected.demuxer ?? "", detected.title ?? "");
    }
  }
}

async function openLossy(
  file: FileReader,
  range: StreamRange,
  format: "mp3" | "ogg-vorbis" | "ogg-opus",
): Promise<AudioSource> {
  const { openMp3, openOggOpus, openOggVorbis } = await import("./lossy-source.ts");
  const open = { mp3: openMp3, "ogg-vorbis": openOggVorbis, "ogg-opus": openOggOpus }[format];
  return open(file, range);
}

/** A container of PCM may also hold a compressed stream: MP3 in WAV, ADPCM, Apple's codecs in CAF. */
async function openContainer(file: FileReader, layout: ContainerLayout): Promise<AudioSource> {
  if (layout.kind === "pcm") {
    checkShape(layout.sampleRate, layout.channelCount);
    return openPcm(file, layout);
  }
  if (layout.dataBytes === 0) throw emptyFile("The file has a header but no samples.");
  if (layout.codec === "mp3") return openMp3InWave(file, layout);
  const { openWithFfmpeg } = await import("./ffmpeg-source.ts");
  const demuxers: Record<string, string> = { wav: "wav", rf64: "wav", bw64: "wav" };
  return openWithFfmpeg(
    file,
    demuxers[layout.format] ?? layout.format,
    `${layout.format.toUpperCase()} with ${layout.codec}`,
  );
}

async function openMp3InWave(file: FileReader, layout: CompressedLayout): Promise<AudioSource> {
  const { openMp3 } = await import("./lossy-source.ts");
  const source = await openMp3(file, { offset: layout.dataOffset, bytes: layout.dataBytes });
  return { ...source, info: { ...source.info, format: layout.format } };
}
