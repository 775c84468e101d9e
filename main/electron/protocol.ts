// `app://earshot/`: the window's page, its files and the sounds, all of one origin, so that nothing needs CORS.
import { Readable } from "node:stream";
import { protocol } from "electron";
import type { FullEngineApi } from "../../preload/contract.ts";
import type { Log } from "../base/log.ts";
import { AudioServer } from "../shell/audio-answer.ts";
import { commonHeaders, sealPage } from "../shell/page-policy.ts";
import { findRendererFolder, readRendererFiles } from "../shell/renderer-files.ts";

const scheme = "app";
const origin = `${scheme}://earshot`;

export const pageUrl = `${origin}/`;
/** URL path below which sounds are served. */
export const audioPath = "/audio/";

/** True for addresses of Earshot's own page and for nothing else. */
export function isPageUrl(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed?.protocol === `${scheme}:` && parsed.host === "earshot";
}

/** Must come before the application is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/**
 * Answers the scheme's requests.
 * @throws AppError `renderer-not-built`
 */
export function serveScheme(engine: FullEngineApi, log: Log): void {
  const files = readRendererFiles(findRendererFolder());
  const audio = new AudioServer(engine, log);

  protocol.handle(scheme, async (request) => {
    const url = new URL(request.url);
    if (url.host !== "earshot") return refuse(log, request, 403, "wrong host");
    if (url.pathname.startsWith(audioPath)) return answerAudio(request, url);
    if (request.method !== "GET") return refuse(log, request, 405, "only GET");
    const file = files.get(url.pathname === "/" ? "/index.html" : url.pathname);
    if (!file) return refuse(log, request, 404, "not found");
    if (!file.mimeType.startsWith("text/html")) {
      return new Response(new Uint8Array(file.content), {
        headers: { ...commonHeaders, "Content-Type": file.mimeType },
      });
    }
    const page = sealPage(file.content.toString("utf8"));
    return new Response(page.html, { headers: { ...page.headers, "Content-Type": file.mimeType } });
  });

  async function answerAudio(request: Request, url: URL): Promise<Response> {
    const { status, headers, body } = await audio.answer({
      method: request.method,
      idText: url.pathname.slice(audioPath.length),
      range: request.headers.get("range") ?? undefined,
      ifRange: request.headers.get("if-range") ?? undefined,
      ifNoneMatch: request.headers.get("if-none-match") ?? undefined,
      query: url.searchParams,
    });
    // A player that seeks breaks off its requests: the file must not stay open.
    request.signal.addEventListener("abort", () => body?.destroy(), { once: true });
    if (request.signal.aborted) body?.destroy();
    return new Response(body && (Readable.toWeb(body) as ReadableStream), {
      status,
      headers: { ...commonHeaders, ...headers },
    });
  }
}

function refuse(log: Log, request: Request, status: number, reason: string): Response {
  log.warn({ url: request.url, method: request.method, reason }, "refused");
  return new Response(`${reason}\n`, {
    status,
    headers: { ...commonHeaders, "Content-Type": "text/plain; charset=utf-8" },
  });
}
