// A real HTTP server on the loopback that serves files as the hub does, and misbehaves when told to.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { createHash } from "node:crypto";
import type { ModelDefinition } from "../../../main/clap/model-definition.ts";

export type Answer = (request: IncomingMessage, reply: ServerResponse, content: Buffer) => void;

export interface Hub {
  url: string;
  /** What was asked for, in order: path and Range header. */
  requests: string[];
  /** Answers to the next requests; after them the server behaves. */
  answers: Answer[];
  close(): Promise<void>;
}

/** @param files content by path below the server's root */
export async function startHub(files: Record<string, Buffer>): Promise<Hub> {
  const requests: string[] = [];
  const answers: Answer[] = [];
  const server = createServer((request, reply) => {
    const url = request.url ?? "";
    requests.push(request.headers.range ? `${url} ${request.headers.range}` : url);
    const content = files[url];
    const answer = answers.shift() ?? (content ? serveWell : answerStatus(404));
    answer(request, reply, content ?? Buffer.alloc(0));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Range and If-Range as RFC 9110 has them. */
export const serveWell: Answer = (request, reply, content) => {
  const etag = `"${createHash("md5").update(content).digest("hex")}"`;
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const ifRange = request.headers["if-range"];
  if (start >= content.length && start > 0) {
    reply.writeHead(416, { "content-range": `bytes */${content.length}` }).end();
  } else if (start > 0 && (ifRange === undefined || ifRange === etag)) {
    const range = `bytes ${start}-${content.length - 1}/${content.length}`;
    reply.writeHead(206, { etag, "content-range": range, "content-length": content.length - start });
    reply.end(content.subarray(start));
  } else {
    reply.writeHead(200, { etag, "content-length": content.length }).end(content);
  }
};

/** Sends a share of what it should, then drops the connection. */
export function dropAfter(byteCount: number): Answer {
  return (request, reply, content) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const range = `bytes ${start}-${content.length - 1}/${content.length}`;
    reply.writeHead(start > 0 ? 206 : 200, {
      etag: `"${createHash("md5").update(content).digest("hex")}"`,
      "content-length": content.length - start,
      ...(start > 0 && { "content-range": range }),
    });
    // Not `destroy`: a reset would take bytes with it that have not been read yet.
    reply.write(content.subarray(start, start + byteCount), () => request.socket.end());
  };
}

/** Sends a part and keeps the rest until it is let go. */
export function holdAfter(byteCount: number, isLetGo: Promise<void>): Answer {
  return (_request, reply, content) => {
    reply.writeHead(200, { "content-length": content.length });
    reply.write(content.subarray(0, byteCount));
    void isLetGo.then(() => reply.end(content.subarray(byteCount)));
  };
}

export const ignoreRange: Answer = (_request, reply, content) => {
  reply.writeHead(200, { "content-length": content.length }).end(content);
};

export function answerStatus(status: number, headers: Record<string, string> = {}): Answer {
  return (_request, reply) => void reply.writeHead(status, headers).end("not the file");
}

/** Bytes that differ from the file's, of the same number. */
export const sendWrongBytes: Answer = (_request, reply, content) => {
  reply.writeHead(200, { "content-length": content.length }).end(Buffer.alloc(content.length, 0x21));
};

/** A model of three files, the largest with a size that is not known, as the official one. */
export function makeModel(folder: string, files: Record<string, Buffer>, id = "test-model"): ModelDefinition {
  return {
    id,
    embeddingKey: `${id}:0`,
    title: id,
    description: "",
    licence: "Apache-2.0",
    dim: 512,
    folder: path.join(folder, "models", id),
    isBundled: false,
    files: Object.entries(files).map(([name, content]) => ({
      name,
      sizeBytes: name.endsWith(".safetensors") ? null : content.length,
      sha256: createHash("sha256").update(content).digest("hex"),
    })),
    source: {
      baseUrl: "https://hub.example/owner/model/resolve/0123",
      revision: "0123",
      downloadBytes: Object.values(files).reduce((sum, content) => sum + content.length, 0),
    },
    frontEnd: { kind: "fused", semantics: "laion-eval" },
    audio: { kind: "onnx", file: "audio.onnx" },
    text: { kind: "onnx", file: "text.onnx" },
    maxTokens: 512,
    template: "{}",
    logitScale: null,
    calibration: null,
  };
}
