// A web server over a handful of files, without an engine process, and a way to talk to it as a browser would not.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { FullEngineApi } from "../../preload/contract.ts";
import type { EngineEvents } from "../../preload/engine-calls.ts";
import { AppError } from "../../main/base/app-error.ts";
import type { EngineConnection } from "../../main/engine/connect-engine.ts";
import { createWebServer, type WebServer } from "../../main/web/web-server.ts";

export interface TestSound {
  path: string;
  mimeType: string;
  needsDecoding: boolean;
}

export type TestEngine = Pick<EngineConnection, "api" | "on"> & {
  emit<Name extends keyof EngineEvents>(name: Name, payload: EngineEvents[Name]): void;
  decodedIds: number[];
  listenerCount(): number;
};

/** A folder that is gone after the test. */
export function tempFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "earshot-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Answers what the web server itself asks of an engine, for sounds with the ids 1, 2, ... */
export function engineOver(sounds: TestSound[]): TestEngine {
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const decodedIds: number[] = [];
  const api: Partial<FullEngineApi> = {
    getPlayable: ({ id }) => {
      const sound = sounds[id - 1];
      return sound
        ? Promise.resolve(sound)
        : Promise.reject(new AppError("no-such-sound", `There is no sound ${id}.`));
    },
    decodeToWav: ({ id }) => {
      decodedIds.push(id);
      return Promise.resolve(new Uint8Array(Buffer.from(`decoded ${id}`)));
    },
    listErrors: () => Promise.reject(new AppError("some-code", "What happened.", "What to do.")),
    getPeaks: ({ ids }) =>
      Promise.resolve(ids.map((soundId) => ({ soundId, columnCount: 1, data: new Uint8Array([1, 255]) }))),
    getStatus: () => Promise.reject(new Error("a bug")),
    confinePath: ({ path }) => Promise.resolve(path),
  };
  return {
    api: api as FullEngineApi,
    on: (name, listener) => {
      const ofName = listeners.get(name) ?? new Set();
      listeners.set(name, ofName.add(listener));
      return () => void ofName.delete(listener);
    },
    emit: (name, payload) => listeners.get(name)?.forEach((listener) => listener(payload as never)),
    decodedIds,
    listenerCount: () => [...listeners.values()].reduce((sum, ofName) => sum + ofName.size, 0),
  };
}

const page = `<!doctype html><meta property="csp-nonce" nonce="EARSHOT_CSP_NONCE"><script src="/assets/a-1.js"></script>`;

/** A renderer folder with a page, a script and a file of a type that is never served. */
export function rendererFolder(): string {
  const folder = tempFolder();
  writeFileSync(path.join(folder, "index.html"), page);
  writeFileSync(path.join(folder, "main.js"), "1");
  writeFileSync(path.join(folder, "secret.key"), "secret");
  return folder;
}

export interface TestServer extends WebServer {
  newLinks: string[];
}

/** A running server that ends with the test. */
export async function runServer(engine: TestEngine): Promise<TestServer> {
  const newLinks: string[] = [];
  const server = await createWebServer({
    engine,
    rendererFolder: rendererFolder(),
    version: "1.2.3",
    port: 0,
    onNewLink: (url) => newLinks.push(url),
  });
  onTestFinished(() => server.close());
  return { ...server, newLinks };
}

export interface Reply {
  status: number;
  headers: IncomingMessage["headers"];
  text: string;
}

/** One HTTP request, sent as it is written: no client tidies the path or the headers. */
export function send(
  port: number,
  target: string,
  headers: Record<string, string> = {},
  method = "GET",
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, path: target, method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(parts).toString("latin1"),
        }),
      );
      response.on("error", reject);
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}

/** Opens the link and returns the session's cookie. */
export async function signIn(server: WebServer): Promise<string> {
  const { pathname, search } = new URL(server.url);
  const reply = await send(server.port, pathname + search);
  return (reply.headers["set-cookie"]?.[0] ?? "").split(";")[0] as string;
}
