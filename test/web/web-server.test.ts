import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { createWebServer } from "../../main/web/web-server.ts";
import { engineOver, rendererFolder, runServer, send, signIn } from "./set-up.ts";

test("the link opens the page once and leaves a strict, script-proof cookie", async () => {
  const server = await runServer(engineOver([]));
  const { pathname, search } = new URL(server.url);
  const first = await send(server.port, pathname + search);
  const second = await send(server.port, pathname + search);
  expect(first.status).toBe(200);
  expect(first.headers["set-cookie"]).toEqual([
    expect.stringMatching(
      new RegExp(`^earshot-${server.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
    ),
  ]);
  expect(second.status).toBe(401);
  expect(second.headers["set-cookie"]).toBeUndefined();
});

test("a spent link leads a browser that has a session to the page, without the token", async () => {
  const server = await runServer(engineOver([]));
  const cookie = await signIn(server);
  const { pathname, search } = new URL(server.url);
  const again = await send(server.port, pathname + search, { cookie });
  expect([again.status, again.headers.location]).toEqual([302, "/"]);
});

test("a HEAD request does not spend the link", async () => {
  const server = await runServer(engineOver([]));
  const { pathname, search } = new URL(server.url);
  expect((await send(server.port, pathname + search, {}, "HEAD")).status).toBe(401);
  expect(await signIn(server)).toContain("=");
});

test("without a session nothing is served, and a browser is told of a new link in the terminal", async () => {
  const server = await runServer(engineOver([]));
  const targets = ["/", "/main.js", "/audio/1", "/?token=wrong"];
  const statuses = await Promise.all(targets.map(async (target) => (await send(server.port, target)).status));
  expect(statuses).toEqual([401, 401, 401, 401]);
  await send(server.port, "/", { accept: "text/html" });
  await send(server.port, "/", { accept: "text/html" });
  expect(server.newLinks).toHaveLength(1);
  const { pathname, search } = new URL(server.newLinks[0] as string);
  expect((await send(server.port, pathname + search)).status).toBe(200);
});

test("the page carries a fresh nonce and a policy without unsafe sources", async () => {
  const server = await runServer(engineOver([]));
  const cookie = await signIn(server);
  const pages = [await send(server.port, "/", { cookie }), await send(server.port, "/", { cookie })];
  const nonces = pages.map((page) => /nonce="([^"]+)"/.exec(page.text)?.[1]);
  expect(nonces[0]).not.toBe(nonces[1]);
  expect(pages[0]?.headers["content-security-policy"]).toBe(
    `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonces[0]}'; img-src 'self' data: blob:; ` +
      `font-src 'self'; media-src 'self' blob:; connect-src 'self' ws://127.0.0.1:${server.port} ` +
      `ws://localhost:${server.port}; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
});

test("every answer forbids sniffing, framing and reading by other sites", async () => {
  const server = await runServer(engineOver([]));
  const cookie = await signIn(server);
  for (const target of ["/", "/main.js", "/missing", "/audio/1"]) {
    const { headers } = await send(server.port, target, { cookie });
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
    });
    expect(headers).not.toHaveProperty("access-control-allow-origin");
  }
});

test.each([
  ["a name that was rebound to this machine", { host: "evil.example" }],
  ["the right name with another port", { host: "127.0.0.1:1" }],
  ["a page of another origin", { origin: "https://evil.example" }],
  ["a sandboxed page", { origin: "null" }],
  ["another program's page on this machine", { origin: "http://127.0.0.1:1" }],
  ["an image or script tag of another site", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }],
  [
    "a frame of another site",
    { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" },
  ],
])("refuses %s, even with a valid session", async (_name, headers) => {
  const server = await runServer(engineOver([]));
  const cookie = await signIn(server);
  const good = await send(server.port, "/main.js", { cookie });
  const bad = await send(server.port, "/main.js", { cookie, ...headers });
  expect([good.status, bad.status]).toEqual([200, 403]);
});

test.each([
  "/../package.json",
  "/..%2fpackage.json",
  "/%2e%2e/%2e%2e/etc/passwd",
  "/assets/../../../etc/passwd",
  "/..\\..\\windows\\win.ini",
  "//etc/passwd",
  "/secret.key",
  "/index.html%00.js",
  "/audio/../main/../../etc/passwd",
  "/audio/%2e%2e%2fetc%2fpasswd",
  "/audio//etc/passwd",
  "/audio/0",
  "/audio/-1",
  "/audio/1.5",
  "/audio/99",
  "/audio/",
])("has nothing at %s", async (target) => {
  const server = await runServer(engineOver([]));
  const reply = await send(server.port, target, { cookie: await signIn(server) });
  expect(reply.status).toBe(404);
});

test("only GET and HEAD are answered", async () => {
  const server = await runServer(engineOver([]));
  const cookie = await signIn(server);
  const statuses = await Promise.all(
    ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"].map(
      async (method) => (await send(server.port, "/", { cookie }, method)).status,
    ),
  );
  expect(statuses).toEqual([405, 405, 405, 405, 405]);
});

test("it listens on the loopback address alone", async () => {
  const server = await runServer(engineOver([]));
  expect(server.url).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${server.port}/\\?token=[\\w-]{32}$`));
});

test("a port in use is named with what to do", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void other.close());
  const { port } = other.address() as { port: number };
  const options = { engine: engineOver([]), rendererFolder: rendererFolder(), version: "1.2.3", port };
  await expect(createWebServer(options)).rejects.toMatchObject({
    code: "port-in-use",
    message: `Port ${port} is in use.`,
  });
});

test("without a port given, the next free one is taken", async () => {
  const options = { rendererFolder: rendererFolder(), version: "1.2.3" };
  const first = await createWebServer({ ...options, engine: engineOver([]) });
  onTestFinished(() => first.close());
  const second = await createWebServer({ ...options, engine: engineOver([]) });
  onTestFinished(() => second.close());
  expect(second.port).toBeGreaterThan(first.port);
});

test("a renderer that was not built is named before anything listens", async () => {
  const options = { engine: engineOver([]), rendererFolder: "/nowhere", version: "1.2.3", port: 0 };
  await expect(createWebServer(options)).rejects.toMatchObject({ code: "renderer-not-built" });
});
