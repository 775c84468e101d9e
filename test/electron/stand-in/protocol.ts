// `protocol`: its handlers answer real HTTP requests of the page, one server for each window's origin.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { checkKeys, refuseUnknown } from "./refuse-unknown.ts";

type Handler = (request: Request) => Response | Promise<Response>;

const registered = new Set<string>();
const handlers = new Map<string, Handler>();
/** Origin of the scheme (`app://earshot`) -> origin of the server that answers for it. */
const serverOrigins = new Map<string, Promise<string>>();

export const protocol = refuseUnknown("protocol", {
  registerSchemesAsPrivileged(schemes: { scheme: string; privileges: object }[]): void {
    for (const { scheme, privileges } of schemes) {
      checkKeys("privileges", privileges, ["standard", "secure", "supportFetchAPI", "stream"]);
      registered.add(scheme);
    }
  },
  handle(scheme: string, handler: Handler): void {
    if (!registered.has(scheme)) throw new Error(`The scheme ${scheme} was not registered before ready`);
    if (handlers.has(scheme)) throw new Error(`The scheme ${scheme} is handled already`);
    handlers.set(scheme, handler);
  },
});

/** Where the page finds what the application serves under `url`. */
export async function toServedUrl(url: string): Promise<string> {
  const { protocol: scheme, host, pathname, search } = new URL(url);
  const origin = `${scheme}//${host}`;
  const known = serverOrigins.get(origin) ?? serve(origin);
  serverOrigins.set(origin, known);
  return `${await known}${pathname}${search}`;
}

/** The address that the application knows, for one that the page shows. */
export async function toSchemeUrl(servedUrl: string): Promise<string> {
  for (const [origin, served] of serverOrigins) {
    const servedOrigin = await served;
    if (servedUrl === servedOrigin || servedUrl.startsWith(`${servedOrigin}/`)) {
      return origin + servedUrl.slice(servedOrigin.length);
    }
  }
  return servedUrl;
}

function serve(origin: string): Promise<string> {
  const server = createServer((request, response) => {
    answer(origin, request, response).catch(() => response.destroy());
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
    server.unref();
  });
}

async function answer(origin: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const url = origin + (incoming.url ?? "/");
  const handler = handlers.get(new URL(url).protocol.slice(0, -1));
  if (!handler) {
    outgoing.writeHead(500).end("no handler");
    return;
  }
  const headers = Object.entries(incoming.headers).map(
    ([name, value]) => [name, String(value)] as [string, string],
  );
  const response = await handler(new Request(url, { method: incoming.method ?? "GET", headers }));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body) {
    outgoing.end();
    return;
  }
  // A player that seeks breaks off its requests.
  await pipeline(Readable.fromWeb(response.body as never), outgoing).catch(() => {});
}
