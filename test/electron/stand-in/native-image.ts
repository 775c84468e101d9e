// `nativeImage`: knows PNG files by their header, and gives an empty image for everything else, as Electron does.
import { existsSync, readFileSync } from "node:fs";
import { checkKeys, refuseUnknown } from "./refuse-unknown.ts";

const pngSignature = "89504e470d0a1a0a";

export class NativeImage {
  readonly #size: { width: number; height: number };

  constructor(width: number, height: number, isFromPath: boolean) {
    this.#size = { width, height };
    this.isFromPath = isFromPath;
  }

  /** True for the one that comes with the application. */
  readonly isFromPath: boolean;

  isEmpty(): boolean {
    return this.#size.width === 0;
  }

  getSize(): { width: number; height: number } {
    return this.#size;
  }
}

export const nativeImage = refuseUnknown("nativeImage", {
  createFromPath(file: string): NativeImage {
    return readPng(existsSync(file) ? readFileSync(file) : Buffer.alloc(0), 1, true);
  },
  createFromBuffer(bytes: Buffer, options: { scaleFactor?: number } = {}): NativeImage {
    checkKeys("createFromBuffer", options, ["scaleFactor"]);
    return readPng(bytes, options.scaleFactor ?? 1, false);
  },
});

/** Width and height stand first in the IHDR chunk, which comes first (PNG, 11.2.1). */
function readPng(bytes: Buffer, scale: number, isFromPath: boolean): NativeImage {
  const header = bytes.subarray(0, 24);
  const isPng = header.length === 24 && header.toString("hex", 0, 8) === pngSignature;
  if (!isPng) return new NativeImage(0, 0, isFromPath);
  return new NativeImage(header.readUInt32BE(16) / scale, header.readUInt32BE(20) / scale, isFromPath);
}
