// `nativeImage`: knows PNG files by their header, and gives an empty image for everything else, as Electron does.
import { existsSync, readFileSync } from "node:fs";
import { refuseUnknown } from "./refuse-unknown.ts";

const pngSignature = "89504e470d0a1a0a";

export class NativeImage {
  readonly #size: { width: number; height: number };

  constructor(width: number, height: number) {
    this.#size = { width, height };
  }

  isEmpty(): boolean {
    return this.#size.width === 0;
  }

  getSize(): { width: number; height: number } {
    return this.#size;
  }
}

export const nativeImage = refuseUnknown("nativeImage", {
  createFromPath(file: string): NativeImage {
    const header = existsSync(file) ? readFileSync(file).subarray(0, 24) : Buffer.alloc(0);
    const isPng = header.length === 24 && header.toString("hex", 0, 8) === pngSignature;
    // Width and height stand first in the IHDR chunk, which comes first (PNG, 11.2.1).
    return isPng ? new NativeImage(header.readUInt32BE(16), header.readUInt32BE(20)) : new NativeImage(0, 0);
  },
});
