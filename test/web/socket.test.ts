import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket, type ClientOptions } from "ws";
import { decodeMessage, encodeMessage, type WireMessage } from "../../preload/wire.ts";
import { engineOver, runServer, signIn, type TestEngine, type TestServer } from "./set-up.ts";

async function connect(server: TestServer, options: ClientOptions = {}): Promise<WebSocket> {
  const cookie = await signIn(server);
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/socket`, {
    origin: `http://127.0.0.1:${server.port}`,
    ...options,
    headers: { cookie, ...options.headers },
  });
  onTestFinished(() => socket.terminate());
  await once(socket, "open");
  return socket;
}

async function nextMessage(socket: WebSocket): Promise<WireMessage> {
  const [data] = (await once(socket, "message")) as [Buffer];
  return decodeMessage(new Uint8Array(data));
}

async function ask(
  socket: WebSocket,
  target: "engine" | "shell",
  name: string,
  request: unknown,
): Promise<unknown> {
  const answer = nextMessage(socket);
  socket.send(encodeMessage({ type: "call", id: 5, target, name, request }));
  return answer;
}

test("a call is answered with its id, typed arrays and all", async () => {
  const socket = await connect(await runServer(engineOver([])));
  expect(await ask(socket, "engine", "getPeaks", { ids: [3] })).toEqual({
    type: "result",
    id: 5,
    value: [{ soundId: 3, columnCount: 1, data: new Uint8Array([1, 255]) }],
  });
});

test("an error arrives as data, a bug without its inside", async () => {
  const socket = await connect(await runServer(engineOver([])));
  expect(await ask(socket, "engine", "listErrors", {})).toEqual({
    type: "failure",
    id: 5,
    error: { code: "some-code", message: "What happened.", hint: "What to do." },
  });
  expect(await ask(socket, "engine", "getStatus", {})).toMatchObject({ error: { code: "internal" } });
});

test("the page learns what this shell can do", async () => {
  const socket = await connect(await runServer(engineOver([])));
  expect(await ask(socket, "shell", "getShellInfo", {})).toMatchObject({
    value: {
      kind: "web",
      version: "1.2.3",
      hasFolderDialog: false,
      canDragFiles: false,
      audioUrl: "/audio/",
    },
  });
});

test.each([
  ["engine", "confinePath"],
  ["engine", "decodeToWav"],
  ["engine", "getShellInfo"],
  ["engine", "constructor"],
  ["engine", "__proto__"],
  ["engine", "then"],
  ["shell", "getStatus"],
  ["shell", "toString"],
  ["elsewhere", "getStatus"],
] as const)("%s.%s cannot be called by a page", async (target, name) => {
  const socket = await connect(await runServer(engineOver([])));
  expect(await ask(socket, target as "engine", name, { path: "/", id: 1 })).toMatchObject({
    type: "failure",
    error: { code: "unknown-call" },
  });
});

test("a malformed request of the shell is refused", async () => {
  const socket = await connect(await runServer(engineOver([])));
  expect(await ask(socket, "shell", "copyPaths", { ids: ["1"] })).toMatchObject({
    error: { code: "invalid-request" },
  });
});

test("events reach every open page", async () => {
  const engine: TestEngine = engineOver([]);
  const server = await runServer(engine);
  const socket = await connect(server);
  const message = nextMessage(socket);
  engine.emit("libraryChanged", { revision: 8 });
  expect(await message).toEqual({ type: "event", name: "libraryChanged", payload: { revision: 8 } });
});

test.each([
  ["text", "hello"],
  ["no MessagePack", Buffer.from([0xc1])],
  ["an answer instead of a call", encodeMessage({ type: "result", id: 1, value: 1 })],
])("a socket that sends %s is closed", async (_name, data) => {
  const socket = await connect(await runServer(engineOver([])));
  socket.send(data);
  const [code] = (await once(socket, "close")) as [number];
  expect(code).toBe(1008);
});

test.each([
  ["no session", 401, { headers: { cookie: "" } }],
  ["a guessed session", 401, { headers: { cookie: "earshot-1=guess" } }],
  ["another origin", 403, { origin: "https://evil.example" }],
  ["no origin", 403, { origin: undefined }],
  ["a rebound name", 403, { headers: { host: "evil.example" } }],
])("a socket with %s is refused with %i", async (_name, status, options) => {
  const server = await runServer(engineOver([]));
  await expect(connect(server, options as ClientOptions)).rejects.toThrow(`${status}`);
});

test("closing says goodbye to pages and leaves no listener on the engine", async () => {
  const engine = engineOver([]);
  const server = await runServer(engine);
  const socket = await connect(server);
  const closed = once(socket, "close") as Promise<[number]>;
  await server.close();
  expect((await closed)[0]).toBe(1001);
  expect(engine.listenerCount()).toBe(0);
});
