// The built renderer as a closed list of files: what is not on the list cannot be asked for, so no path can lead out.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { AppError } from "../base/app-error.ts";
import { findAppRoot } from "../base/entry.ts";

export interface RendererFile {
  content: Buffer;
  mimeType: string;
  /** True for files whose name holds the hash of their content. */
  isImmutable: boolean;
}

const mimeTypes: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
};

/** Where the build puts the renderer, in a checkout and in the packaged application. */
export function findRendererFolder(): string {
  const root = findAppRoot();
  const packaged = path.join(root.replace(/app\.asar\.unpacked$/, "app.asar"), "out", "renderer");
  return existsSync(packaged) ? packaged : path.join(root, "out", "renderer");
}

/**
 * Reads the whole built renderer (some hundred kilobytes).
 * @returns URL path, starting with a slash, to file
 * @throws AppError `renderer-not-built`
 */
export function readRendererFiles(folder: string): Map<string, RendererFile> {
  if (!existsSync(path.join(folder, "index.html"))) {
    throw new AppError(
      "renderer-not-built",
      `The window's files are missing: ${folder} has no index.html.`,
      "In a checkout, run `npm run build`; otherwise install Earshot again.",
    );
  }
  const files = new Map<string, RendererFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const mimeType = mimeTypes[path.extname(entry.name)];
    if (!entry.isFile() || mimeType === undefined) continue;
    const file = path.join(entry.parentPath, entry.name);
    const urlPath = `/${path.relative(folder, file).split(path.sep).join("/")}`;
    files.set(urlPath, {
      content: readFileSync(file),
      mimeType,
      isImmutable: urlPath.startsWith("/assets/"),
    });
  }
  return files;
}
