// The web shell: the same window in a browser on this machine. Loopback only, opened by a one-time link.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { WebSocketServer } from "ws";
import { eventNames } from "../../preload/call-names.ts";
import type { BridgeEvents } from "../../preload/contract.ts";
import { socketPath } from "../../preload/wire.ts";
import { type Log, silentLog } from "../base/log.ts";
import type { EngineConnection } from "../engine/connect-engine.ts";
import { AudioServer } from "../shell/audio-answer.ts";
import type { RendererApi } from "../shell/call-gate.ts";
import { commonHeaders, sealPage } from "../shell/page-policy.ts";
import { OpenedPaths } from "../shell/opened-paths.ts";
import { readRendererFiles } from "../shell/renderer-files.ts";
import { AccessControl, type Refusal } from "./access.ts";
import { closedDoorPage, doorPolicy, entrancePage } from "./door-pages.ts";
import { isBrokenOff } from "./broken-off.ts";
import { exportPath, readExportRequest, sendExport } from "./export-answer.ts";
import { listenOnLoopback, loopbackAddress } from "./listen.ts";
import { sendReply, serveSocket } from "./socket.ts";
import { audioPath, makeWebShell } from "./web-shell.ts";

export interface WebServerOptions {
  engine: Pick<EngineConnection, "api" | "on">;
  /** The built renderer, from `findRendererFolder`. */
  rendererFolder: string;
  /** Earshot's version, for the page. */
  version: string;
  /** That port and no other; 0 for any; undefined for the first free one. */
  port?: number | undefined;
  /** Called with a new link when a browser came without a session and needs one. */
  onNewLink?: (url: string) => void;
  log?: Log;
}

export interface WebServer {
  port: number;
  /** Opens the page once; show it to the person. */
  url: string;
  /** Hands files and folders to the page. @returns false when no page is open: it gets them when one is */
  open(paths: readonly string[]): boolean;
  /** Another link that opens the page once. */
  makeLink(): string;
  /** Ends open sockets and requests; the engine stays open. */
  close(): Promise<void>;
}

const pingIntervalMs = 30_000;
/** No request of the contract comes near it. */
const maxMessageBytes = 4 * 1024 * 1024;
/** A page that knocks again and again must not fill the terminal with links. */
const linkPauseMs = 10_000;

/**
 * Listens and serves until closed.
 * @throws AppError `renderer-not-built`, `port-in-use`, `port-refused`
 */
export async function createWebServer(options: WebServerOptions): Promise<WebServer> {
  const { engine, log = silentLog } = options;
  const files = readRendererFiles(options.rendererFolder);
  const opened = new OpenedPaths(() => tellSockets("opened", {}));
  const api: RendererApi = { engine: engine.api, shell: makeWebShell(engine.api, options.version, opened) };
  const audio = new AudioServer(engine.api, log);
  const server = createServer();
  const port = await listenOnLoopback(server, options.port);
  const access = new AccessControl(port);
  let lastLinkMs = -Infinity;

  server.on("request", (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.error({ error, url: request.url }, "a request failed");
      response.destroy();
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value);
    const refusal = access.checkOrigin(request.headers);
    if (refusal) return refuse(request, response, refusal);
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("Allow", "GET, HEAD");
      return sendText(response, 405, "Only GET and HEAD.\n");
    }
    const url = parseUrl(request.url);
    if (!url) {
      log.warn({ path: request.url?.slice(0, 200) }, "a malformed address");
      return sendText(response, 400, "The address is malformed.\n");
    }
    const token = url.pathname === "/" ? url.searchParams.get("token") : null;
    // HEAD must not spend the link: programs that preview links send it.
    if (token !== null && request.method === "GET") {
      const cookie = access.exchangeToken(token);
      if (cookie !== undefined) {
        response.setHeader("Set-Cookie", cookie);
        return sendDoorPage(response, 200, entrancePage);
      }
    }
    const locked = access.checkSession(request.headers);
    if (locked) return refuse(request, response, locked);
    if (token !== null) return redirectToPage(response);
    if (url.pathname === exportPath) return answerExport(request, response, url);
    if (url.pathname.startsWith(audioPath)) return sendAudio(request, response, url);
    return sendFile(response, url.pathname === "/" ? "/index.html" : url.pathname);
  }

  function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
    log.warn({ method: request.method, path: request.url?.split("?")[0], reason: refusal.reason }, "refused");
    if (refusal.status !== 401) return sendText(response, refusal.status, `Refused: ${refusal.reason}.\n`);
    const isPage = request.headers.accept?.includes("text/html") === true;
    if (isPage && options.onNewLink && Date.now() - lastLinkMs >= linkPauseMs) {
      lastLinkMs = Date.now();
      options.onNewLink(access.makeLink());
    }
    if (isPage) sendDoorPage(response, 401, closedDoorPage);
    else sendText(response, 401, "Refused: no session.\n");
  }

  function sendFile(response: ServerResponse, urlPath: string): void {
    const file = files.get(urlPath);
    if (!file) {
      log.warn({ path: urlPath.slice(0, 200) }, "not found");
      return sendText(response, 404, "Not found.\n");
    }
    if (urlPath === "/index.html") {
      const page = sealPage(file.content.toString("utf8"), `ws://127.0.0.1:${port} ws://localhost:${port}`);
      for (const [name, value] of Object.entries(page.headers)) response.setHeader(name, value);
      return sendText(response, 200, page.html, file.mimeType);
    }
    const cacheControl = file.isImmutable ? "private, max-age=31536000, immutable" : "private, no-cache";
    response.writeHead(200, {
      "Content-Type": file.mimeType,
      "Content-Length": file.content.byteLength,
      "Cache-Control": cacheControl,
    });
    response.end(file.content);
  }

  async function sendAudio(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { headers, body, status } = await audio.answer({
      method: request.method ?? "",
      idText: url.pathname.slice(audioPath.length),
      range: request.headers.range,
      ifRange: toOne(request.headers["if-range"]),
      ifNoneMatch: request.headers["if-none-match"],
      query: url.searchParams,
    });
    try {
      response.writeHead(status, headers);
      if (body && request.method !== "HEAD") await pipeline(body, response);
      else response.end();
    } catch (error) {
      if (!isBrokenOff(error)) log.warn({ error: String(error) }, "audio broke off");
    } finally {
      // A pipeline into an answer that is closed already leaves the file open.
      body?.destroy();
    }
  }

  async function answerExport(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const wanted = readExportRequest(url.searchParams);
    if (!wanted) return sendText(response, 400, "The request is malformed.\n");
    await sendExport(engine.api, wanted, response, request.method === "HEAD");
  }

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
  });
  server.on("upgrade", (request, socket, head) => {
    const isSocketPath = parseUrl(request.url)?.pathname === socketPath;
    const refusal = access.checkSocket(request.headers);
    if (refusal || !isSocketPath) {
      log.warn({ reason: refusal?.reason ?? "no such socket" }, "socket refused");
      socket.on("error", () => {});
      socket.end(
        `HTTP/1.1 ${refusal?.status ?? 404} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      );
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      serveSocket(webSocket, api, log);
      sockets.emit("connection", webSocket, request);
    });
  });

  function tellSockets(name: keyof BridgeEvents, payload: unknown): void {
    for (const socket of sockets.clients) sendReply(socket, { type: "event", name, payload });
  }
  const subscriptions = eventNames.map((name) => engine.on(name, (payload) => tellSockets(name, payload)));
  const stopPinging = pingRegularly(sockets);

  return {
    port,
    url: access.makeLink(),
    open: (paths) => {
      opened.add(paths);
      return sockets.clients.size > 0;
    },
    makeLink: () => access.makeLink(),
    close: async () => {
      stopPinging();
      for (const unsubscribe of subscriptions) unsubscribe();
      for (const socket of sockets.clients) socket.close(1001, "Earshot has been closed");
      sockets.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      // Sockets left the server's count when they were upgraded; give their farewell a moment, then end them.
      setTimeout(() => sockets.clients.forEach((socket) => socket.terminate()), 500).unref();
      await closed;
    },
  };
}

/** Ends sockets whose browser is gone without a word. */
function pingRegularly(sockets: WebSocketServer): () => void {
  const answered = new WeakSet<object>();
  sockets.on("connection", (socket) => {
    answered.add(socket);
    socket.on("pong", () => answered.add(socket));
  });
  const timer = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!answered.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, pingIntervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Takes a spent token out of the address bar of a browser that has a session. */
function redirectToPage(response: ServerResponse): void {
  response.setHeader("Location", "/");
  sendText(response, 302, "");
}

function sendDoorPage(response: ServerResponse, status: number, page: string): void {
  response.setHeader("Content-Security-Policy", doorPolicy);
  sendText(response, status, page, "text/html; charset=utf-8");
}

function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  mimeType = "text/plain; charset=utf-8",
): void {
  const content = Buffer.from(text);
  if (!response.hasHeader("Cache-Control")) response.setHeader("Cache-Control", "no-store");
  response.writeHead(status, { "Content-Type": mimeType, "Content-Length": content.byteLength });
  response.end(content);
}

function parseUrl(target: string | undefined): URL | undefined {
  return URL.parse(target ?? "", `http://${loopbackAddress}`) ?? undefined;
}

function toOne(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
