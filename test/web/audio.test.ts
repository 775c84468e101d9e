import { readdirSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { AppError } from "../../main/base/app-error.ts";
import {
  engineOver,
  runServer,
  send,
  signIn,
  tempFolder,
  type TestEngine,
  type TestServer,
} from "./set-up.ts";

const content = "0123456789";

async function serveOneSound(
  fileName = "kick.wav",
): Promise<{ server: TestServer; cookie: string; file: string }> {
  const file = path.join(tempFolder(), fileName);
  writeFileSync(file, content);
  const server = await runServer(engineOver([{ path: file, mimeType: "audio/wav", needsDecoding: false }]));
  return { server, cookie: await signIn(server), file };
}

test("a sound is served whole with its type, length and the offer of ranges", async () => {
  const { server, cookie } = await serveOneSound();
  const { status, headers, text } = await send(server.port, "/audio/1", { cookie });
  expect({ status, text }).toEqual({ status: 200, text: content });
  expect(headers).toMatchObject({
    "content-type": "audio/wav",
    "content-length": "10",
    "accept-ranges": "bytes",
    "cache-control": "private, no-cache",
  });
});

test.each([
  ["bytes=0-3", 206, "0123", "bytes 0-3/10"],
  ["bytes=4-", 206, "456789", "bytes 4-9/10"],
  ["bytes=-2", 206, "89", "bytes 8-9/10"],
  ["bytes=9-9", 206, "9", "bytes 9-9/10"],
  ["bytes=0-999", 206, content, "bytes 0-9/10"],
  ["bytes=-999", 206, content, "bytes 0-9/10"],
  ["bytes=10-", 416, undefined, "bytes */10"],
  ["bytes=-0", 416, undefined, "bytes */10"],
  ["bytes=5-2", 200, content, undefined],
  ["bytes=-", 200, content, undefined],
  ["bytes=0-1,4-5", 200, content, undefined],
  ["seconds=1-2", 200, content, undefined],
  ["nonsense", 200, content, undefined],
])("Range: %s is answered with %i", async (range, status, text, contentRange) => {
  const { server, cookie } = await serveOneSound();
  const reply = await send(server.port, "/audio/1", { cookie, range });
  expect(reply.status).toBe(status);
  expect(reply.headers["content-range"]).toBe(contentRange);
  expect(status === 416 || reply.text === text).toBe(true);
});

test("of several copies the one that `file` names is asked for; what is no id names none", async () => {
  const engine = engineOver([{ path: "/gone.wav", mimeType: "audio/wav", needsDecoding: false }]);
  const { getPlayable } = engine.api;
  const asked: unknown[] = [];
  engine.api.getPlayable = (wanted) => {
    asked.push(wanted);
    return getPlayable(wanted);
  };
  const server = await runServer(engine);
  const cookie = await signIn(server);
  for (const query of ["?save&file=7", "?save&file=../7", "?save"])
    await send(server.port, `/audio/1${query}`, { cookie });
  expect(asked).toEqual([
    { id: 1, fileId: 7 },
    { id: 1, fileId: undefined },
    { id: 1, fileId: undefined },
  ]);
});

test("HEAD tells the length and sends nothing", async () => {
  const { server, cookie } = await serveOneSound();
  const whole = await send(server.port, "/audio/1", { cookie }, "HEAD");
  const part = await send(server.port, "/audio/1", { cookie, range: "bytes=2-4" }, "HEAD");
  expect([whole.status, whole.headers["content-length"], whole.text]).toEqual([200, "10", ""]);
  expect([part.status, part.headers["content-length"], part.text]).toEqual([206, "3", ""]);
});

test("an unchanged sound is not sent again, and a range of an older version is sent whole", async () => {
  const { server, cookie } = await serveOneSound();
  const etag = (await send(server.port, "/audio/1", { cookie })).headers.etag as string;
  const unchanged = await send(server.port, "/audio/1", { cookie, "if-none-match": etag });
  const same = await send(server.port, "/audio/1", { cookie, range: "bytes=0-1", "if-range": etag });
  const older = await send(server.port, "/audio/1", { cookie, range: "bytes=0-1", "if-range": '"old"' });
  expect([unchanged.status, same.status, older.status]).toEqual([304, 206, 200]);
});

test("a format that Chromium cannot play is decoded once for all its ranges, and saved as it is", async () => {
  const file = path.join(tempFolder(), "kick.aiff");
  writeFileSync(file, content);
  const engine: TestEngine = engineOver([{ path: file, mimeType: "audio/aiff", needsDecoding: true }]);
  const server = await runServer(engine);
  const cookie = await signIn(server);
  const replies = await Promise.all(
    ["bytes=0-3", "bytes=4-", "bytes=-1"].map((range) => send(server.port, "/audio/1", { cookie, range })),
  );
  const saved = await send(server.port, "/audio/1?save", { cookie });
  expect(replies.map((reply) => reply.text)).toEqual(["deco", "ded 1", "1"]);
  expect(replies[0]?.headers["content-type"]).toBe("audio/wav");
  expect([saved.headers["content-type"], saved.text]).toEqual(["audio/aiff", content]);
  expect(engine.decodedIds).toEqual([1]);
});

test("a name with HTML, quotes and other scripts is harmless and arrives whole when saved", async () => {
  const name =
    process.platform === "win32" ? "a'キック.wav" : `<img src=x onerror="alert(1)">'キック\r\nX: y.wav`;
  const { server, cookie } = await serveOneSound(name);
  const { headers } = await send(server.port, "/audio/1?save", { cookie });
  const disposition = headers["content-disposition"] as string;
  expect(headers).not.toHaveProperty("x");
  expect(disposition).toMatch(/^attachment; filename="[^"]*"; filename\*=UTF-8''[\w.%!#$&+^`|~-]+$/);
  expect(decodeURIComponent(disposition.split("''")[1] as string)).toBe(name);
});

test("a file that is gone, a folder and an empty file are answers, not failures", async () => {
  const folder = tempFolder();
  const empty = path.join(folder, "empty.wav");
  writeFileSync(empty, "");
  const sounds = [path.join(folder, "gone.wav"), folder, empty].map((file) => ({
    path: file,
    mimeType: "audio/wav",
    needsDecoding: false,
  }));
  const server = await runServer(engineOver(sounds));
  const cookie = await signIn(server);
  const replies = await Promise.all([1, 2, 3].map((id) => send(server.port, `/audio/${id}`, { cookie })));
  expect(replies.map((reply) => [reply.status, reply.text === ""])).toEqual([
    [404, false],
    [404, false],
    [200, true],
  ]);
});

test.skipIf(process.platform === "win32")("a device in place of a sound is refused at once", async () => {
  const link = path.join(tempFolder(), "kick.wav");
  symlinkSync("/dev/zero", link);
  const server = await runServer(engineOver([{ path: link, mimeType: "audio/wav", needsDecoding: false }]));
  expect((await send(server.port, "/audio/1", { cookie: await signIn(server) })).status).toBe(404);
});

test.skipIf(process.platform !== "linux")(
  "a request that is broken off while the engine is asked leaves no file open",
  async () => {
    const file = path.join(tempFolder(), "kick.wav");
    writeFileSync(file, new Uint8Array(1_000_000));
    const engine = engineOver([{ path: file, mimeType: "audio/wav", needsDecoding: false }]);
    const { getPlayable } = engine.api;
    let askedCount = 0;
    let answeredCount = 0;
    engine.api.getPlayable = async (wanted) => {
      askedCount++;
      await pause(100);
      answeredCount++;
      return getPlayable(wanted);
    };
    const server = await runServer(engine);
    const cookie = await signIn(server);
    for (let i = 1; i <= 5; i++) {
      const outgoing = request({
        host: "127.0.0.1",
        port: server.port,
        path: "/audio/1",
        headers: { cookie },
      });
      outgoing.on("error", () => {});
      outgoing.end();
      await vi.waitFor(() => expect(askedCount).toBe(i));
      outgoing.destroy();
    }
    await vi.waitFor(() => expect(answeredCount).toBe(5));
    await pause(100);
    expect(listOpenFiles().filter((openFile) => openFile === file)).toEqual([]);
  },
);

function listOpenFiles(): string[] {
  return readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      return [];
    }
  });
}

test.each([
  ["no-such-sound", 404],
  ["file-missing", 404],
  ["file-offline", 404],
  ["unreadable-file", 403],
  ["damaged-file", 422],
  ["unsupported-format", 422],
  ["too-long-to-play", 413],
  ["process-gone", 503],
])("the error %s is told as JSON with status %i", async (code, status) => {
  const engine = engineOver([]);
  engine.api.getPlayable = () => Promise.reject(new AppError(code, "What happened.", "What to do."));
  const server = await runServer(engine);
  const reply = await send(server.port, "/audio/1", { cookie: await signIn(server) });
  expect([reply.status, reply.headers["content-type"]]).toEqual([status, "application/json; charset=utf-8"]);
  expect(JSON.parse(reply.text)).toEqual({ code, message: "What happened.", hint: "What to do." });
});

test("at most two sounds are decoded at a time, and one that hangs does not hold up the others", async () => {
  const files = Array.from({ length: 4 }, (_unused, i) => path.join(tempFolder(), `${i}.aiff`));
  for (const file of files) writeFileSync(file, content);
  const engine = engineOver(
    files.map((file) => ({ path: file, mimeType: "audio/aiff", needsDecoding: true })),
  );
  const { decodeToWav } = engine.api;
  const { promise: hanging, resolve: endHanging } = Promise.withResolvers<void>();
  engine.api.decodeToWav = async (wanted) => {
    const wav = await decodeToWav(wanted);
    if (wanted.id === 1) await hanging;
    return wav;
  };
  const server = await runServer(engine);
  const cookie = await signIn(server);
  const ask = async (id: number): Promise<string> =>
    (await send(server.port, `/audio/${id}`, { cookie })).text;
  let runningCount = 0;
  let mostAtOnce = 0;
  const { decodeToWav: decodeMaybeHanging } = engine.api;
  engine.api.decodeToWav = async (wanted) => {
    mostAtOnce = Math.max(mostAtOnce, ++runningCount);
    return decodeMaybeHanging(wanted).finally(() => runningCount--);
  };
  const first = ask(1);
  await vi.waitFor(() => expect(engine.decodedIds).toEqual([1]));
  const others = await Promise.all([ask(2), ask(3), ask(4)]);
  expect(others).toEqual(["decoded 2", "decoded 3", "decoded 4"]);
  expect(mostAtOnce).toBe(2);
  endHanging();
  expect(await first).toBe("decoded 1");
});
