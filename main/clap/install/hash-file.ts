// SHA-256 of files that do not fit in memory.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/**
 * @param onBytes called with the number of bytes read so far
 * @returns lower-case hex; rejects with the file system's error, or `AbortError`
 */
export async function hashFile(
  filePath: string,
  signal?: AbortSignal,
  onBytes: (readBytes: number) => void = () => {},
): Promise<string> {
  const hash = createHash("sha256");
  const stream = createReadStream(filePath, { highWaterMark: 1 << 20, signal });
  let readBytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk);
    readBytes += chunk.length;
    onBytes(readBytes);
  }
  return hash.digest("hex");
}
