// Formats that nothing here can decode, through the user's own ffmpeg. Earshot brings none.
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { access, constants } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import type { AppError } from "../base/app-error.ts";
import {
  type AudioBlock,
  type AudioInfo,
  type AudioSource,
  damagedFile,
  unsupportedFormat,
} from "./audio-source.ts";
import type { FileReader } from "./file-reader.ts";
import { toPlanarSamples } from "./pcm-samples.ts";

/** An ffmpeg that has given nothing for so long is ended. */
const silenceLimitMs = 20_000;
/** Header of the WAV stream on ffmpeg's standard output: RIFF, fmt and data, written without other chunks. */
const maxHeaderBytes = 4096;
const maxMessageLength = 2000;

type Ffmpeg = ChildProcessByStdio<null, Readable, Readable>;

/**
 * Decodes with ffmpeg, as float32, block by block. The demuxer is forced and may open nothing but this file, so
 * that a playlist in disguise reaches no other file.
 * @param demuxer ffmpeg's name of the container
 * @param title the format's name for people
 * @throws AppError `unsupported-format` when there is no ffmpeg, `damaged-file`
 */
export async function openWithFfmpeg(file: FileReader, demuxer: string, title: string): Promise<AudioSource> {
  const program = await findFfmpeg();
  if (program === undefined) {
    throw unsupportedFormat(
      `${title} cannot be read by Earshot alone.`,
      "Install ffmpeg (it is used when it is on the PATH), or export the file as WAV or FLAC.",
    );
  }
  await file.close();
  const input = [
    "-protocol_whitelist",
    "file,pipe",
    "-f",
    demuxer,
    "-i",
    `file:${file.path}`,
    "-map",
    "0:a:0",
  ];
  const wave = ["-map_metadata", "-1", "-fflags", "+bitexact", "-c:a", "pcm_f32le", "-f", "wav", "pipe:1"];
  const child = spawn(program, ["-nostdin", "-hide_banner", "-v", "error", ...input, ...wave], {
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
  });
  const output = new FfmpegOutput(child, title);
  try {
    const { sampleRate, channelCount } = await output.readHeader();
    const format = findFormatName(file.path);
    const info: AudioInfo = { format, sampleRate, channelCount, bitDepth: null, durationSec: null };
    return { info, blocks: () => output.readBlocks(channelCount), close: () => output.end() };
  } catch (error) {
    await output.end();
    throw error;
  }
}

/** The name that users know such files by. */
function findFormatName(filePath: string): string {
  return path.extname(filePath).slice(1).toLowerCase() || "unknown";
}

/** Absolute path of the ffmpeg on the PATH. The current folder is never searched, not even on Windows. */
export async function findFfmpeg(): Promise<string | undefined> {
  const name = process.platform === "win32" ? "ffmpeg.exe" : "ffmpeg";
  for (const folder of (process.env["PATH"] ?? "").split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue;
    const candidate = path.join(folder, name);
    try {
      await access(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/** The WAV stream that ffmpeg writes, and the end of its process. */
class FfmpegOutput {
  readonly #child: Ffmpeg;
  readonly #title: string;
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #exit: Promise<number | null>;
  #pending: Uint8Array = new Uint8Array(0);
  #message = "";
  #timer: NodeJS.Timeout | undefined;
  #isLate = false;

  constructor(child: Ffmpeg, title: string) {
    this.#child = child;
    this.#title = title;
    this.#exit = new Promise((resolve) => {
      child.once("close", (code) => resolve(code));
      child.once("error", () => resolve(null));
    });
    child.stderr.on("data", (text: Buffer) => {
      if (this.#message.length < maxMessageLength) this.#message += text.toString("utf8");
    });
    this.#chunks = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** Rate and channels from the header of the stream; keeps what follows it. */
  async readHeader(): Promise<{ sampleRate: number; channelCount: number }> {
    for (;;) {
      const header = parseStreamedHeader(this.#pending);
      if (header) {
        this.#pending = this.#pending.subarray(header.bytes);
        return header;
      }
      const chunk = await this.#next();
      if (!chunk || this.#pending.length > maxHeaderBytes) throw await this.#explain();
      this.#pending = Buffer.concat([this.#pending, chunk]);
    }
  }

  async *readBlocks(channelCount: number): AsyncGenerator<AudioBlock> {
    const storage = { channelCount, encoding: "float", bytesPerSample: 4, isLittleEndian: true } as const;
    const frameBytes = 4 * channelCount;
    for (;;) {
      const whole = this.#pending.length - (this.#pending.length % frameBytes);
      if (whole > 0) {
        yield toPlanarSamples(this.#pending.subarray(0, whole), storage);
        this.#pending = this.#pending.subarray(whole);
      }
      const chunk = await this.#next();
      if (!chunk) break;
      this.#pending = this.#pending.length > 0 ? Buffer.concat([this.#pending, chunk]) : chunk;
    }
    // What could be decoded before the damage was given; without an exit code of 0 it is not the whole.
    if ((await this.#exit) !== 0) throw await this.#explain();
  }

  async end(): Promise<void> {
    clearTimeout(this.#timer);
    this.#child.kill("SIGKILL");
    this.#child.stdout.destroy();
    await this.#exit;
  }

  async #next(): Promise<Buffer | undefined> {
    this.#timer = setTimeout(() => {
      this.#isLate = true;
      this.#child.kill("SIGKILL");
    }, silenceLimitMs);
    try {
      const { done, value } = await this.#chunks.next();
      return done ? undefined : value;
    } finally {
      clearTimeout(this.#timer);
    }
  }

  async #explain(): Promise<AppError> {
    await this.#exit;
    if (this.#isLate) return damagedFile(`ffmpeg gave nothing for ${silenceLimitMs / 1000} s`);
    const reason = this.#message.trim().split("\n").at(-1) ?? "";
    return damagedFile(`ffmpeg cannot read it as ${this.#title}${reason ? ` (${reason})` : ""}`);
  }
}

/** Undefined while the header is not there as a whole. */
function parseStreamedHeader(
  bytes: Uint8Array,
): { bytes: number; sampleRate: number; channelCount: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let sampleRate = 0;
  let channelCount = 0;
  for (let offset = 12; offset + 8 <= bytes.length;) {
    const id = view.getUint32(offset);
    const size = view.getUint32(offset + 4, true);
    if (id === 0x64617461 /* data */) return { bytes: offset + 8, sampleRate, channelCount };
    if (id === 0x666d7420 /* fmt */ && offset + 16 <= bytes.length) {
      channelCount = view.getUint16(offset + 10, true);
      sampleRate = view.getUint32(offset + 12, true);
    }
    offset += 8 + size + (size % 2);
  }
  return undefined;
}
