// A sound's audio over HTTP or Electron's protocol: byte ranges, decoded WAV where Chromium cannot play the format.
// The engine says which file a sound is and refuses what is not in the library; no path ever comes from a request.
import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import type { FullEngineApi } from "../../preload/contract.ts";
import type { ErrorData } from "../../preload/error-data.ts";
import type { Region } from "../../preload/sound.ts";
import { AppError, isSystemError, toErrorData } from "../base/app-error.ts";
import type { Log } from "../base/log.ts";
import { toRegionName } from "../base/region-name.ts";
import { Slots } from "../base/slots.ts";
import { explainSystemError } from "../base/system-error.ts";
import { logFailure } from "./call-gate.ts";

/** What answering a request needs of it. Header values as they came, or undefined. */
export interface AudioRequest {
  method: string;
  /** The part of the URL path after `/audio/`. */
  idText: string;
  range: string | undefined;
  ifRange: string | undefined;
  ifNoneMatch: string | undefined;
  /** The URL's query: `save` asks for the file as it lies on the disk, `start` and `end` (seconds) for that part,
   * `file` (an id) says which of several copies it is saved from. */
  query: URLSearchParams;
}

export interface AudioAnswer {
  status: number;
  headers: Record<string, string>;
  /** Null for HEAD and for answers without content. The receiver reads it to the end or destroys it. */
  body: Readable | null;
}

type Engine = Pick<FullEngineApi, "getPlayable" | "decodeToWav" | "decodeRegion">;

/** Bytes to be served, wherever they lie. */
interface Content {
  sizeBytes: number;
  mimeType: string;
  etag: string;
  read(start: number, end: number): Readable;
  close(): Promise<void>;
}

/** A sound that was decoded, or that is being decoded. */
interface DecodedWav {
  bytes: Promise<Uint8Array>;
  /** 0 until it is decoded. */
  sizeBytes: number;
}

/** Decoded sounds are asked for in several ranges each: the last few are kept. */
const keptWavBytes = 96 * 1024 * 1024;
/** Who steps quickly through a list must not have every sound decoded at once. */
const decodeSlots = 2;
/** What an answer's status says of an error; everything else is a sound that cannot be decoded (422). */
const statusOfCode: Record<string, number> = {
  "no-such-sound": 404,
  "file-missing": 404,
  "file-offline": 404,
  "not-a-file": 404,
  "file-unreadable": 403,
  "unreadable-file": 403,
  "outside-library": 403,
  "wrong-region": 400,
  "region-too-long": 413,
  "too-long-to-play": 413,
  "engine-closed": 503,
  "engine-failed": 503,
  "process-gone": 503,
  internal: 500,
};
/** A FIFO or a device in place of a file must not hang the open. */
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Answers requests for audio; one for the life of a shell, since it keeps decoded sounds. */
export class AudioServer {
  readonly #engine: Engine;
  /** In the order of use, the newest last. */
  readonly #wavs = new Map<string, DecodedWav>();
  readonly #decoding = new Slots(decodeSlots);

  readonly #log: Log;

  constructor(engine: Engine, log: Log) {
    this.#engine = engine;
    this.#log = log;
  }

  /** Never throws: what goes wrong is a status and an `ErrorData` as JSON. */
  async answer(request: AudioRequest): Promise<AudioAnswer> {
    if (request.method !== "GET" && request.method !== "HEAD") {
      return errorAnswer(405, new AppError("wrong-method", "Only GET and HEAD."), { Allow: "GET, HEAD" });
    }
    if (!/^[1-9]\d{0,9}$/.test(request.idText)) {
      this.#log.warn({ id: request.idText.slice(0, 200) }, "a sound was refused");
      return errorAnswer(404, new AppError("no-such-sound", "There is no such sound."));
    }
    try {
      return await this.#answerSound(Number(request.idText), request);
    } catch (error) {
      logFailure(this.#log, "audio", error);
      if (!(error instanceof AppError)) {
        return errorAnswer(500, new AppError("internal", "The sound could not be read."));
      }
      return errorAnswer(statusOfCode[error.code] ?? 422, error);
    }
  }

  async #answerSound(id: number, request: AudioRequest): Promise<AudioAnswer> {
    const isForSaving = request.query.has("save");
    const region = findRegion(request.query);
    const playable = await this.#engine.getPlayable({ id, fileId: findFileId(request.query) });
    const file = await openFile(playable.path, playable.mimeType);
    if (region) {
      await file.close();
      const wav = await this.#decoding.use(() => this.#engine.decodeRegion({ id, region }));
      const etag = file.etag.replace(/"$/, `-${region.startSec}-${region.endSec}"`);
      return answerContent(toMemoryContent(wav, etag), request, toRegionName(playable.path, region));
    }
    const fileName = path.basename(playable.path);
    if (playable.needsDecoding && !isForSaving) {
      await file.close();
      const wav = await this.#decode(id, file.etag);
      return answerContent(toMemoryContent(wav, file.etag), request, fileName);
    }
    return answerContent(file, request, fileName);
  }

  /** Requests that come while a sound is being decoded wait for the same WAV. */
  async #decode(id: number, etag: string): Promise<Uint8Array> {
    const key = `${id} ${etag}`;
    const wav = this.#wavs.get(key) ?? {
      bytes: this.#decoding.use(() => this.#engine.decodeToWav({ id })),
      sizeBytes: 0,
    };
    // Taken out and put back, so that the map's order is the order of use.
    this.#wavs.delete(key);
    this.#wavs.set(key, wav);
    try {
      const bytes = await wav.bytes;
      wav.sizeBytes = bytes.byteLength;
      this.#forgetOldWavs(key);
      return bytes;
    } catch (error) {
      if (this.#wavs.get(key) === wav) this.#wavs.delete(key);
      throw error;
    }
  }

  #forgetOldWavs(newestKey: string): void {
    let totalBytes = 0;
    for (const [key, { sizeBytes }] of [...this.#wavs].reverse()) {
      totalBytes += sizeBytes;
      if (sizeBytes > 0 && totalBytes > keptWavBytes && key !== newestKey) this.#wavs.delete(key);
    }
  }
}

/** Anything but an id is as good as none: it only chooses among the files of the sound. */
function findFileId(query: URLSearchParams): number | undefined {
  const text = query.get("file") ?? "";
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

/** @throws AppError `wrong-region` */
function findRegion(query: URLSearchParams): Region | undefined {
  if (!query.has("start") && !query.has("end")) return undefined;
  const [startSec, endSec] = [
    Number(query.get("start") ?? Number.NaN),
    Number(query.get("end") ?? Number.NaN),
  ];
  if (startSec >= 0 && endSec > startSec && Number.isFinite(endSec)) return { startSec, endSec };
  throw new AppError("wrong-region", "A region has a start and an end in seconds, the end being later.");
}

async function openFile(filePath: string, mimeType: string): Promise<Content> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(filePath, openFlags);
    const stats = await handle.stat();
    if (!stats.isFile()) throw new AppError("not-a-file", `${filePath} is not a file.`);
    return toFileContent(
      handle,
      stats.size,
      mimeType,
      `"${stats.size.toString(36)}-${stats.mtimeMs.toString(36)}"`,
    );
  } catch (error) {
    await handle?.close();
    if (error instanceof AppError) throw error;
    throw new AppError(
      isSystemError(error, "ENOENT") ? "file-missing" : "file-unreadable",
      `${filePath} cannot be read: ${explainSystemError(error)}.`,
      "Check the file and the drive it lies on.",
    );
  }
}

function toFileContent(handle: FileHandle, sizeBytes: number, mimeType: string, etag: string): Content {
  return {
    sizeBytes,
    mimeType,
    etag,
    read: (start, end) => handle.createReadStream({ start, end }),
    close: () => handle.close(),
  };
}

function toMemoryContent(bytes: Uint8Array, fileEtag: string): Content {
  return {
    sizeBytes: bytes.byteLength,
    mimeType: "audio/wav",
    etag: fileEtag.replace(/"$/, '-wav"'),
    read: (start, end) => Readable.from([bytes.subarray(start, end + 1)], { objectMode: false }),
    close: () => Promise.resolve(),
  };
}

async function answerContent(
  content: Content,
  request: AudioRequest,
  fileName: string,
): Promise<AudioAnswer> {
  const headers: Record<string, string> = {
    "Content-Type": content.mimeType,
    "Accept-Ranges": "bytes",
    "Cache-Control": "private, no-cache",
    ETag: content.etag,
  };
  if (request.query.has("save")) headers["Content-Disposition"] = toAttachment(fileName);
  if (request.ifNoneMatch === content.etag) {
    await content.close();
    return { status: 304, headers, body: null };
  }
  const range = findRange(content, request);
  if (range === "unsatisfiable") {
    await content.close();
    return errorAnswer(416, new AppError("wrong-range", "The range lies outside the sound."), {
      "Content-Range": `bytes */${content.sizeBytes}`,
    });
  }
  const { start, end } = range ?? { start: 0, end: content.sizeBytes - 1 };
  headers["Content-Length"] = String(end - start + 1);
  if (range) headers["Content-Range"] = `bytes ${start}-${end}/${content.sizeBytes}`;
  const status = range ? 206 : 200;
  if (request.method === "HEAD" || end < start) {
    await content.close();
    return { status, headers, body: null };
  }
  return { status, headers, body: content.read(start, end) };
}

/**
 * One range, or undefined for the whole: RFC 9110, 14.2 lets a server ignore ranges, and several ranges,
 * other units and malformed ones are ignored here.
 */
function findRange(
  { sizeBytes, etag }: Content,
  { range, ifRange }: AudioRequest,
): { start: number; end: number } | "unsatisfiable" | undefined {
  if (range === undefined || (ifRange !== undefined && ifRange !== etag)) return undefined;
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/i.exec(range.trim()) ?? [];
  if (first === "" && last === "") return undefined;
  // Without a first byte, the other number counts from the end.
  const start = first === "" ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === "" || last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (first !== "" && last !== "" && Number(last) < start) return undefined;
  return start < sizeBytes ? { start, end } : "unsatisfiable";
}

function errorAnswer(status: number, error: AppError, headers: Record<string, string> = {}): AudioAnswer {
  const content = Buffer.from(JSON.stringify(toErrorData(error) satisfies ErrorData));
  return {
    status,
    headers: {
      ...headers,
      "Content-Type": "application/json; charset=utf-8",
      "Content-Length": String(content.byteLength),
      "Cache-Control": "no-store",
    },
    body: Readable.from([content], { objectMode: false }),
  };
}

/** RFC 6266, with the plain-ASCII name for programs that know no other. */
function toAttachment(fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(fileName.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
