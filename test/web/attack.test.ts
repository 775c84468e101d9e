// Attacks on the web shell over a real library: each is refused, and each leaves a line in the log.
import { cpSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import type { FullEngineApi } from "../../preload/contract.ts";
import type { SearchRequest } from "../../preload/search.ts";
import { decodeMessage, encodeMessage, type WireReply } from "../../preload/wire.ts";
import { createWebServer, type WebServer } from "../../main/web/web-server.ts";
import { indexAll, openEngine, tempLibraryPath } from "../engine/engine-setup.ts";
import { toneWav } from "../indexer/sounds.ts";
import { tempFolder, writeFiles } from "../indexer/temp-folder.ts";
import { rendererFolder, send, signIn } from "./set-up.ts";

interface Target {
  server: WebServer;
  cookie: string;
  root: string;
  api: FullEngineApi;
  /** Everything that was noted. */
  log: unknown[];
  findId: (name: string) => Promise<number>;
}

const secret = "the secret of another program";

/** A library with two sounds, one of which is a link that came with them and leads to a secret. */
async function openTarget(): Promise<Target> {
  const root = tempFolder();
  const outside = tempFolder();
  writeFileSync(path.join(outside, "secret.txt"), secret);
  writeFiles(root, { "kick.wav": toneWav(1), "snare.wav": toneWav(2) });
  symlinkSync(path.join(outside, "secret.txt"), path.join(root, "packed.wav"));
  const engine = openEngine(tempLibraryPath());
  await indexAll(engine, [root]);
  const api = engine.handlers as unknown as FullEngineApi;
  const log: unknown[] = [];
  const note = (...parts: unknown[]): void => void log.push(parts);
  const server = await createWebServer({
    engine: { api, on: () => () => {} },
    rendererFolder: rendererFolder(),
    version: "1.2.3",
    port: 0,
    log: { debug: note, info: note, warn: note, error: note },
  });
  onTestFinished(() => server.close());
  const cookie = await signIn(server);
  const request: SearchRequest = {
    query: "",
    scope: { kind: "all" },
    sort: { column: "name", descending: false },
    limit: 0,
  };
  const findId = async (name: string): Promise<number> => {
    const ids = [...(await api.searchNames(request)).soundIds];
    const rows = await api.getSounds({ ids });
    return rows.find((row) => row.name === name)?.id ?? -1;
  };
  return { server, cookie, root, api, log, findId };
}

/** What an attacker knows and has not been given. */
const strangers: [what: string, target: string, headers: (port: number) => Record<string, string>][] = [
  ["a name that was rebound to this machine", "/", (port) => ({ host: `evil.example:${port}` })],
  ["no name at all but an address that leads here", "/", (port) => ({ host: `0.0.0.0:${port}` })],
  ["a page of another origin that fetches the page", "/", () => ({ origin: "https://evil.example" })],
  ["a page of another port of this machine", "/audio/1", () => ({ origin: "http://127.0.0.1:1" })],
  ["a sandboxed page, whose origin is null", "/audio/1", () => ({ origin: "null" })],
  [
    "a picture or sound that another site embeds",
    "/audio/1",
    () => ({ "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "audio" }),
  ],
  [
    "a frame of another site",
    "/",
    () => ({ "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" }),
  ],
];

test("even with the cookie, no stranger is let in, and each is logged", async () => {
  const { server, cookie, log } = await openTarget();
  for (const [what, target, headersOf] of strangers) {
    const reply = await send(server.port, target, { ...headersOf(server.port), cookie });
    expect({ what, status: reply.status }).toEqual({ what, status: 403 });
    expect(reply.headers).not.toHaveProperty("access-control-allow-origin");
  }
  expect(log).toHaveLength(strangers.length);
});

test("without a session nothing is served, a token works once, and each attempt is logged", async () => {
  const { server, log } = await openTarget();
  const cookies: Record<string, string>[] = [
    {},
    { cookie: "earshot-1=abc" },
    { cookie: `earshot-${server.port}=${"A".repeat(43)}` },
  ];
  const { pathname, search } = new URL(server.url);
  const targets = ["/", "/main.js", "/audio/1", "/?token=guessed", pathname + search];
  for (const headers of cookies) {
    for (const target of targets) expect((await send(server.port, target, headers)).status).toBe(401);
  }
  expect(log).toHaveLength(cookies.length * targets.length);
});

/** @returns the status that refused the socket, or 101 */
function tryUpgrade(port: number, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`, { headers });
    socket.on("open", () => {
      socket.close();
      resolve(101);
    });
    socket.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
    socket.on("error", () => {});
  });
}

test("a socket of another origin, of another name, without a session or without an origin is refused and logged", async () => {
  const { server, cookie, log } = await openTarget();
  const own = `http://127.0.0.1:${server.port}`;
  const statuses = [
    await tryUpgrade(server.port, { cookie, origin: "https://evil.example" }),
    await tryUpgrade(server.port, { cookie, origin: own, host: "evil.example" }),
    await tryUpgrade(server.port, { origin: own }),
    await tryUpgrade(server.port, { cookie }),
  ];
  expect(statuses).toEqual([403, 403, 401, 403]);
  expect(log).toHaveLength(4);
  expect(await tryUpgrade(server.port, { cookie, origin: own })).toBe(101);
});

const addresses = [
  "/audio/../../etc/passwd",
  "/audio/..%2f..%2fetc%2fpasswd",
  "/audio/%2fetc%2fpasswd",
  "/audio/1/../../../etc/passwd",
  "/audio/-1",
  "/audio/1e1",
  "/audio/9999999999999999",
  "/audio/999",
  "/audio/1?start=0&end=%00",
  "/audio/1?start=5&end=1",
  "/assets/../../package.json",
  "/..%5c..%5cpackage.json",
  "/secret.key",
  "//etc/passwd",
];

test("no address leads out of the page and the library, and each is logged", async () => {
  const { server, cookie, log } = await openTarget();
  for (const [index, target] of addresses.entries()) {
    const reply = await send(server.port, target, { cookie });
    expect({ target, isRefused: [400, 404].includes(reply.status) }).toEqual({ target, isRefused: true });
    expect(reply.text).not.toMatch(/root:|"name": "earshot"|secret/);
    expect({ target, count: log.length }).toEqual({ target, count: index + 1 });
  }
});

test("a link that came with the sounds and leads out of the library is refused and logged", async () => {
  const { server, cookie, log, findId } = await openTarget();
  const reply = await send(server.port, `/audio/${await findId("packed.wav")}?save`, { cookie });
  expect(reply.status).toBe(403);
  expect(reply.text).not.toContain(secret);
  expect(JSON.stringify(log)).toContain("outside-library");
});

test("a link that takes a sound's place is refused and logged, also with the sound's time", async () => {
  const { server, cookie, log, root, api, findId } = await openTarget();
  const id = await findId("kick.wav");
  const [row] = await api.getSounds({ ids: [id] });
  const outside = path.join(tempFolder(), "secret.txt");
  writeFileSync(outside, secret);
  utimesSync(outside, (row?.modifiedMs ?? 0) / 1000, (row?.modifiedMs ?? 0) / 1000);
  rmSync(path.join(root, "kick.wav"));
  symlinkSync(outside, path.join(root, "kick.wav"));
  for (const query of ["", "?save", "?save&start=0&end=0.1"]) {
    const reply = await send(server.port, `/audio/${id}${query}`, { cookie });
    expect(reply.status).toBe(403);
    expect(reply.text).not.toContain(secret);
  }
  expect(await api.getFiles({ ids: [id] })).toMatchObject({
    paths: [],
    refused: [{ code: "outside-library" }],
  });
  await expect(async () => api.confinePath({ path: path.join(root, "kick.wav") })).rejects.toMatchObject({
    code: "outside-library",
  });
  expect(log).toHaveLength(3);
});

test("a person's own links to sounds elsewhere go on being heard", async () => {
  const elsewhere = tempFolder();
  writeFiles(elsewhere, { "deep/tom.wav": toneWav(3) });
  const root = tempFolder();
  writeFiles(root, { "kick.wav": toneWav(1) });
  symlinkSync(path.join(elsewhere, "deep"), path.join(root, "linked"));
  cpSync(path.join(root, "kick.wav"), path.join(root, "copy.wav"));
  symlinkSync(path.join(root, "copy.wav"), path.join(root, "inside.wav"));
  const engine = openEngine(tempLibraryPath());
  await indexAll(engine, [root]);
  for (const file of ["linked/tom.wav", "inside.wav", "kick.wav"]) {
    const id = await engine.handlers.findSoundByPath({ path: path.join(root, file) });
    expect(await engine.handlers.getFiles({ ids: [id ?? 0] })).toMatchObject({ refused: [] });
  }
});

/** Sends calls as the page would, and collects the answers. */
async function callOverSocket(
  { server, cookie }: Target,
  calls: { target: "engine" | "shell"; name: string; request: unknown }[],
): Promise<string[]> {
  const headers = { cookie, origin: `http://127.0.0.1:${server.port}` };
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/socket`, { headers });
  await new Promise((resolve) => socket.once("open", resolve));
  const codes: string[] = [];
  for (const [id, call] of calls.entries()) {
    const reply = new Promise<WireReply>((resolve) =>
      socket.once("message", (data: Buffer) => resolve(decodeMessage(data) as WireReply)),
    );
    socket.send(encodeMessage({ type: "call", id, ...call }));
    const answer = await reply;
    codes.push(answer.type === "failure" ? answer.error.code : answer.type);
  }
  socket.close();
  return codes;
}

test("calls that no page makes, and calls out of shape, are refused and logged", async () => {
  const target = await openTarget();
  const codes = await callOverSocket(target, [
    { target: "engine", name: "confinePath", request: { path: "/etc/passwd" } },
    { target: "engine", name: "renderRegion", request: { id: 1, region: {}, folder: "/etc" } },
    { target: "engine", name: "constructor", request: {} },
    { target: "shell", name: "__proto__", request: {} },
    { target: "engine", name: "getSounds", request: { ids: ["1; DROP TABLE sounds"] } },
    { target: "engine", name: "getSound", request: { id: 1, path: "/etc/passwd" } },
    { target: "shell", name: "startDrag", request: { ids: [1], region: null, image: "/etc/passwd" } },
    { target: "shell", name: "revealFolder", request: { folder: "/etc" } },
  ]);
  expect(codes).toEqual([
    "unknown-call",
    "unknown-call",
    "unknown-call",
    "unknown-call",
    "invalid-request",
    "invalid-request",
    "invalid-request",
    "invalid-request",
  ]);
  expect(target.log).toHaveLength(8);
});

test("a socket that speaks another language is closed and logged", async () => {
  const { server, cookie, log } = await openTarget();
  const headers = { cookie, origin: `http://127.0.0.1:${server.port}` };
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/socket`, { headers });
  await new Promise((resolve) => socket.once("open", resolve));
  socket.send("getStatus");
  expect(await new Promise((resolve) => socket.once("close", resolve))).toBe(1008);
  expect(log).toHaveLength(1);
});
