// Builds the renderer with the fake bridge and serves it on the loopback, with short tones as audio.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "vite";

const mimeTypes: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
};

/** Two seconds of a 220 Hz tone, 16-bit mono at 8 kHz. */
function toneWav(): Buffer {
  const sampleRate = 8000;
  const sampleCount = sampleRate * 2;
  const wav = Buffer.alloc(44 + sampleCount * 2);
  wav.write("RIFF", 0);
  wav.writeUInt32LE(36 + sampleCount * 2, 4);
  wav.write("WAVEfmt ", 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(sampleRate, 24);
  wav.writeUInt32LE(sampleRate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write("data", 36);
  wav.writeUInt32LE(sampleCount * 2, 40);
  for (let index = 0; index < sampleCount; index++) {
    wav.writeInt16LE(Math.round(8000 * Math.sin((index * 220 * 2 * Math.PI) / sampleRate)), 44 + index * 2);
  }
  return wav;
}

/** Answers whole or, as a media element asks, from an offset to the end. */
function sendAudio(response: ServerResponse, audio: Buffer, range: string | undefined): void {
  const start = Number(/^bytes=(\d+)-/.exec(range ?? "")?.[1] ?? 0);
  response.writeHead(range === undefined ? 200 : 206, {
    "Content-Type": "audio/wav",
    "Accept-Ranges": "bytes",
    "Content-Length": audio.length - start,
    ...(range === undefined ? {} : { "Content-Range": `bytes ${start}-${audio.length - 1}/${audio.length}` }),
  });
  response.end(audio.subarray(start));
}

/**
 * @returns the page's address and the function that ends the server
 */
export async function servePage(): Promise<{ url: string; close: () => Promise<void> }> {
  const outDir = await mkdtemp(path.join(tmpdir(), "earshot-page-"));
  await build({
    root: path.join(import.meta.dirname, "page"),
    configFile: false,
    logLevel: "error",
    build: { outDir, emptyOutDir: true, target: "es2024", minify: false, modulePreload: { polyfill: false } },
  });
  const audio = toneWav();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    // Sound 6 cannot be played: what a damaged file looks like to the player.
    if (pathname === "/audio/6") {
      response
        .writeHead(415, { "Content-Type": "application/json" })
        .end(
          '{"code":"unsupported-format","message":"The encoder of this file is not known.","hint":"Export it as WAV."}',
        );
      return;
    }
    if (pathname.startsWith("/audio/")) {
      sendAudio(response, audio, request.headers.range);
      return;
    }
    const file = path.join(outDir, path.normalize(pathname === "/" ? "index.html" : pathname));
    readFile(file).then(
      (content) =>
        response
          .writeHead(200, {
            "Content-Type": mimeTypes[path.extname(file)] ?? "application/octet-stream",
            "Content-Security-Policy":
              "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; media-src 'self' blob:; connect-src 'self'; img-src 'self' data: blob:",
          })
          .end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
