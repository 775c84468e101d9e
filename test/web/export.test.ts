// The download of an export: streamed, named, behind the session, and refused in words.
import { request } from "node:http";
import { expect, onTestFinished, test, vi } from "vitest";
import { silentLog } from "../../main/base/log.ts";
import { AppError } from "../../main/base/app-error.ts";
import { engineOver, runServer, send, signIn } from "./set-up.ts";

const everything = { query: "", scope: { kind: "all" }, limit: 0, ucs: { creatorId: "", sourceId: "" } };

/** A library of 1000 sounds whose parts say which sounds they hold. */
async function servedLibrary() {
  const engine = engineOver([]);
  Object.assign(engine.api, {
    beginExport: ({ query }: { query: string }) =>
      query === "bad"
        ? Promise.reject(new AppError("bad-query", "No such tag.", "Mend it."))
        : Promise.resolve({
            soundIds: Uint32Array.from({ length: 1000 }, (_, i) => i + 1),
            head: "head\n",
            separator: ",\n",
            tail: "\ntail",
          }),
    exportPart: ({ ids }: { ids: number[] }) => Promise.resolve(`${ids[0]}-${ids.at(-1)}`),
  });
  const server = await runServer(engine);
  const cookie = await signIn(server);
  const get = (request: unknown, headers: Record<string, string> = { cookie }, method = "GET") =>
    send(server.port, `/export?request=${encodeURIComponent(JSON.stringify(request))}`, headers, method);
  return { get };
}

test("a download has its parts in order, a name, and is for the session only", async () => {
  const { get } = await servedLibrary();
  const json = await get({ ...everything, format: "json" });
  expect([json.status, json.text]).toEqual([200, "head\n1-400,\n401-800,\n801-1000\ntail"]);
  expect(json.headers).toMatchObject({
    "content-type": "application/json; charset=utf-8",
    "content-disposition": 'attachment; filename="earshot-library.json"',
    "cache-control": "no-store",
  });
  const csv = await get({ ...everything, format: "csv" });
  expect(Buffer.from(csv.text, "latin1").subarray(0, 7).toString()).toBe("\uFEFFhead");
  expect((await get({ ...everything, format: "json" }, {})).status).toBe(401);
});

test("what cannot be exported is refused in words, and a malformed request at once", async () => {
  const { get } = await servedLibrary();
  const bad = await get({ ...everything, format: "json", query: "bad" });
  expect([bad.status, bad.text]).toEqual([422, "No such tag. Mend it.\n"]);
  expect((await get({ ...everything, format: "json", query: "bad" }, undefined, "HEAD")).status).toBe(422);
  const head = await get({ ...everything, format: "json" }, undefined, "HEAD");
  expect([head.status, head.text]).toEqual([200, ""]);
  expect((await get({ format: "xml" })).status).toBe(400);
  expect((await get("x")).status).toBe(400);
});

test("a download that is stopped is no error in the log", async () => {
  const engine = engineOver([]);
  let partCount = 0;
  Object.assign(engine.api, {
    beginExport: () =>
      Promise.resolve({ soundIds: new Uint32Array(400_000), head: "head", separator: ",", tail: "" }),
    exportPart: () => Promise.resolve(`${++partCount}`.repeat(100_000)),
  });
  const error = vi.spyOn(silentLog, "error");
  onTestFinished(() => error.mockRestore());
  const server = await runServer(engine);
  const cookie = await signIn(server);
  const target = `/export?request=${encodeURIComponent(JSON.stringify({ ...everything, format: "json" }))}`;
  await new Promise<void>((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port: server.port, path: target, headers: { cookie } });
    asked.on("response", (response) =>
      response.once("data", () => response.destroy()).once("close", resolve),
    );
    asked.on("error", reject);
    asked.end();
  });
  // The engine is asked for no more parts, and the server goes on.
  const before = await vi.waitFor(async () => {
    const count = partCount;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(partCount).toBe(count);
    return count;
  });
  expect(before).toBeLessThan(1000);
  expect((await send(server.port, "/", { cookie })).status).toBe(200);
  expect(error).not.toHaveBeenCalled();
});
