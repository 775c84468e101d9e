// The identity of a sound: a hash of its file's content, so that it survives moves, renames and copies.
import { createHash } from "node:crypto";
import { open } from "node:fs/promises";

const quickBlockBytes = 16 * 1024;
const readBytes = 1024 * 1024;

/**
 * Hash of size, head, tail and four blocks evenly between them, hexadecimal SHA-256.
 * Files with different quick hashes differ; whether two with the same one are alike, `hashContent` tells.
 */
export async function hashQuickly(path: string): Promise<string> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const hash = createHash("sha256").update(`size ${size}\n`);
    const block = Buffer.alloc(quickBlockBytes);
    const lastOffset = Math.max(0, size - quickBlockBytes);
    const blockCount = lastOffset === 0 ? 1 : 6;
    for (let i = 0; i < blockCount; i++) {
      const offset = blockCount === 1 ? 0 : Math.floor((lastOffset * i) / (blockCount - 1));
      const { bytesRead } = await file.read(block, 0, quickBlockBytes, offset);
      hash.update(block.subarray(0, bytesRead));
    }
    return hash.digest("hex");
  } finally {
    await file.close();
  }
}

/** Hexadecimal SHA-256 of the whole content, read in blocks of 1 MB. */
export async function hashContent(path: string): Promise<string> {
  const hash = createHash("sha256");
  const file = await open(path, "r");
  try {
    const block = Buffer.allocUnsafe(readBytes);
    for (;;) {
      const { bytesRead } = await file.read(block, 0, readBytes, null);
      if (bytesRead === 0) return hash.digest("hex");
      hash.update(block.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
