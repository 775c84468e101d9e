// Downloads one file so that it can be broken off at any byte and gone on with. Knows nothing of models.
import { open, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError, isSystemError } from "../../base/app-error.ts";
import { explainSystemError } from "../../base/system-error.ts";
import { httpGet, type HttpReply } from "./http-get.ts";

export interface DownloadRequest {
  url: string;
  /** The file that grows; beside it lies `<partPath>.etag`. Complete when the promise resolves. */
  partPath: string;
  /** For messages. */
  name: string;
  /** Exact size, or null when only the server knows it. */
  sizeBytes: number | null;
}

export interface DownloadOptions {
  signal: AbortSignal;
  /** @param receivedBytes of this file, those of earlier tries included. @param totalBytes as far as it is known */
  onBytes: (receivedBytes: number, totalBytes: number | null) => void;
  proxyEnv?: NodeJS.ProcessEnv;
  silenceMs?: number;
  /** For tests: how the time between two tries passes. */
  wait?: (delayMs: number, signal: AbortSignal) => Promise<void>;
}

const maxFailuresInARow = 6;
const longestWaitMs = 5 * 60_000;
const tryLaterHint =
  "What has arrived is kept: run the same command again to go on. Without a connection, " +
  "get the files on another machine and run `earshot models add FOLDER`.";

/** A try that failed in a way that may be gone at the next. */
class PassingFailure extends Error {
  readonly waitMs: number | undefined;

  constructor(message: string, waitMs?: number) {
    super(message);
    this.waitMs = waitMs;
  }
}

/**
 * Downloads until the file is complete, going on where the last try ended. Dropped connections, silence, 408, 429
 * (with `Retry-After`) and 5xx are tried again with growing pauses; a try that brought bytes resets the count.
 * @throws AppError `download-failed`, `download-not-found`, `download-refused`, `disk-full`; `AbortError` on the signal
 */
export async function downloadFile(request: DownloadRequest, options: DownloadOptions): Promise<void> {
  const wait = options.wait ?? waitForTime;
  for (let failureCount = 0; ;) {
    const bytesBefore = await findSize(request.partPath);
    try {
      await downloadOnce(request, bytesBefore, options);
      await rm(etagPath(request), { force: true });
      return;
    } catch (error) {
      options.signal.throwIfAborted();
      const failure = toPassingFailure(error, request);
      failureCount = (await findSize(request.partPath)) > bytesBefore ? 1 : failureCount + 1;
      if (failureCount > maxFailuresInARow) {
        throw new AppError(
          "download-failed",
          `${request.name} could not be downloaded from ${new URL(request.url).host}: ${failure.message}, ${failureCount} times in a row.`,
          tryLaterHint,
          { cause: error },
        );
      }
      await wait(failure.waitMs ?? 1000 * 2 ** (failureCount - 1), options.signal);
    }
  }
}

async function downloadOnce(
  request: DownloadRequest,
  bytesBefore: number,
  options: DownloadOptions,
): Promise<void> {
  if (request.sizeBytes !== null && bytesBefore === request.sizeBytes) {
    options.onBytes(bytesBefore, bytesBefore);
    return;
  }
  const headers: Record<string, string> = { "accept-encoding": "identity" };
  if (bytesBefore > 0) {
    headers["range"] = `bytes=${bytesBefore}-`;
    const etag = await readFile(etagPath(request), "utf8").catch(() => "");
    if (etag !== "") headers["if-range"] = etag;
  }
  const { signal, proxyEnv = process.env, silenceMs = 30_000 } = options;
  const reply = await httpGet(request.url, { headers, signal, proxyEnv, silenceMs });
  try {
    const start = await findStart(reply, request, bytesBefore);
    if (start === "complete") {
      options.onBytes(bytesBefore, bytesBefore);
      return;
    }
    const { totalBytes } = start;
    checkTotal(totalBytes, request);
    await rememberEtag(reply, request);
    const receivedBytes = await appendBody(reply, request.partPath, start.firstByte, (bytes) =>
      options.onBytes(bytes, totalBytes),
    );
    if (totalBytes !== null && receivedBytes !== totalBytes) {
      throw new PassingFailure(`the connection ended after ${receivedBytes} of ${totalBytes} bytes`);
    }
  } finally {
    reply.body.destroy();
  }
}

/** Writes the body behind the first bytes of a file; what has arrived when it breaks off stays written. */
async function appendBody(
  { body }: HttpReply,
  partPath: string,
  firstByte: number,
  onBytes: (receivedBytes: number) => void,
): Promise<number> {
  const file = await open(partPath, firstByte === 0 ? "w" : "a");
  try {
    let receivedBytes = firstByte;
    onBytes(receivedBytes);
    for await (const chunk of body as AsyncIterable<Buffer>) {
      await file.writeFile(chunk);
      receivedBytes += chunk.length;
      onBytes(receivedBytes);
    }
    return receivedBytes;
  } finally {
    await file.close();
  }
}

type Start = "complete" | { firstByte: number; totalBytes: number | null };

/** What the answer's body is, or the fitting failure when it is no part of the file. */
async function findStart(reply: HttpReply, request: DownloadRequest, bytesBefore: number): Promise<Start> {
  const { status, headers } = reply;
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(headers["content-range"] ?? "");
  const rangeTotal = range?.[2] === undefined || range[2] === "*" ? null : Number(range[2]);
  if (status === 206) {
    if (range?.[1] !== undefined && Number(range[1]) === bytesBefore) {
      return { firstByte: bytesBefore, totalBytes: rangeTotal };
    }
    await truncate(request.partPath, 0);
    throw new PassingFailure("the server sent another part of the file than was asked for");
  }
  if (status === 416) {
    if (rangeTotal === bytesBefore) return "complete";
    await truncate(request.partPath, 0);
    throw new PassingFailure("the server has a file of another size");
  }
  if (status === 200) {
    // A server that ignores Range, or whose file has changed, sends all of it: what was there is overwritten.
    const length = headers["content-length"];
    return { firstByte: 0, totalBytes: length === undefined ? null : Number(length) };
  }
  throw toStatusError(reply, request);
}

function toStatusError({ status, headers }: HttpReply, request: DownloadRequest): Error {
  const { host } = new URL(request.url);
  if (status === 408 || status === 429 || status >= 500) {
    const reason = status === 429 ? "asks to wait (429)" : `answers ${status}`;
    return new PassingFailure(`the server ${reason}`, readRetryAfter(headers["retry-after"]));
  }
  if (status === 404 || status === 410) {
    return new AppError(
      "download-not-found",
      `${request.name} is not at ${request.url} (the server answers ${status}).`,
      "Update Earshot, or get the files elsewhere and run `earshot models add FOLDER`.",
    );
  }
  const proxyWord = status === 407 ? " The proxy of HTTP_PROXY/HTTPS_PROXY wants a name and a password." : "";
  return new AppError(
    "download-refused",
    `${host} refuses to send ${request.name}: it answers ${status}.${proxyWord}`,
    "Look at the proxy settings (HTTPS_PROXY, NO_PROXY), or get the files elsewhere and run `earshot models add FOLDER`.",
  );
}

function toPassingFailure(error: unknown, request: DownloadRequest): PassingFailure {
  if (error instanceof PassingFailure) return error;
  if (error instanceof AppError) throw error;
  if (isSystemError(error, "ENOSPC") || isSystemError(error, "EDQUOT")) {
    throw new AppError(
      "disk-full",
      `The disk became full while ${request.name} was written to ${request.partPath}.`,
      "Make room, then run the same command again: it goes on where it stopped.",
      { cause: error },
    );
  }
  if (
    isSystemError(error) &&
    error.syscall !== undefined &&
    /^(open|write|ftruncate|mkdir)$/.test(error.syscall)
  ) {
    throw new AppError(
      "cannot-write",
      `${request.partPath} cannot be written: ${explainSystemError(error)}.`,
      "Check the rights of that folder, or set EARSHOT_HOME to a folder that may be written.",
      { cause: error },
    );
  }
  if (isSystemError(error) && /CERT|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/.test(error.code ?? "")) {
    throw new AppError(
      "download-refused",
      `The certificate of ${new URL(request.url).host} is not trusted (${error.code}).`,
      "Behind a proxy that opens encrypted traffic, name its certificate in NODE_EXTRA_CA_CERTS.",
      { cause: error },
    );
  }
  return new PassingFailure(explainNetworkError(error), undefined);
}

const networkWords: Record<string, string> = {
  ECONNREFUSED: "nothing answers there",
  ECONNRESET: "the connection was dropped",
  ENOTFOUND: "its name is not known (no internet connection?)",
  EAI_AGAIN: "its name cannot be looked up (no internet connection?)",
  ETIMEDOUT: "the server has gone silent",
  EHOSTUNREACH: "it cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  EPIPE: "the connection was dropped",
  ERR_STREAM_PREMATURE_CLOSE: "the connection was dropped",
  ERR_PROXY_TUNNEL: "the proxy refuses the connection",
};

function explainNetworkError(error: unknown): string {
  const code = isSystemError(error) ? (error.code ?? "") : "";
  return networkWords[code] ?? (error instanceof Error ? error.message : String(error));
}

function checkTotal(totalBytes: number | null, request: DownloadRequest): void {
  if (totalBytes === null || request.sizeBytes === null || totalBytes === request.sizeBytes) return;
  throw new AppError(
    "download-wrong-file",
    `${request.name} should have ${request.sizeBytes} bytes, and ${new URL(request.url).host} offers ${totalBytes}.`,
    "A login page of the network or a proxy may answer in its place: open the address in a browser and look.",
  );
}

/** If-Range takes strong validators only; without one the checksum alone guards against a changed file. */
async function rememberEtag({ headers }: HttpReply, request: DownloadRequest): Promise<void> {
  const { etag } = headers;
  if (etag !== undefined && !etag.startsWith("W/")) await writeFile(etagPath(request), etag);
  else await rm(etagPath(request), { force: true });
}

function readRetryAfter(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const waitMs = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(waitMs) ? Math.min(Math.max(waitMs, 0), longestWaitMs) : undefined;
}

function etagPath(request: DownloadRequest): string {
  return `${request.partPath}.etag`;
}

async function findSize(filePath: string): Promise<number> {
  try {
    return (await stat(filePath)).size;
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return 0;
    throw error;
  }
}

async function waitForTime(delayMs: number, signal: AbortSignal): Promise<void> {
  await sleep(delayMs, undefined, { signal });
}
