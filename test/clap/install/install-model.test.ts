import { randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AppError } from "../../../main/base/app-error.ts";
import { installModel, type InstallOptions } from "../../../main/clap/install/install-model.ts";
import { checkModel } from "../../../main/clap/model-check.ts";
import type { ModelDefinition } from "../../../main/clap/model-definition.ts";
import type { ModelInstallProgress } from "../../../preload/models.ts";
import {
  answerStatus,
  dropAfter,
  holdAfter,
  type Hub,
  ignoreRange,
  makeModel,
  sendWrongBytes,
  serveWell,
  startHub,
} from "./hub-server.ts";

const files = {
  "config.json": Buffer.from('{"model_type": "clap"}'),
  "onnx/extra.bin": randomBytes(70_000),
  "model.safetensors": Buffer.concat([Buffer.alloc(8), Buffer.from("{"), randomBytes(599_991)]),
};
const root = "/owner/model/resolve/0123/";

let folder: string;
let hub: Hub;
let model: ModelDefinition;
let waits: number[];
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "earshot-install-"));
  hub = await startHub(
    Object.fromEntries(Object.entries(files).map(([name, content]) => [root + name, content])),
  );
  model = makeModel(folder, files);
  waits = [];
});
afterEach(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

async function wait(delayMs: number): Promise<void> {
  waits.push(delayMs);
}

function install(options: InstallOptions = {}): Promise<void> {
  return installModel(model, { hubUrl: hub.url, proxyEnv: {}, wait, ...options });
}

async function catchError(promise: Promise<unknown>): Promise<AppError> {
  const error: unknown = await promise.catch((thrown: unknown) => thrown);
  if (!(error instanceof AppError)) throw new Error("no AppError was thrown", { cause: error });
  return error;
}

function readInstalled(): Record<string, boolean> {
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      name,
      readFileSync(path.join(model.folder, name)).equals(content),
    ]),
  );
}
const allRight = { "config.json": true, "onnx/extra.bin": true, "model.safetensors": true };

test("files are downloaded, checked and put in place, and nothing else is left", async () => {
  const progress: ModelInstallProgress[] = [];
  await install({ onProgress: (report) => void progress.push(report) });
  expect(readInstalled()).toEqual(allRight);
  expect(readdirSync(path.dirname(model.folder))).toEqual(["test-model"]);
  expect(readdirSync(model.folder).sort()).toEqual([
    "config.json",
    "model.safetensors",
    "onnx",
    "verified.json",
  ]);
  const totalBytes = Object.values(files).reduce((sum, content) => sum + content.length, 0);
  expect(progress.at(-1)).toEqual({
    modelId: "test-model",
    file: "model.safetensors",
    receivedBytes: totalBytes,
    totalBytes,
    bytesPerSec: 0,
    etaSec: null,
    state: "done",
    problem: null,
  });
  expect(progress.filter(({ state }) => state === "verifying").map(({ file }) => file)).toEqual(
    Object.keys(files),
  );
});

test("a server that falls silent at once leaves what has arrived in the progress", async () => {
  const gate = Promise.withResolvers<void>();
  hub.answers.push(serveWell, serveWell, holdAfter(50_000, gate.promise));
  const before = files["config.json"].length + files["onnx/extra.bin"].length;
  await install({
    onProgress: ({ state, receivedBytes }) => {
      if (state === "downloading" && receivedBytes === before + 50_000) gate.resolve();
    },
  });
  expect(readInstalled()).toEqual(allRight);
});

test("a dropped connection goes on where it ended", async () => {
  hub.answers.push(serveWell, serveWell, dropAfter(200_000), dropAfter(150_000));
  await install();
  expect(readInstalled()).toEqual(allRight);
  expect(hub.requests.slice(2)).toEqual([
    `${root}model.safetensors`,
    expect.stringMatching(/model\.safetensors bytes=\d+-$/),
    expect.stringMatching(/model\.safetensors bytes=\d+-$/),
  ]);
  expect(waits).toEqual([1000, 1000]);
});

test("a server that ignores Range sends the whole file again", async () => {
  hub.answers.push(serveWell, serveWell, dropAfter(200_000), ignoreRange);
  await install();
  expect(readInstalled()).toEqual(allRight);
});

test("a file that changed on the server between two parts is taken anew", async () => {
  mkdirSync(`${model.folder}.partial`, { recursive: true });
  writeFileSync(path.join(`${model.folder}.partial`, "model.safetensors"), Buffer.alloc(1000));
  writeFileSync(path.join(`${model.folder}.partial`, "model.safetensors.etag"), '"another file"');
  await install();
  expect(readInstalled()).toEqual(allRight);
});

test("a wrong part of an earlier run is replaced", async () => {
  mkdirSync(`${model.folder}.partial`, { recursive: true });
  writeFileSync(path.join(`${model.folder}.partial`, "model.safetensors"), Buffer.alloc(1000));
  await install();
  expect(readInstalled()).toEqual(allRight);
  expect(hub.requests.slice(2)).toEqual([`${root}model.safetensors bytes=1000-`, `${root}model.safetensors`]);
});

test("a part longer than the file is replaced", async () => {
  mkdirSync(`${model.folder}.partial`, { recursive: true });
  writeFileSync(path.join(`${model.folder}.partial`, "model.safetensors"), Buffer.alloc(700_000));
  await install();
  expect(readInstalled()).toEqual(allRight);
});

test("a cancelled run keeps what has arrived, and the next goes on", async () => {
  const controller = new AbortController();
  hub.answers.push(serveWell, serveWell, (_request, reply, content) => {
    reply.writeHead(200, { "content-length": content.length });
    reply.write(content.subarray(0, 300_000), () => setTimeout(() => controller.abort(), 50));
  });
  const states: string[] = [];
  const error = await catchError(
    install({ signal: controller.signal, onProgress: ({ state }) => void states.push(state) }),
  );
  expect([error.code, error.message]).toEqual([
    "install-cancelled",
    "The installation of test-model was cancelled.",
  ]);
  expect(states.at(-1)).toBe("cancelled");
  expect(existsSync(model.folder)).toBe(false);
  hub.requests.length = 0;
  await install();
  expect(hub.requests).toEqual([`${root}model.safetensors bytes=300000-`]);
  expect(readInstalled()).toEqual(allRight);
});

test("429 waits as long as the server says, 5xx longer and longer", async () => {
  const soon = answerStatus(429, { "retry-after": "7" });
  hub.answers.push(soon, answerStatus(503), answerStatus(500), answerStatus(502));
  await install();
  expect(readInstalled()).toEqual(allRight);
  expect(waits).toEqual([7000, 2000, 4000, 8000]);
});

test("a server that stays broken is given up, with the way round", async () => {
  hub.answers.push(...Array.from({ length: 7 }, () => answerStatus(503)));
  const error = await catchError(install());
  expect([error.code, error.message]).toEqual([
    "download-failed",
    `config.json could not be downloaded from ${new URL(hub.url).host}: the server answers 503, 7 times in a row.`,
  ]);
  expect(error.hint).toContain("earshot models add FOLDER");
});

test("a server that goes silent is tried again", async () => {
  hub.answers.push((_request, reply, content) => {
    reply.writeHead(200, { "content-length": content.length });
    reply.write(content.subarray(0, 3));
  });
  await install({ silenceMs: 100 });
  expect(readInstalled()).toEqual(allRight);
  expect(waits).toEqual([1000]);
});

test("404 names the file and its address", async () => {
  hub.answers.push(serveWell, answerStatus(404));
  const error = await catchError(install());
  expect([error.code, error.message]).toEqual([
    "download-not-found",
    `onnx/extra.bin is not at ${hub.url}${root}onnx/extra.bin (the server answers 404).`,
  ]);
});

test("401 and 407 are refusals, not tried again", async () => {
  hub.answers.push(answerStatus(401));
  expect((await catchError(install())).message).toContain("refuses to send config.json: it answers 401");
  hub.answers.push(answerStatus(407));
  expect((await catchError(install())).message).toContain("wants a name and a password");
  expect(waits).toEqual([]);
});

test("wrong bytes are named, deleted and never put in place", async () => {
  hub.answers.push(serveWell, serveWell, sendWrongBytes);
  const progress: ModelInstallProgress[] = [];
  const error = await catchError(install({ onProgress: (report) => void progress.push(report) }));
  expect(error.code).toBe("download-wrong-file");
  expect(error.message).toMatch(/^model\.safetensors came from .* its SHA-256 is [0-9a-f]{64} and should be/);
  expect(progress.at(-1)).toMatchObject({ state: "failed", problem: { code: "download-wrong-file" } });
  expect(existsSync(model.folder)).toBe(false);
  expect(readdirSync(`${model.folder}.partial`)).toEqual(["config.json", "onnx"]);
  await install();
  expect(readInstalled()).toEqual(allRight);
});

test("a login page in place of a file is seen by its size", async () => {
  hub.answers.push((_request, reply) => {
    reply.writeHead(200, { "content-type": "text/html", "content-length": 15 }).end("<html>log in</h");
  });
  const error = await catchError(install());
  expect([error.code, error.message]).toEqual([
    "download-wrong-file",
    `config.json should have 22 bytes, and ${new URL(hub.url).host} offers 15.`,
  ]);
});

test("redirects are followed, relative ones too", async () => {
  hub.answers.push((_request, reply) => {
    reply.writeHead(302, { location: `${root}config.json` }).end();
  });
  await install();
  expect(readInstalled()).toEqual(allRight);
});

test("nobody there is said in plain words", async () => {
  await hub.close();
  const error = await catchError(install());
  expect(error.message).toMatch(/nothing answers there, 7 times in a row/);
});

test("too little space is found before the first byte", async () => {
  const error = await catchError(install({ getFreeBytes: async () => 1_000_000 }));
  expect([error.code, error.message, error.hint]).toEqual([
    "disk-full",
    `The model needs 1 MB more in ${model.folder}.partial, and 1 MB are free on that drive.`,
    "Free at least 67 MB, or set EARSHOT_HOME to a folder on a larger drive.",
  ]);
  expect(hub.requests).toEqual([]);
});

test("installing again mends a damaged file and leaves the others", async () => {
  await install();
  truncateSync(path.join(model.folder, "model.safetensors"), 1000);
  hub.requests.length = 0;
  await install();
  expect(hub.requests).toEqual([`${root}model.safetensors`]);
  expect(readInstalled()).toEqual(allRight);
  expect(existsSync(`${model.folder}.partial`)).toBe(false);
});

test("two installations at a time are refused, a lock of a dead process is not minded", async () => {
  mkdirSync(path.dirname(model.folder), { recursive: true });
  writeFileSync(`${model.folder}.lock`, String(process.ppid));
  expect((await catchError(install())).code).toBe("install-running");
  writeFileSync(`${model.folder}.lock`, "999999999");
  await install();
  expect(readInstalled()).toEqual(allRight);
});

test("a folder that cannot be written is named", async () => {
  writeFileSync(path.join(folder, "models"), "a file where a folder should be");
  const error = await catchError(install());
  expect(error.code).toBe("cannot-write");
  expect(error.message).toContain(path.join(folder, "models"));
});

test("a proxy of the environment is used, and not for hosts in NO_PROXY", async () => {
  const asked: string[] = [];
  const proxy = createServer((request, reply) => {
    asked.push(request.url ?? "");
    httpRequest(request.url ?? "", { headers: request.headers }, (answer) => {
      reply.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(reply);
    }).end();
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  await install({ proxyEnv: { HTTP_PROXY: proxyUrl } });
  expect(asked).toEqual(Object.keys(files).map((name) => `${hub.url}${root}${name}`));
  rmSync(model.folder, { recursive: true });
  await install({ proxyEnv: { HTTP_PROXY: proxyUrl, NO_PROXY: "127.0.0.1" } });
  expect(asked.length).toBe(3);
  expect(readInstalled()).toEqual(allRight);
  proxy.close();
});

test("a variant in the same folder is not installed, not damaged, until its own file is there", async () => {
  const variantFiles = { "config.json": files["config.json"], "onnx/small.bin": randomBytes(5000) };
  const variant = { ...makeModel(folder, variantFiles, "test-model@small"), folder: model.folder };
  await install();
  await checkModel(model);
  expect((await catchError(checkModel(variant))).code).toBe("model-not-installed");
  const smallHub = await startHub({ [`${root}onnx/small.bin`]: variantFiles["onnx/small.bin"] });
  await installModel(variant, { hubUrl: smallHub.url, proxyEnv: {} });
  expect(smallHub.requests).toEqual([`${root}onnx/small.bin`]);
  await checkModel(variant);
  await checkModel(model);
  rmSync(path.join(model.folder, "onnx", "small.bin"));
  expect((await catchError(checkModel(variant))).code).toBe("model-damaged");
  await smallHub.close();
});
